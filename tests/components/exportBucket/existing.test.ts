import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type ExistingBucket } from "../../../components/exportBucket/args";
import { promiseOf, quiet, urnOf } from "../../support/mocks";
import { Stage, TYPE, TYPES } from "./stage";

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
