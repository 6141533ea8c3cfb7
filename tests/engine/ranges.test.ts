import * as assert from "node:assert/strict";
import { textOf } from "../docs/markdown";
import { ACCOUNT, BUCKET, REGION } from "../support/account";
import { exportSteps, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

const [PAYMENTS, CHECKOUT] = ["/aws/lambda/payments", "/aws/lambda/checkout"];
const DAY = 86_400_000;

type Args = Readonly<Record<string, unknown>>;

/** A change of a LogExport's arguments, of its name, or of the time, between two runs. */
interface Change {
    readonly from?: Args;
    readonly to?: Args;
    readonly rename?: { readonly aliases?: readonly unknown[] };
    readonly afterDays?: number;
    /** What the second run exports, or that it exports everything. */
    readonly exported: readonly string[] | "everything";
    /** How many resources leave the state, be it that another one goes on with their objects. */
    readonly removed?: number;
    /** Whether the first run's objects are deleted. */
    readonly deletes?: true;
}

/** A change that both runs have as well. */
const always = (args: Args, change: Change): Change => ({
    ...change,
    from: { ...args, ...change.from },
    to: { ...args, ...change.to },
});

/** By the first column of the table. */
const ROWS: Readonly<Record<string, readonly Change[]>> = {
    'time goes by, with `to: "latest"`': [
        always(
            { from: "2026-11-17T00:00:00Z", to: "latest" },
            { afterDays: 1, exported: [`${PAYMENTS} 2026-11-19T00Z 2026-11-20T00Z`] },
        ),
    ],
    "a fixed `to` is moved from one beginning of a day to a later one": [
        { to: { to: "2026-10-04T00:00:00Z" }, exported: [`${PAYMENTS} 2026-10-03T00Z 2026-10-04T00Z`] },
    ],
    "`from` is moved back to another beginning of a day": [
        { to: { from: "2026-09-30T00:00:00Z" }, exported: [`${PAYMENTS} 2026-09-30T00Z 2026-10-01T00Z`] },
    ],
    "a log group is added": [
        {
            to: { logGroups: [PAYMENTS, CHECKOUT] },
            exported: [`${CHECKOUT} 2026-10-01T00Z 2026-10-02T00Z`, `${CHECKOUT} 2026-10-02T00Z 2026-10-03T00Z`],
        },
    ],
    "a log group or a range is taken out": [
        { from: { logGroups: [PAYMENTS, CHECKOUT] }, exported: [], removed: 2 },
        { to: { to: "2026-10-02T00:00:00Z" }, exported: [], removed: 1 },
    ],
    '`from` or a fixed `to` within a day (with `splitBy: "day"`) is moved': [
        {
            from: { to: "2026-10-03T12:00:00Z" },
            to: { to: "2026-10-03T18:00:00Z" },
            exported: [`${PAYMENTS} 2026-10-03T00Z 2026-10-03T18Z`],
            removed: 1,
        },
        {
            from: { from: "2026-09-30T12:00:00Z" },
            to: { from: "2026-09-30T06:00:00Z" },
            exported: [`${PAYMENTS} 2026-09-30T06Z 2026-10-01T00Z`],
            removed: 1,
        },
    ],
    "`splitBy` or `timeZone` is changed": [
        { to: { splitBy: "month" }, exported: "everything", removed: 2 },
        { to: { timeZone: "Asia/Tokyo" }, exported: "everything", removed: 2 },
    ],
    "a log group is written in another way: by name, by a key of its own, by its ARN": [
        { to: { logGroups: { pay: PAYMENTS } }, exported: [], removed: 2 },
        { to: { logGroups: [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${PAYMENTS}:*`] }, exported: [] },
    ],
    "the LogExport is renamed, its bucket is an `ExportBucket` or an existing bucket": [
        { rename: {}, exported: [], removed: 2 },
        always({ removalPolicy: "delete" }, { rename: {}, exported: [], removed: 2 }),
        always({ isShared: true }, { rename: {}, exported: [], removed: 2 }),
    ],
    "the LogExport is renamed, and creates its bucket": [
        always({ bucket: {} }, { rename: {}, exported: "everything", removed: 2 }),
        always({ bucket: {} }, { rename: { aliases: [{ name: "audit" }] }, exported: [] }),
    ],
    "`destinationPrefix`, `layout`, the bucket or `triggers` is changed": [
        { to: { destinationPrefix: "other" }, exported: "everything", removed: 2 },
        { to: { layout: "plain" }, exported: "everything", removed: 2 },
        { to: { bucket: {} }, exported: "everything", removed: 2 },
        { to: { triggers: ["again"] }, exported: "everything", removed: 2 },
        always(
            { removalPolicy: "delete" },
            { to: { triggers: ["again"] }, exported: "everything", removed: 2, deletes: true },
        ),
    ],
};

onEveryEngine("a LogExport's ranges", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "ranges", groups: [PAYMENTS, CHECKOUT] });
    });
    afterEach(() => stage.close());

    async function up(args: Args | undefined, { name = "audit", aliases = [] as readonly unknown[] } = {}) {
        const usual = {
            logGroups: [PAYMENTS],
            from: "2026-10-01T00:00:00Z",
            to: "2026-10-03T00:00:00Z",
            splitBy: "day",
            destinationPrefix: "audit",
            bucket: { existing: BUCKET },
        };
        return succeeded(await stage.up({ name, aliases, args: { ...usual, ...args } }));
    }
    const objects = () =>
        Object.entries(stage.aws.world.buckets).flatMap(([bucket, { objects }]) =>
            Object.keys(objects)
                .filter((key) => key.endsWith(".gz"))
                .map((key) => `${bucket}/${key}`),
        );

    for (const [row, changes] of Object.entries(ROWS)) {
        for (const change of changes) {
            const { from, to, rename, afterDays = 0, exported, removed = 0, deletes } = change;
            it(`${row}: ${JSON.stringify({ from, to, rename })}`, async () => {
                await up(from);
                const before = await stage.aws.control.tasks();
                const kept = objects();
                stage.clock.putForward(afterDays * DAY);
                const result = await up(to, rename && { name: "renamed", ...rename });

                const known = new Set(before.map(({ taskId }) => taskId));
                const started = (await stage.aws.control.tasks()).filter(({ taskId }) => !known.has(taskId));
                if (exported === "everything") {
                    const declared = to?.splitBy === "month" ? 1 : to?.timeZone ? 3 : 2;
                    assert.equal(started.length, declared);
                } else assert.deepEqual(started.map(rangeOf).sort(), exported);
                const steps = exportSteps(result).filter((step) => /^delete/.test(step));
                assert.equal(steps.length, removed, steps.join("\n"));
                const left = new Set(objects());
                for (const key of kept) assert.equal(left.has(key), !deletes, key);
            });
        }
    }
});

/** Like `/aws/lambda/payments 2026-10-01T00Z 2026-10-02T00Z`. */
function rangeOf({ logGroupName, from, to }: { logGroupName: string; from: number; to: number }): string {
    const hour = (time: number) => `${new Date(time).toISOString().slice(0, 13)}Z`;
    return [logGroupName, hour(from), hour(to)].join(" ");
}

describe("docs/ranges.md", () => {
    it("has the rows that are run", () => {
        const [, table] = textOf("docs/ranges.md").split("| change | what `up` does |\n|---|---|\n");
        const rows = table.split("\n\n")[0].split("\n");
        assert.deepEqual(
            rows.map((row) => row.split(" | ")[0].slice(2)),
            Object.keys(ROWS),
        );
    });
});
