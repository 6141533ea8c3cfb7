import * as assert from "node:assert/strict";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { ExportBucket } from "../../components/exportBucket";
import { NEW_BUCKET_PROPERTIES } from "../../components/exportBucketChecks";
import { Aws, startAws } from "../../sandbox/aws";
import { promiseOf, warningsOf } from "../support/mocks";
import { ObservedBucket, observedBucket, withoutKeyId } from "../support/observedBucket";
import { runOnStandIns } from "../support/standIns";
import { argsFor, BUCKET_OPTIONS } from "./bucketOptions";

const REGION = "eu-central-1";
const PROVIDERS = ["aws", "aws-native"] as const;

describe("an ExportBucket is the same bucket by either provider:", function () {
    this.timeout(60_000);
    const made: Record<(typeof PROVIDERS)[number], ObservedBucket[]> = { aws: [], "aws-native": [] };
    const clouds: Aws[] = [];

    before(async () => {
        for (const provider of PROVIDERS) {
            const cloud = await startAws();
            clouds.push(cloud);
            const buckets: ExportBucket[] = [];
            const program = () =>
                BUCKET_OPTIONS.forEach((row, index) => {
                    buckets.push(new ExportBucket(`bucket-${index}`, argsFor(row, provider)));
                });
            await warningsOf(() => runOnStandIns(cloud, REGION, program)); // those of the rules are tested elsewhere
            const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
            const { endpoint } = cloud;
            const client = new S3Client({ endpoint, region: REGION, forcePathStyle: true, credentials });
            const keys = new KMSClient({ endpoint, region: REGION, credentials });
            for (const { bucketName } of buckets) {
                made[provider].push(await observedBucket(client, keys, await promiseOf(bucketName)));
            }
        }
    });
    after(() => Promise.all(clouds.map((cloud) => cloud.close())));

    BUCKET_OPTIONS.forEach((row, index) => {
        it(row.what, () => {
            assert.deepEqual(row.shows(made.aws[index]), row.as);
            assert.deepEqual(withoutKeyId(made["aws-native"][index]), withoutKeyId(made.aws[index]));
        });
    });

    it("every option has a row", () => {
        const used = BUCKET_OPTIONS.flatMap((row) => Object.keys(argsFor(row, "aws")));
        assert.deepEqual(
            NEW_BUCKET_PROPERTIES.filter((property) => !used.includes(property)),
            [],
            "without a row in bucketOptions.ts",
        );
    });

    it("a difference would be seen", () => {
        assert.notDeepEqual(made.aws[0], made.aws[3]);
    });
});
