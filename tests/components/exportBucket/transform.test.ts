import * as assert from "node:assert/strict";
import { NAMES, PARTS, Stage } from "./stage";

describe("ExportBucket", () => {
    const stage = new Stage();

    describe("transform", () => {
        it("lays values over the arguments of an inner resource", async () => {
            await stage.make({ transform: { bucket: { objectLockEnabled: true }, versioning: { mfa: "1234" } } });
            assert.deepEqual(stage.part("bucket").inputs, { forceDestroy: false, objectLockEnabled: true });
            assert.equal(stage.part("versioning").inputs.mfa, "1234");
            assert.deepEqual(stage.part("versioning").inputs.versioningConfiguration, { status: "Enabled" });
        });

        it("lets a function change arguments and options in place, and tells it the name", async () => {
            let heard: string | undefined;
            await stage.make({
                transform: {
                    policy: (args, opts, name) => {
                        heard = name;
                        args.region = "eu-north-1";
                        opts.protect = true;
                    },
                },
            });
            assert.equal(heard, "archive-policy");
            assert.equal(stage.part("policy").inputs.region, "eu-north-1");
            assert.equal(stage.part("policy").protect, true);
            assert.equal(stage.part("policy").retainOnDelete, true, "the other options stay");
            assert.equal(stage.part("bucket").protect, false);
        });

        it("lets a function return other arguments", async () => {
            await stage.make({
                transform: {
                    encryption: ({ bucket }) => ({
                        bucket,
                        rules: [
                            {
                                applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" },
                                bucketKeyEnabled: true,
                            },
                        ],
                    }),
                },
            });
            assert.deepEqual(stage.part("encryption").inputs, {
                bucket: "archive-1a2b3c",
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" },
                        bucketKeyEnabled: true,
                    },
                ],
            });
        });

        for (const name of PARTS) {
            it(`reaches ${name}`, async () => {
                const seen: string[] = [];
                await stage.make({
                    transform: { [name]: (_args: unknown, _opts: unknown, of: string) => void seen.push(of) },
                });
                assert.deepEqual(seen, [NAMES[name]]);
            });
        }
    });
});
