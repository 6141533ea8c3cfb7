import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT, BUCKET, REGION } from "../support/account";
import { argumentsOf, strangersIn } from "../support/cloudFormation";
import { type CloudControl, openCloudControl } from "./cloudControl";
import { engines, exportSteps, fileOnPath, messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

onEveryEngine("an unmodified program that uses @pulumi/aws-native", (engine) => {
    let stage: Stage;
    before(async () => {
        stage = await openStage({ engine, program: "native", groups: [] });
    });
    after(() => stage.close());

    it("exports a log group of its own into a bucket of its own, and what is to be deleted goes with all it holds", async () => {
        const { config, bucketName } = await exportOwnGroup(stage);
        const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
        const s3 = new S3Client({ endpoint: stage.aws.endpoint, region: REGION, forcePathStyle: true, credentials });
        const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucketName }));
        assert.ok(Versions.length > 0);

        // A later change moves no object and exports nothing again.
        const second = succeeded(await stage.up({ ...config, removalPolicy: "delete" }));
        assert.deepEqual(exportSteps(second), []);
        assert.equal(second.outputs.bucket, bucketName);

        succeeded(await (await stage.open({ ...config, removalPolicy: "delete" })).destroy());
        assert.equal(stage.aws.world.buckets[bucketName], undefined);
    });
});

/** The group is created first: its creation time bounds what can be exported of it. */
async function exportOwnGroup(stage: Stage) {
    const group = { "aws-native:region": REGION, "aws:region": REGION, removalPolicy: "retain" };
    succeeded(await stage.up(group));
    const { creationTime } = stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups["/aws/lambda/payments"];
    const config = { ...group, to: new Date(creationTime + 1_000).toISOString() };
    const first = succeeded(await stage.up(config));
    const bucketName = first.outputs.bucket as string;
    assert.match(bucketName, /^audit-bucket-[0-9a-f]{7}$/);
    assert.equal(first.outputs.status, "COMPLETED");
    return { config, bucketName };
}

const REAL = fileOnPath("pulumi-resource-aws-native");

if (REAL === undefined || !engines().includes("pulumi")) {
    console.log("the real aws-native plugin: not run, because it and the Pulumi CLI are not both on PATH");
} else {
    /** A stage whose programs use the real plugin. */
    const openReal = async (program: string) => {
        const plugins = mkdtempSync(join(tmpdir(), "plugins-"));
        symlinkSync(REAL, join(plugins, basename(REAL)));
        const env: NodeJS.ProcessEnv = {};
        const stage = await openStage({ engine: "pulumi", program, groups: [], plugins, env });
        const cloudControl = await openCloudControl(stage.aws.endpoint, REGION);
        env.AWS_ENDPOINT_URL_CLOUDCONTROL = cloudControl.endpoint;
        const close = async () => {
            await cloudControl.close();
            await stage.close();
            rmSync(plugins, { recursive: true });
        };
        return { stage, cloudControl, close };
    };

    describe("the managed policy of an existing bucket, with the real aws-native plugin on the Pulumi CLI", () => {
        let real: Awaited<ReturnType<typeof openReal>>;
        before(async () => {
            real = await openReal("existing");
        });
        after(() => real.close());

        it("is written for a bucket without one, and keeps what others add", async () => {
            const bucket = real.stage.aws.world.buckets[BUCKET];
            const config = {
                "aws-native:region": REGION,
                args: { existing: BUCKET, policy: "managed", providerPackage: "aws-native" },
            };
            const theirs = { Sid: "NobodyDeletes", Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: `arn:aws:s3:::${BUCKET}/*` }; // prettier-ignore
            const sids = () =>
                (JSON.parse(bucket.policy ?? "{}") as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);

            bucket.policy = JSON.stringify({ Version: "2012-10-17", Statement: [theirs] });
            const preview = succeeded(await (await real.stage.open(config)).preview());
            assert.match(messagesOf(preview), /from others stay: NobodyDeletes/);
            assert.match(messagesOf(preview), /the aws-native provider does not take over one/);

            bucket.policy = undefined;
            succeeded(await real.stage.up(config));
            const own = sids();
            bucket.policy = JSON.stringify({
                Version: "2012-10-17",
                Statement: [theirs, ...(JSON.parse(bucket.policy ?? "{}") as { Statement: object[] }).Statement],
            });
            succeeded(await real.stage.up(config));
            assert.deepEqual(sids(), ["NobodyDeletes", ...own]);
            const last = succeeded(await real.stage.up(config));
            assert.deepEqual(
                last.steps.filter(({ op }) => op !== "same"),
                [],
            );
        });
    });

    describe("a program that uses @pulumi/aws-native, with the real plugin on the Pulumi CLI", () => {
        let stage: Stage;
        let cloudControl: CloudControl;
        let close: () => Promise<void>;
        before(async () => {
            ({ stage, cloudControl, close } = await openReal("native"));
        });
        after(() => close());

        it("exports, changes nothing again, refreshes without a difference, updates, and destroys", async () => {
            const { config, bucketName } = await exportOwnGroup(stage);
            assert.ok(cloudControl.seen.includes("CreateResource AWS::S3::BucketPolicy"), "the real plugin was asked");

            const unchanged = (result: Awaited<ReturnType<Stage["up"]>>) =>
                result.steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`);
            assert.deepEqual(unchanged(succeeded(await stage.up(config))), []);
            const refreshed = succeeded(await (await stage.open(config)).refresh());
            assert.deepEqual(
                refreshed.steps.filter(({ op }) => op === "update" || op === "delete"),
                [],
            );
            assert.deepEqual(unchanged(succeeded(await stage.up(config))), []);

            const second = succeeded(await stage.up({ ...config, removalPolicy: "delete" }));
            assert.deepEqual(exportSteps(second), []);
            succeeded(await (await stage.open({ ...config, removalPolicy: "delete" })).destroy());
            assert.equal(stage.aws.world.buckets[bucketName], undefined);
        });

        it("is told only what CloudFormation's schema has", () => {
            const schemas: Readonly<Record<string, readonly [string, string]>> = {
                "AWS::S3::Bucket": ["s3/bucket", "BucketArgs"],
                "AWS::S3::BucketPolicy": ["s3/bucketPolicy", "BucketPolicyArgs"],
                "AWS::Logs::LogGroup": ["logs/logGroup", "LogGroupArgs"],
            };
            assert.ok(cloudControl.desired.length >= 3);
            for (const { type, state } of cloudControl.desired) {
                const structure = { ...state, policyDocument: null }; // a document of its own
                if (type !== "AWS::S3::BucketPolicy") delete (structure as Partial<typeof structure>).policyDocument;
                assert.deepEqual(strangersIn(structure, argumentsOf(...schemas[type])), [], type);
            }
        });
    });
}
