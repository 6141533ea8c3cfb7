import * as assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as ts from "typescript";
import { type ExportTaskInputs, withDefaults } from "../../../providers/exportTask/inputs";
import { bucketPolicy } from "../../../providers/policies/bucketPolicy";
import { ROOT } from "../../package/project";
import { type Account, ACCOUNT, eventsIn, openAccount, REGION } from "../../support/account";
import { EXPORT_TASK, warningsOf } from "../../support/mocks";
import { runOnStandIns, type StandInResources } from "../../support/standIns";
import { type Block, blocksOf } from "../markdown";

/** The pages whose programs are run, and how many exports each block declares; more as time goes by, up to the "latest". */
const GUIDES: Readonly<Record<string, readonly number[]>> = {
    "docs/first-export.md": [1, 1],
    "docs/backfill.md": [12],
    "docs/cross-account.md": [0, 1],
    "docs/existing-bucket.md": [1, 0, 1],
    "docs/kms.md": [0, 0, 0],
    "docs/languages.md": [2],
    "docs/nightly-pipeline.md": [110],
    "docs/arguments.md": [0, 0],
    "docs/query.md": [184],
    "docs/ranges.md": [0, 61],
    "docs/scheduled-exports.md": [0, 0, 2, 0],
    "docs/security.md": [0],
};

/** What the pages name and others have made. */
const GROUPS = ["/aws/lambda/payments", "/aws/lambda/checkout", "/app/pay"];
const BUCKETS = ["our-archive", "our-reports", "our-copy", "nightly-bucket-4d5e6f7"];
const CHECKPOINTS = "nightly-checkpoints-1a2b3c4";
const REPLICATOR = { arn: `arn:aws:iam::${ACCOUNT}:role/replicator`, policy: { Version: "2012-10-17", Statement: [] } };
const programs = createRequire(join(ROOT, "program", "index.ts"));

/** The policy of a bucket for exports and for reports. */
function policyOf(name: string): object {
    const bucketArn = `arn:aws:s3:::${name}`;
    const { Version, Statement } = bucketPolicy({ region: REGION, bucketArn, sourceAccounts: [ACCOUNT] });
    const Principal = { Service: "logging.s3.amazonaws.com" };
    const reports = { Effect: "Allow", Principal, Action: "s3:PutObject", Resource: `${bucketArn}/*` };
    return { Version, Statement: [...Statement, reports] };
}

/** The table that an earlier ScheduledLogExport left. */
async function createCheckpoints({ aws: { endpoint } }: Account): Promise<void> {
    const client = new DynamoDBClient({ endpoint, region: REGION });
    const key = "logGroupName";
    await client.send(
        new CreateTableCommand({
            TableName: CHECKPOINTS,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
            KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
        }),
    );
    client.destroy();
}

/** Runs a program of a page in an AWS of the sandbox: its resources are created there. */
async function run(account: Account, { text }: Block): Promise<StandInResources> {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(text, { compilerOptions });
    // The bucket's name comes from the other stack, which is not there.
    const program = outputText.replace(/security\.requireOutput\("bucketName"\)/, '"our-archive"');
    let resources: StandInResources | undefined;
    await warningsOf(async () => {
        resources = await runOnStandIns(account.aws, REGION, () => {
            new Function("require", "exports", program)(programs, {});
        });
    });
    return resources as StandInResources;
}

for (const [page, counts] of Object.entries(GUIDES)) {
    describe(`the programs of ${page}`, function () {
        this.timeout(60_000);
        const blocks = blocksOf(page).filter(({ language }) => language === "ts");

        it("are all run", () => {
            assert.equal(blocks.length, counts.length);
        });

        blocks.forEach((block, index) => {
            it(`line ${block.line}: deploys, declares ${counts[index]} exports, and the first one runs`, async () => {
                const account = await openAccount();
                try {
                    const [from, to] = [Date.parse("2025-01-01T00:00:00Z"), account.clock.now()];
                    const streams = [{ name: "one", events: eventsIn(from, to, 1000) }];
                    delete account.aws.world.logs[`${ACCOUNT}/${REGION}`];
                    account.aws.seed({
                        buckets: BUCKETS.map((name) => ({
                            name,
                            region: REGION,
                            versioning: "Enabled",
                            policy: policyOf(name),
                        })),
                        roles: [REPLICATOR],
                        logGroups: GROUPS.map((name) => ({ name, region: REGION, creationTime: from, streams })),
                    });
                    if (block.text.includes(CHECKPOINTS)) await createCheckpoints(account);
                    const { registered } = await run(account, block);
                    const exports = registered.filter(({ type }) => type === EXPORT_TASK);
                    if (block.text.includes('"latest"'))
                        assert.ok(exports.length >= counts[index], `${exports.length}`);
                    else assert.equal(exports.length, counts[index]);
                    if (exports.length === 0) return;
                    const inputs = withDefaults({
                        region: REGION,
                        ...exports[0].inputs,
                    }) as unknown as ExportTaskInputs;
                    const { outs } = await account.provider().create(inputs);
                    assert.deepEqual([outs.status, outs.verified], ["COMPLETED", true]);
                    assert.ok((outs.objectCount ?? 0) > 0);
                } finally {
                    await account.close();
                }
            });
        });
    });
}

describe("docs/ranges.md", function () {
    this.timeout(60_000);

    it("changes splitBy so that no range is exported twice, into the one bucket", async () => {
        const account = await openAccount();
        try {
            const block = blocksOf("docs/ranges.md").find(({ text }) => text.includes('"audit-monthly"'));
            assert.ok(block);
            const { registered } = await run(account, block);
            assert.equal(registered.filter(({ type }) => type === "aws:s3/bucket:Bucket").length, 1);
            const ranges = registered
                .filter(({ type }) => type === EXPORT_TASK)
                .map(({ inputs: { from, to } }) => [Date.parse(String(from)), Date.parse(String(to))])
                .sort(([a], [b]) => a - b);
            assert.ok(ranges.length >= 61);
            ranges.slice(1).forEach(([from], index) => assert.equal(from, ranges[index][1]));
        } finally {
            await account.close();
        }
    });
});
