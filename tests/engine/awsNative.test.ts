import * as assert from "node:assert/strict";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT, REGION } from "../support/account";
import { exportSteps, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

onEveryEngine("an unmodified program that uses @pulumi/aws-native", (engine) => {
    let stage: Stage;
    before(async () => {
        stage = await openStage({ engine, program: "native", groups: [] });
    });
    after(() => stage.close());

    it("exports a log group of its own into a bucket of its own, and what is to be deleted goes with all it holds", async () => {
        const group = { "aws-native:region": REGION, "aws:region": REGION, removalPolicy: "retain" };
        succeeded(await stage.up(group));
        const { creationTime } = stage.aws.world.logs[`${ACCOUNT}/${REGION}`].groups["/aws/lambda/payments"];
        const config = { ...group, to: new Date(creationTime + 1_000).toISOString() };
        const first = succeeded(await stage.up(config));
        const bucketName = first.outputs.bucket as string;
        assert.match(bucketName, /^audit-bucket-[0-9a-f]{7}$/);
        assert.equal(first.outputs.status, "COMPLETED");
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
