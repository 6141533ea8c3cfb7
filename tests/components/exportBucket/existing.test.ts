import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type ExistingBucket } from "../../../components/exportBucket/args";
import { promiseOf, quiet, urnOf, warningsOf, withRejections } from "../../support/mocks";
import { Stage, TYPE, TYPES } from "./stage";

interface Statement {
    readonly Sid: string;
}

describe("ExportBucket", () => {
    const stage = new Stage();

    describe("an existing bucket", () => {
        const structural = () => ({
            bucketName: pulumi.output<string | undefined>("audit-archive"),
            arn: pulumi.output("arn:aws:s3:::audit-archive"),
        });
        const given: Record<string, () => ExistingBucket> = {
            "by name": () => "audit-archive",
            "by an Output of its name": () => pulumi.output("audit-archive"),
            "as an aws.s3.Bucket": () => new aws.s3.Bucket("theirs", { bucket: "audit-archive" }),
            "as an awsNative.s3.Bucket": structural,
        };
        for (const [how, existing] of Object.entries(given)) {
            it(`is adopted ${how}, and nothing of it is changed`, async () => {
                await stage.begin();
                const bucket = new ExportBucket("archive", { existing: existing() });
                await stage.program.settle();
                assert.equal(await promiseOf(bucket.bucketName), "audit-archive");
                assert.equal(await promiseOf(bucket.bucketArn), "arn:aws:s3:::audit-archive");
                assert.equal(await promiseOf(bucket.sourceAccounts), undefined);
                assert.deepEqual(bucket.nodes, {});
                const mine = stage.program.registrations.filter(({ name }) => name !== "theirs");
                assert.deepEqual(
                    mine.map(({ type }) => type),
                    [TYPE],
                );
                assert.deepEqual(mine[0].outputs, {
                    bucketName: "audit-archive",
                    bucketArn: "arn:aws:s3:::audit-archive",
                });
            });
        }

        for (const [what, existing, pattern] of [
            [
                "a look-up's result",
                { bucket: "audit-archive", arn: "a" },
                /a bucket's name. For an Output of a look-up/,
            ],
            ["an ARN", "arn:aws:s3:::audit-archive", /Give only the name: "audit-archive"/],
        ] as const) {
            it(`is refused as an Output of ${what}`, async () => {
                await stage.begin();
                const given = pulumi.output(existing) as unknown as pulumi.Output<string>;
                const failures = await withRejections(async () => {
                    new ExportBucket("archive", { existing: given, policy: "managed" });
                    await stage.program.settle();
                });
                assert.match(String(failures[0]), pattern);
                assert.deepEqual(stage.program.ofType(TYPES.policy), []);
            });
        }

        it("given by name has the ARN of the Region's partition", async () => {
            const bucket = await stage.make({ existing: "audit-archive" }, { config: { "aws:region": "cn-north-1" } });
            assert.equal(await promiseOf(bucket.bucketArn), "arn:aws-cn:s3:::audit-archive");
        });

        for (const policy of ["managed", "unmanaged"] as const) {
            it(`given by name has the ARN of the partition where the Region comes from a profile: ${policy}`, async () => {
                const folder = mkdtempSync(join(tmpdir(), "profile-"));
                const { AWS_CONFIG_FILE, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
                writeFileSync(join(folder, "config"), "[profile sovereign]\nregion = eusc-de-east-1\n");
                process.env.AWS_CONFIG_FILE = join(folder, "config");
                delete process.env.AWS_REGION;
                delete process.env.AWS_DEFAULT_REGION;
                try {
                    const options = { config: { "aws:profile": "sovereign" }, region: "eusc-de-east-1" };
                    const bucket = await stage.make({ existing: "audit-archive", policy }, options);
                    assert.equal(await promiseOf(bucket.bucketArn), "arn:aws-eusc:s3:::audit-archive");
                    if (policy === "unmanaged") return;
                    const [acl] = stage.policyOf().Statement;
                    assert.equal(acl.Resource, "arn:aws-eusc:s3:::audit-archive");
                    assert.deepEqual(acl.Principal, { Service: "logs.eusc-de-east-1.amazonaws.com" });
                    assert.deepEqual(acl.Condition.ArnLike["aws:SourceArn"], [
                        "arn:aws-eusc:logs:eusc-de-east-1:123456789012:log-group:*",
                    ]);
                } finally {
                    Object.assign(process.env, { AWS_CONFIG_FILE, AWS_REGION, AWS_DEFAULT_REGION });
                    const unset = { AWS_CONFIG_FILE, AWS_REGION, AWS_DEFAULT_REGION };
                    for (const [name, value] of Object.entries(unset))
                        if (value === undefined) delete process.env[name];
                    rmSync(folder, { recursive: true });
                }
            });
        }

        it("given by name may have one that only old buckets of us-east-1 have", async () => {
            for (const name of ["Acme_Logs", "acme.Logs-2017", "a".repeat(255)]) {
                const bucket = await stage.make({ existing: name });
                assert.equal(await promiseOf(bucket.bucketName), name);
            }
        });

        it("gets the whole policy where that is managed, which stays when the component goes", async () => {
            const bucket = await stage.make({ existing: "audit-archive", policy: "managed" });
            assert.deepEqual(
                stage.program.registrations.map(({ type }) => type),
                [TYPE, TYPES.policy],
            );
            assert.equal(stage.part("policy").inputs.bucket, "audit-archive");
            assert.equal(stage.part("policy").retainOnDelete, true);
            assert.equal(stage.part("policy").parent, urnOf(TYPE, "archive"));
            assert.deepEqual(
                stage.policyOf().Statement.map(({ Sid }: { Sid: string }) => Sid),
                ["CloudWatchLogsGetBucketAcl", "CloudWatchLogsPutObject", "DenyInsecureTransport"],
            );
            assert.deepEqual(stage.policyOf().Statement[0].Principal, { Service: "logs.eu-central-1.amazonaws.com" });
            assert.deepEqual(stage.policyOf().Statement[0].Condition.StringEquals, {
                "aws:SourceAccount": ["123456789012"],
            });
            assert.deepEqual(await promiseOf(bucket.sourceAccounts), ["123456789012"]);
            assert.ok(bucket.nodes.policy);
        });

        const THEIRS = {
            Sid: "NobodyDeletes",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:DeleteObject",
            Resource: "arn:aws:s3:::audit-archive/*",
        };
        const POLICIES = { aws: "aws:s3/bucketPolicy:BucketPolicy", "aws-native": "aws-native:s3:BucketPolicy" };
        for (const providerPackage of ["aws", "aws-native"] as const) {
            describe(`with a managed policy, by ${providerPackage},`, () => {
                const args = { existing: "audit-archive", policy: "managed", providerPackage } as const;
                const written = () => {
                    const [{ inputs }] = stage.program.ofType(POLICIES[providerPackage]);
                    const { policy, policyDocument } = inputs as { policy?: string; policyDocument?: object };
                    return (policyDocument ?? JSON.parse(policy ?? "")) as { Statement: Statement[] };
                };
                const own = ["CloudWatchLogsGetBucketAcl", "CloudWatchLogsPutObject", "DenyInsecureTransport"];

                it("keeps the statements of others", async () => {
                    const standing = { Version: "2012-10-17", Statement: [THEIRS] };
                    await warningsOf(async () => void (await stage.make(args, { bucketPolicy: standing })));
                    assert.deepEqual(written().Statement[0], THEIRS);
                    assert.deepEqual(
                        written().Statement.map(({ Sid }) => Sid),
                        ["NobodyDeletes", ...own],
                    );
                });

                it("names the log groups only as far as they fit beside these statements, and says so", async () => {
                    const standing = { Statement: [{ ...THEIRS, Action: Array(600).fill("s3:DeleteObject") }] };
                    const names = Array.from({ length: 60 }, (_, index) => `/aws/lambda/service-${index}`);
                    const alone = await warningsOf(
                        async () => void (await stage.make({ ...args, sourceLogGroups: names })),
                    );
                    assert.deepEqual(alone, []);
                    const beside = await warningsOf(
                        async () =>
                            void (await stage.make({ ...args, sourceLogGroups: names }, { bucketPolicy: standing })),
                    );
                    assert.match(beside.join(), /the 60 names do not fit .* so \/aws\/lambda\/service-\* are allowed/);
                    assert.ok(Buffer.byteLength(JSON.stringify(written())) <= 20 * 1024);
                });

                for (const [what, bucketPolicy, pattern] of [
                    [
                        "cannot be read",
                        new Error("AccessDenied: not authorized to perform: s3:GetBucketPolicy"),
                        /must be absent for a bucket whose policy cannot be read: .*not authorized to perform.*Grant s3:GetBucketPolicy/,
                    ],
                    [
                        "has a Sid of this package for something else",
                        { Statement: [{ ...THEIRS, Sid: "DenyInsecureTransport" }] },
                        /a bucket policy without a statement DenyInsecureTransport that does something else. Give that statement another Sid/,
                    ],
                    [
                        "leaves no room",
                        { Statement: [{ ...THEIRS, Action: Array(1_200).fill("s3:DeleteObject") }] },
                        /bytes too long.* The statements of others take \d+ bytes/,
                    ],
                ] as const) {
                    it(`is refused if the policy that is there ${what}`, async () => {
                        await stage.begin({ bucketPolicy });
                        const failures = await withRejections(async () => {
                            await warningsOf(async () => {
                                new ExportBucket("archive", args);
                                await stage.program.settle();
                            });
                        });
                        assert.match(String(failures[0]), pattern);
                        assert.deepEqual(stage.program.ofType(POLICIES[providerPackage]), []);
                    });
                }

                it("is of a bucket that a preview does not know yet", async () => {
                    await stage.begin({ preview: true });
                    const made = new aws.s3.Bucket("theirs");
                    new ExportBucket("archive", { ...args, existing: made });
                    await stage.program.settle();
                    assert.equal(stage.program.ofType(POLICIES[providerPackage]).length, 1);
                });
            });
        }

        it("with a managed policy names the given accounts, and takes a transform", async () => {
            await stage.make({
                existing: "audit-archive",
                policy: "managed",
                sourceAccounts: ["111111111111"],
                transform: { policy: { region: "eu-north-1" } },
            });
            assert.deepEqual(stage.policyOf().Statement[0].Condition.StringEquals, {
                "aws:SourceAccount": ["111111111111"],
            });
            assert.equal(stage.part("policy").inputs.region, "eu-north-1");
        });

        it("with a managed policy is named only once that is in place", async () => {
            let finish = () => {};
            const held = new Promise<void>((resolve) => (finish = resolve));
            await stage.begin({ onRegister: ({ type }) => (type === TYPES.policy ? held : undefined) });
            const bucket = new ExportBucket("archive", { existing: "audit-archive", policy: "managed" });
            let known: string | undefined;
            const knowing = promiseOf(bucket.bucketName).then((value) => (known = value));
            await quiet();
            assert.equal(stage.program.ofType(TYPES.policy).length, 1);
            assert.equal(known, undefined);
            finish();
            assert.equal(await knowing, "audit-archive");
            await stage.program.settle();
        });
    });
});
