import * as assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
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
    "docs/nightly-pipeline.md": [110],
    "docs/ranges.md": [0, 61],
};

const GROUPS = ["/aws/lambda/payments", "/aws/lambda/checkout"];
const programs = createRequire(join(ROOT, "program", "index.ts"));

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
                    const grant = { region: REGION, bucketArn: "arn:aws:s3:::our-archive", sourceAccounts: [ACCOUNT] };
                    const [from, to] = [Date.parse("2025-01-01T00:00:00Z"), account.clock.now()];
                    const streams = [{ name: "one", events: eventsIn(from, to, 1000) }];
                    delete account.aws.world.logs[`${ACCOUNT}/${REGION}`];
                    account.aws.seed({
                        buckets: [{ name: "our-archive", region: REGION, policy: bucketPolicy(grant) }],
                        logGroups: GROUPS.map((name) => ({ name, region: REGION, creationTime: from, streams })),
                    });
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
