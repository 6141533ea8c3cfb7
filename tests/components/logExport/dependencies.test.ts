import * as assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { type ExportBucketArgs } from "../../../components/exportBucket/args";
import { type Registration } from "../../support/mocks";
import { Stage } from "./stage";

/** The type of the policy, and the names of bucket and policy among the transforms. */
const PARTS = {
    aws: { type: "BucketPolicy", bucket: "bucket", policy: "policy" },
    "aws-native": { type: "aws-native:s3:BucketPolicy", bucket: "awsNativeBucket", policy: "awsNativePolicy" },
} as const;

/** A transform after which the resource is deleted when it is removed from the stack. */
const deleted = (_args: object, opts: { retainOnDelete?: boolean }) => {
    opts.retainOnDelete = false;
};

describe("what an export waits for, and depends on in the state", () => {
    const stage = new Stage();

    /** Names in the order in which their registrations ended; a policy takes its time. */
    async function orderOf(bucket: ExportBucketArgs | undefined, preview = false): Promise<string[]> {
        const ended: string[] = [];
        const onRegister = async ({ type, name }: Registration) => {
            for (let turn = 0; turn < 50 && type.endsWith("BucketPolicy"); turn++) await setImmediate();
            ended.push(name);
        };
        await stage.make({ bucket, destinationPrefix: "audit" }, { onRegister, preview });
        return ended;
    }

    for (const providerPackage of ["aws", "aws-native"] as const) {
        const parts = PARTS[providerPackage];
        const policyUrn = () => stage.program.find(parts.type, "audit-bucket-policy").urn;

        async function assertLast(bucket: ExportBucketArgs, preview?: boolean): Promise<void> {
            const order = await orderOf(bucket, preview);
            const [policy, task] = ["audit-bucket-policy", stage.names()[0]].map((name) => order.indexOf(name));
            assert.ok(policy >= 0 && task > policy, order.join());
        }

        describe(`in a bucket of ${providerPackage}`, () => {
            it("is the policy, which comes last, and nothing in the state if the bucket is retained", async () => {
                await assertLast({ providerPackage });
                assert.deepEqual(stage.tasks()[0].dependencies, []);
            });

            const ordered: Record<string, ExportBucketArgs> = {
                "the bucket is deleted with its stack": { removalPolicy: "delete" },
                "a transform has the bucket deleted": { transform: { [parts.bucket]: deleted } },
                "a transform has the policy deleted": { transform: { [parts.policy]: deleted } },
                "the bucket is somebody else's": { existing: "audit-archive", policy: "managed" },
            };
            for (const [what, args] of Object.entries(ordered)) {
                it(`is the policy, in the state too, if ${what}`, async () => {
                    await assertLast({ ...args, providerPackage });
                    assert.deepEqual(stage.tasks()[0].dependencies, [policyUrn()]);
                });
            }

            it("is the policy in a preview, which does not know the bucket's name yet", async () => {
                await assertLast({ providerPackage }, true);
            });
        });
    }
});
