import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { textAt } from "../../sandbox/aws/s3/xml";
import { type OperationResult } from "../../sandbox/engine";
import { messagesOf, succeeded } from "../engine/stage";
import { ROOT } from "../package/project";
import { messagesUnder } from "../faults/bucketContents";
import { ACCOUNT, REGION } from "../support/account";
import { Stage } from "./stage";

type Config = Readonly<Record<string, unknown>>;

interface Case {
    readonly exports: number;
    /** Creates what the example expects to exist, and returns its config. */
    prepare(stage: Stage): Config | Promise<Config>;
    /** Checks that only apply to this example. */
    check?(outputs: OperationResult["outputs"]): void;
}

const RANGE = { from: "2026-10-05T00:00:00Z", to: "2026-10-19T00:00:00Z" };
const BUCKET = "shop-archive";

const cases: Readonly<Record<string, Case>> = {
    "first-export": {
        exports: 2,
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            return { logGroups: ["/shop/payments"], days: ["2026-10-05", "2026-10-07"] };
        },
    },
    yaml: {
        exports: 2,
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            return { logGroups: ["/shop/payments"], from: "2026-10-05T00:00:00Z", to: "2026-10-07T00:00:00Z" };
        },
    },
    "shared-bucket": {
        exports: 4,
        prepare: (stage) => {
            for (const group of ["/shop/payments", "/shop/logins", "/shop/frontend"]) stage.fill(group, "one", RANGE);
            return RANGE;
        },
    },
    "existing-bucket": {
        exports: 1,
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            stage.aws.seed({ buckets: [{ name: BUCKET, region: REGION }] });
            return { bucketName: BUCKET, ...RANGE };
        },
    },
    "log-groups-made-here": {
        exports: 2,
        prepare: async (stage) => {
            const { outputs } = succeeded(await stage.run("up", {}));
            const november = { from: "2026-11-20T12:00:00Z", to: "2026-12-01T00:00:00Z" };
            for (const group of outputs.logGroupNames as string[]) stage.fill(group, "one", november);
            stage.clock.putForwardTo(Date.parse("2026-12-02T00:00:00Z"));
            return { months: ["2026-11"] };
        },
    },
    scheduled: {
        exports: 0, // they are started in AWS, later
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            return { namePrefix: "/shop/", from: RANGE.from };
        },
        check: ({ stateMachineArn }) => assert.match(String(stateMachineArn), /^arn:aws:states:/),
    },
    "single-task": {
        exports: 1,
        prepare: async (stage) => {
            for (const stream of ["eu-1", "us-1"]) stage.fill("/shop/payments", stream, RANGE);
            const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };
            stage.aws.seed({ buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }] });
            const earlier = {
                from: 0,
                to: Date.parse(RANGE.from),
                destination: BUCKET,
                logGroupName: "/shop/payments",
            };
            const { taskId } = await stage.aws.control.startForeignTask({ region: REGION, ...earlier });
            await stage.aws.control.endTask(taskId, "COMPLETED");
            return { destination: BUCKET, ...RANGE, taskId };
        },
        check: ({ objectCount, earlierTask }) => {
            assert.equal(objectCount, 1, "only the streams of the prefix");
            assert.equal((earlierTask as Record<string, unknown>).status, "COMPLETED");
        },
    },
};

/** The checks of the other examples, in fewer operations, because each takes seconds. */
const stories: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
    nightly: async (stage) => {
        const days = { from: "2026-11-17T00:00:00Z", to: "2026-11-20T00:00:00Z" };
        for (const group of ["/shop/payments", "/shop/payments-canary", "/web"]) stage.fill(group, "one", days);
        const config = { namePrefix: "/shop/", from: days.from };
        await exportsByUp(stage, config, 2); // the 17th and the 18th of one log group
        stage.clock.putForwardTo(Date.parse("2026-11-20T13:00:00Z"));
        const { exports } = succeeded(await stage.run("up", config)).outputs;
        assert.equal(stage.exportsStarted(), 3, "a day is added");
        assert.equal((exports as unknown[]).length, 3);
        const sent = { from: "2026-11-18T12:00:00Z", to: "2026-11-20T22:00:00Z" };
        stage.fill("/shop/refunds", "one", sent, { creationTime: Date.parse("2026-11-20T08:00:00Z") });
        stage.clock.putForwardTo(Date.parse("2026-11-21T13:00:00Z"));
        const third = succeeded(await stage.run("up", config)).outputs.exports as string[];
        assert.equal(stage.exportsStarted(), 5, "the same of a new log group, nothing from before its creation");
        const found = (name: string) =>
            third.filter((uri) => uri.includes(name)).flatMap((uri) => messagesUnder(stage.aws, uri));
        assert.equal(found("payments").length, 30, "each event once");
        assert.equal(found("refunds").length, 30, "also what is older than the log group");
    },
    backfill: async (stage) => {
        const months = { from: "2026-09-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
        stage.fill("/shop/payments", "one", months);
        const config = { logGroups: ["/shop/payments"], ...months };
        const preview = succeeded(await stage.run("preview", config));
        assert.match(messagesOf(preview), /declares 2 exports: 1 log group × 2 months, 2026-09-01 to 2026-11-01/);
        await exportsByUp(stage, config, 2);
    },
    "several-regions": async (stage) => {
        const regions = [REGION, "us-east-1"];
        for (const region of regions) stage.fill("/shop/payments", "one", RANGE, { region });
        const { bucketNames } = await exportsByUp(stage, { regions, ...RANGE }, 2);
        const buckets = (bucketNames as string[]).map((name) => stage.aws.world.buckets[name]);
        assert.deepEqual(
            buckets.map(({ region }) => region),
            regions,
        );
    },
    "bucket-of-another-stack": async (stage) => {
        for (const group of ["/shop/payments", "/shop/logins", "/shop/frontend"]) stage.fill(group, "one", RANGE);
        const other = { example: "shared-bucket", stack: "archive" };
        const { bucketName } = succeeded(await stage.run("up", RANGE, other)).outputs;
        const config = { stack: "organization/shared-bucket/archive", ...RANGE };
        const { exports } = await exportsByUp(stage, config, 1);
        const [uri] = exports as string[];
        assert.ok(uri.startsWith(`s3://${String(bucketName)}/another-stack/`), uri);
    },
    "audited-bucket": async (stage) => {
        stage.fill("/shop/payments", "one", RANGE);
        const outputs = await exportsByUp(stage, { replicaRegion: "us-east-1", ...RANGE }, 1);
        const { bucketName, reportsBucketName, replicaBucketName } = outputs as Record<string, string>;
        const { [bucketName]: archive, [replicaBucketName]: replica } = stage.aws.world.buckets;
        const { tagging, logging, replication } = archive.configuration;
        const tags = [
            { Key: "data-classification", Value: "confidential" },
            { Key: "owner", Value: "audit" },
        ];
        assert.deepEqual(tagging, { TagSet: { Tag: tags } });
        assert.deepEqual(logging, { LoggingEnabled: { TargetBucket: reportsBucketName, TargetPrefix: "access/" } });
        const [inventory] = Object.values(archive.inventories);
        const reportsArn = textAt(inventory, "Destination", "S3BucketDestination", "Bucket");
        assert.equal(reportsArn, `arn:aws:s3:::${reportsBucketName}`);
        assert.equal(textAt(replication, "Rule", "Destination", "Bucket"), `arn:aws:s3:::${replicaBucketName}`);
        assert.deepEqual([replica.region, replica.versioning], ["us-east-1", "Enabled"]);
    },
    // The program alone. automation.test.ts tests that index.ts runs it inline.
    automation: async (stage) => {
        stage.fill("/shop/payments", "one", RANGE);
        await exportsByUp(stage, RANGE, 1);
    },
};

describe("examples", function () {
    this.timeout(120_000);

    it("have a case each", () => {
        const folders = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name)
            .filter((name) => name !== "python"); // which needs the Pulumi CLI: tests/plugin/pythonExample.test.ts
        assert.deepEqual(folders.sort(), [...Object.keys(cases), ...Object.keys(stories)].sort());
    });

    it("are listed in examples/README.md, each with what its Pulumi.yaml says", () => {
        const folder = join(ROOT, "examples");
        const names = readdirSync(folder).filter((name) => name !== "README.md");
        const rows = names.sort().map((name) => {
            const { description } = load(readFileSync(join(folder, name, "Pulumi.yaml"), "utf8")) as Record<
                string,
                string
            >;
            return `| [${name}](${name}) | ${description} |`;
        });
        const page = readFileSync(join(folder, "README.md"), "utf8");
        assert.deepEqual(page.match(/^\| \[.*$/gm), rows);
    });

    it("say at their top how the Region is set", () => {
        const ownRegions = ["automation", "several-regions"]; // by an argument, and by config of their own
        for (const name of [...Object.keys(cases), ...Object.keys(stories), "python"]) {
            const file = { yaml: "Pulumi.yaml", python: "__main__.py" }[name] ?? "index.ts";
            const text = readFileSync(join(ROOT, "examples", name, file), "utf8");
            assert.equal(text.includes("pulumi config set aws:region"), !ownRegions.includes(name), name);
        }
    });

    for (const example of Object.keys(cases)) {
        it(`${example}: preview, up, nothing to do, destroy`, () => tell(example));
    }
    for (const example of Object.keys(stories)) it(example, () => tell(example));
});

async function tell(example: string): Promise<void> {
    const stage = await Stage.open(example);
    try {
        await (example in stories ? stories[example](stage) : tellOn(stage, cases[example]));
    } finally {
        await stage.close();
    }
}

async function tellOn(stage: Stage, { exports, prepare, check }: Case): Promise<void> {
    const config = await prepare(stage);

    const preview = succeeded(await stage.run("preview", config));
    assert.ok(preview.changes.create >= exports, messagesOf(preview));
    assert.equal(stage.exportsStarted(), 0, "a preview starts nothing");

    const outputs = await exportsByUp(stage, config, exports);
    check?.(outputs);

    const again = succeeded(await stage.run("up", config));
    const changed = Object.keys(again.changes).filter((op) => op !== "same" && op !== "read");
    assert.deepEqual(changed, [], messagesOf(again));
    assert.equal(stage.exportsStarted(), exports);

    const destroy = succeeded(await stage.run("destroy", config));
    assert.deepEqual(destroy.resources, []);
}

/** Runs `up`, which starts this many exports and verifies them all. Returns the stack's outputs. */
async function exportsByUp(stage: Stage, config: Config, exports: number): Promise<OperationResult["outputs"]> {
    const before = stage.exportsStarted();
    const up = succeeded(await stage.run("up", config));
    assert.equal(stage.exportsStarted() - before, exports);
    const proofs = exportsOf(up).map(({ verified, objectCount }) => verified === true && Number(objectCount) > 0);
    assert.deepEqual(proofs, Array<boolean>(exports).fill(true), "each is verified and holds data");
    return up.outputs;
}

/** The outputs of the exports that a run declared, without those that it only reads. */
function exportsOf({ resources }: OperationResult) {
    return resources
        .filter(({ type, external }) => type.endsWith(":ExportTask") && !external)
        .map(({ outputs }) => outputs ?? {});
}
