import * as assert from "node:assert/strict";
import { EXPORT_TASK } from "../../support/mocks";
import { eventsIn, REGION } from "../../support/account";
import { type Block, blocksOf, textOf } from "../markdown";
import { Guide } from "./guide";
import { commandsOf } from "./shell";

const [FROM, TO] = ["2026-09-01T00:00:00Z", "2026-11-19T00:00:00Z"].map((time) => Date.parse(time));
/** A day after the first one of the program is over. */
const PIPELINE_START = "2026-10-02T18:00:00Z";
const seedOf = (...names: readonly string[]) => ({
    logGroups: names.map((name) => ({
        name,
        region: REGION,
        creationTime: FROM,
        streams: [{ name: "one", events: eventsIn(FROM, TO, 1000) }],
    })),
});
/** A block of a page by its language and part of its text. */
function block(page: string, language: string, part: string): Block {
    const found = blocksOf(page).filter((one) => one.language === language && one.text.includes(part));
    assert.equal(found.length, 1, `${page} has ${found.length} blocks in ${language} with ${part}`);
    return found[0];
}
/** What the AWS CLI prints of a run or a checkpoint, as far as it is looked at. */
interface Answer {
    readonly executions?: readonly { readonly status: string }[];
    readonly Items?: readonly Record<string, { readonly S: string }>[];
    readonly Item?: Record<string, { readonly S: string }>;
    readonly stopDate?: Date;
}

const exportsIn = (guide: Guide): string[] =>
    guide.results
        .at(-1)!
        .steps.filter(({ urn }) => urn.includes(EXPORT_TASK))
        .map(({ op }) => op);

describe("the commands of a guide", function () {
    this.timeout(120_000);
    let guide: Guide;
    afterEach(() => guide?.close());

    it("are split into words as a shell does", () => {
        const text = "a 'b [0]' \"c d\"e # no\nf --g='{\"h\":1}' s3://$(x y)/ && i \\\n  j\n";
        const words = [
            ["a", "b [0]", "c de"],
            ["f", '--g={"h":1}', "s3://$(x y)/"],
            ["i", "j"],
        ];
        assert.deepEqual(commandsOf(text), words);
    });

    it("README.md: installs, previews, runs", async () => {
        guide = await Guide.open(seedOf("/aws/lambda/payments", "/aws/lambda/checkout"));
        await guide.type(block("README.md", "sh", "npm install"));
        guide.save(block("README.md", "ts", "new LogExport"));
        await guide.type(block("README.md", "sh", "pulumi preview"));
        assert.equal(exportsIn(guide).filter((op) => op === "create").length, 62);
        assert.match(String(guide.outputs.archive), /^s3:\/\/audit-bucket-\w+\/audit\/$/);
    });

    it("docs/first-export.md: from an empty folder to the objects", async () => {
        const page = "docs/first-export.md";
        guide = await Guide.open(seedOf("/aws/lambda/payments"));
        await guide.type(block(page, "sh", "pulumi new"));
        guide.save(block(page, "ts", "uris"));
        await guide.type(block(page, "sh", "pulumi preview"));
        await guide.type(block(page, "sh", "aws s3 ls"));
        assert.ok((guide.answers[0] as string[]).some((key) => key.endsWith("/one/000000.gz")));
        await guide.type({ text: "pulumi up" } as Block);
        assert.deepEqual([...new Set(guide.results.at(-1)!.steps.map(({ op }) => op))], ["same"]);
    });

    it("docs/first-export.md: after destroy, the bucket that stayed is resumed, and another one is exported into again", async () => {
        const page = "docs/first-export.md";
        guide = await Guide.open(seedOf("/aws/lambda/payments"));
        const program = block(page, "ts", "uris");
        await guide.type(block(page, "sh", "pulumi new"));
        guide.save(program);
        await guide.type(block(page, "sh", "pulumi preview"));
        const { bucket, uris } = guide.outputs;
        await guide.type({ text: "pulumi destroy" } as Block);
        assert.ok(textOf(page).includes('`bucket: { existing: "…" }`'));
        const resumed = program.text.replace("});", `bucket: { existing: "${String(bucket)}" },\n});`);
        guide.save({ ...program, text: resumed });
        await guide.type({ text: "pulumi up" } as Block);
        assert.deepEqual(guide.outputs, { bucket, uris });
        assert.equal((await guide.aws.control.tasks()).length, 1, "nothing is exported again");
        await guide.type({ text: "pulumi destroy" } as Block);
        guide.save(program);
        await guide.type({ text: "pulumi up" } as Block);
        assert.notEqual(guide.outputs.bucket, bucket);
        assert.equal((await guide.aws.control.tasks()).length, 2);
    });

    it("docs/first-export.md: bucket and objects are deleted with the stack, once that is declared", async () => {
        const page = "docs/first-export.md";
        guide = await Guide.open(seedOf("/aws/lambda/payments"));
        await guide.type(block(page, "sh", "pulumi new"));
        guide.save(block(page, "ts", "uris"));
        await guide.type(block(page, "sh", "pulumi preview"));
        const buckets = () => Object.keys(guide.aws.world.buckets);
        assert.equal(buckets().length, 1);
        guide.save(block(page, "ts", 'removalPolicy: "delete"'));
        await guide.type(block(page, "sh", "pulumi destroy"));
        assert.deepEqual(buckets(), []);
        assert.equal((await guide.aws.control.tasks()).length, 1, "nothing is exported again");
    });

    it("docs/nightly-pipeline.md: in a pipeline, the first run and one a day later", async () => {
        const page = "docs/nightly-pipeline.md";
        guide = await Guide.open(seedOf("/aws/lambda/payments", "/aws/lambda/checkout"), Date.parse(PIPELINE_START));
        await guide.type(block("docs/first-export.md", "sh", "pulumi new"));
        await guide.type({
            ...block("README.md", "sh", "npm install"),
            text: "pulumi config set aws:region eu-central-1",
        });
        guide.save(block(page, "ts", '"latest"'));
        await guide.type(block(page, "sh", "npm ci"));
        const first = exportsIn(guide).length;
        assert.ok(first > 0);
        guide.clock.putForward(24 * 3_600_000);
        await guide.type(block(page, "sh", "npm ci"));
        assert.deepEqual(exportsIn(guide).sort(), [
            ...Array<string>(2).fill("create"),
            ...Array<string>(first).fill("same"),
        ]);
    });

    it("docs/scheduled-exports.md: from an empty folder to a run, which is looked at, stopped and resumed", async () => {
        const page = "docs/scheduled-exports.md";
        guide = await Guide.open(seedOf("/aws/lambda/payments", "/aws/lambda/checkout", "/aws/lambda/pay-test"));
        await guide.type(block(page, "sh", "pulumi new"));
        guide.save(block(page, "ts", "TopicSubscription"));
        const again = block(page, "sh", "pulumi up");
        await guide.type(again);
        await guide.settle();
        await guide.type(block(page, "sh", "list-executions"));
        const [, list, scan, item, , stopped] = guide.answers as Answer[];
        assert.deepEqual(
            list.executions?.map(({ status }) => status),
            ["SUCCEEDED"],
        );
        assert.deepEqual(
            scan.Items?.filter(({ exportedUntil }) => exportedUntil)
                .map(({ logGroupName, exportedUntil }) => [logGroupName.S, exportedUntil.S])
                .sort(),
            ["/aws/lambda/checkout", "/aws/lambda/payments"].map((name) => [name, "2026-11-19T00:00:00.000Z"]),
        );
        assert.deepEqual(
            scan.Items?.filter(({ exportedUntil }) => !exportedUntil).map(({ logGroupName }) => logGroupName.S),
            [":run", ":progress"],
        );
        assert.equal(item.Item?.logGroupName.S, "/aws/lambda/payments");
        assert.ok(stopped.stopDate);
        await guide.type({ ...again, text: again.text.split("\n")[1] });
        await guide.settle();
        const states = guide.executions.map(({ status }) => status);
        assert.deepEqual(states, ["SUCCEEDED", "ABORTED", "SUCCEEDED"]);
    });
});
