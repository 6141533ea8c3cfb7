import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT, REGION } from "../support/account";
import { argumentsOf, strangersIn } from "../support/cloudFormation";
import { type CloudControl, openCloudControl } from "./cloudControl";
import { engines, exportSteps, fileOnPath, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

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

        // A later change of mind moves no object and exports nothing again.
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
    describe("a program that uses @pulumi/aws-native, with the real plugin on the Pulumi CLI", () => {
        let stage: Stage;
        let cloudControl: CloudControl;
        const plugins = mkdtempSync(join(tmpdir(), "plugins-"));
        before(async () => {
            symlinkSync(REAL, join(plugins, basename(REAL)));
            const env: NodeJS.ProcessEnv = {};
            stage = await openStage({ engine: "pulumi", program: "native", groups: [], plugins, env });
            cloudControl = await openCloudControl(stage.aws.endpoint, REGION);
            env.AWS_ENDPOINT_URL_CLOUDCONTROL = cloudControl.endpoint;
        });
        after(async () => {
            await cloudControl.close();
            await stage.close();
            rmSync(plugins, { recursive: true });
        });

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
