import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import { ExportBucket } from "../../components/exportBucket/exportBucket";
import { type Aws, startAws } from "../../sandbox/aws";
import { ROOT } from "../package/project";
import { promiseOf } from "../support/mocks";
import { type ObservedBucket, observedBucket } from "../support/observedBucket";
import { runOnStandIns } from "../support/standIns";
import { CONTROLS } from "./bucketControls";

const REGION = "eu-central-1";
const WITH_OPTION = {
    encryption: { encryption: { createKey: true } },
    objectLock: { objectLock: { mode: "GOVERNANCE", days: 365 } },
} as const;

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** The rows of the document's tables: the control, and the text about this bucket. */
const ROWS = read("docs/security.md")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, id, , said]) => /^(S3\.|KMS\.|CIS |CKV|AVD-)/.test(id ?? "") && said !== undefined)
    .map(([, id, , said]) => ({ id, said }));

describe("docs/security.md", function () {
    this.timeout(60_000);
    let cloud: Aws;
    const made: Record<string, ObservedBucket> = {};

    before(async () => {
        cloud = await startAws();
        const buckets: Record<string, ExportBucket> = {};
        await runOnStandIns(cloud, REGION, () => {
            buckets.default = new ExportBucket("archive");
            for (const [option, args] of Object.entries(WITH_OPTION)) {
                buckets[option] = new ExportBucket(`with-${option.toLowerCase()}`, args);
            }
        });
        const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
        const config = { endpoint: cloud.endpoint, region: REGION, credentials };
        const [client, keys] = [new S3Client({ ...config, forcePathStyle: true }), new KMSClient(config)];
        for (const [name, { bucketName }] of Object.entries(buckets)) {
            made[name] = await observedBucket(client, keys, await promiseOf(bucketName));
        }
    });
    after(() => cloud.close());

    it("has a row for every control, and each once", () => {
        assert.deepEqual(ROWS.map(({ id }) => id).sort(), Object.keys(CONTROLS).sort());
    });

    for (const { id, said } of ROWS) {
        const control = CONTROLS[id];
        it(`${id}: ${said}`, () => {
            assert.ok(control, "no such control");
            if ("met" in control) {
                assert.match(said, /^met/);
                assert.ok(control.holds(made.default), "the default bucket does not meet it");
            } else if ("notMet" in control) {
                assert.match(said, /^not met: ./);
                for (const [name, bucket] of Object.entries(made))
                    assert.ok(!control.holds(bucket), `${name} meets it`);
            } else if ("option" in control) {
                assert.ok(said.startsWith(`yours: \`${control.option}\``), `it does not name ${control.option}`);
                assert.ok(!control.holds(made.default), "it is no choice: the default bucket meets it");
                assert.ok(control.holds(made[control.option]), `${control.option} does not bring it about`);
            } else if ("resource" in control) {
                assert.ok(said.startsWith(`yours: \`${control.resource}\``), `it does not name ${control.resource}`);
                const name = control.resource.replace("aws.s3.", "") as keyof typeof aws.s3;
                assert.equal(typeof aws.s3[name], "function", `@pulumi/aws has no ${control.resource}`);
                const example = /\((\.\.\/examples\/.*?)\)/.exec(said)?.[1];
                assert.equal(example, control.example && `../examples/${control.example}/index.ts`);
                if (example)
                    assert.ok(read(example.slice(3)).includes(`new ${control.resource}(`), "not in the example");
            } else {
                assert.match(said, /^outside: ./);
            }
        });
    }
});
