import * as assert from "node:assert/strict";
import { type LogGroupSelection } from "../../../components/logGroups/selection";
import { groupSelection } from "../../../components/scheduledLogExport/machine/selection";
import { zoneClock } from "../../../components/scheduledLogExport/machine/zoneClock";
import { type Fault } from "../../../sandbox/aws";
import { statusOf } from "../../../sandbox/aws/logs/exportTask";
import { storeObject } from "../../../sandbox/aws/s3/storeObject";
import { DAY, eventsEvery, groupWithEvents, HOUR, OCTOBER } from "../../components/scheduledLogExport/events";
import { ACCOUNT } from "../../components/scheduledLogExport/plan";
import { Stage, type StageOptions } from "../../components/scheduledLogExport/stage";
import { runElsewhere, whyNoInterpreter } from "./interpreter";

const NIGHT = OCTOBER + 2 * DAY + 15 * HOUR;
const groups = (...names: string[]) => names.map((name) => groupWithEvents(name));
const select = (selection: LogGroupSelection): Partial<StageOptions> => ({
    plan: { groups: { select: groupSelection(selection) } },
});
const BERLIN = Date.parse("2026-10-24T00:00:00+02:00");
const berlin: Partial<StageOptions> = {
    start: Date.parse("2026-10-27T15:00:00Z"),
    groups: [
        {
            name: "/a",
            creationTime: BERLIN - DAY,
            streams: [{ name: "one", events: eventsEvery(20 * 60_000, BERLIN, BERLIN + 4 * DAY, "/a") }],
        },
    ],
};

interface Night {
    readonly options?: Partial<StageOptions>;
    readonly faults?: readonly Fault[];
    /** Keys that are in the archive before. */
    readonly archive?: readonly string[];
    /** How it ends. */
    readonly error?: string;
    /** The log groups that are exported, if not all. */
    readonly exported?: readonly string[];
    /** The exports of each log group that ended as COMPLETED. */
    readonly completed: number;
}

/** By what is different about it. */
const NIGHTS: Readonly<Record<string, Night>> = {
    "given log groups": { completed: 2 },
    "more log groups than one manifest has": {
        options: {
            groups: [
                ...Array.from({ length: 50 }, (_, index) => ({ name: `/idle/${index}`, creationTime: OCTOBER - DAY })),
                groupWithEvents("/last"),
            ],
        },
        exported: ["/last"],
        completed: 2,
    },
    "a selection by prefix, less what is excluded": {
        options: {
            groups: groups("/aws/a", "/aws/b-test", "/other"),
            ...select({ namePrefix: "/aws/", exclude: ["*-test"] }),
        },
        exported: ["/aws/a"],
        completed: 2,
    },
    "a selection by a regular expression": {
        options: { groups: groups("/aws/a", "/aws/b-test", "/other"), ...select({ namePattern: /^\/aws\/[a-z]$/ }) },
        exported: ["/aws/a"],
        completed: 2,
    },
    "a selection by tags": {
        options: {
            groups: [{ ...groupWithEvents("/a"), tags: { audit: "yes" } }, groupWithEvents("/b")],
            ...select({ tags: { audit: ["yes"] } }),
        },
        exported: ["/a"],
        completed: 2,
    },
    "days of a time zone whose clock is put back": {
        options: { ...berlin, plan: { from: BERLIN, clock: zoneClock("Europe/Berlin", BERLIN, BERLIN) } },
        completed: 3,
    },
    "hours of a time zone whose clock is put back": {
        options: {
            ...berlin,
            start: BERLIN + DAY + 22 * HOUR,
            plan: { from: BERLIN + DAY, splitBy: "hour", clock: zoneClock("Europe/Berlin", BERLIN, BERLIN) },
        },
        completed: 10,
    },
    months: {
        options: { start: OCTOBER + 32 * DAY, plan: { splitBy: "month" } },
        completed: 1,
    },
    "throttling, lost answers and somebody else in the slot": {
        faults: [
            { operation: "CreateExportTask", times: 2, effect: { kind: "error", code: "ThrottlingException" } },
            {
                operation: "CreateExportTask",
                skip: 3,
                times: 2,
                effect: { kind: "error", code: "LimitExceededException" },
            },
            { operation: "CreateExportTask", skip: 6, times: 1, effect: { kind: "drop", when: "after" } },
            { operation: "DescribeExportTasks", times: 2, effect: { kind: "error", code: "ThrottlingException" } },
            { operation: "PutItem", skip: 5, times: 1, effect: { kind: "drop", when: "after" } },
        ],
        completed: 2,
    },
    "a task that fails, and is halved": {
        options: { groups: groups("/a") },
        faults: [{ operation: "CreateExportTask", times: 1, effect: { kind: "task", outcome: "FAILED" } }],
        completed: 3,
    },
    "exports there that another state machine made": {
        archive: [
            "30/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f/_export-nightly-machine-before.json",
            "31/aws-logs-write-test",
        ].map((key) => `audit/log_group=%2Fa/year=2026/month=08/day=${key}`),
        error: "ExportsFailed",
        exported: ["/b"],
        completed: 2,
    },
    "a refusal that nobody foresaw": {
        options: { groups: groups("/a", "/b") },
        faults: [
            {
                operation: "CreateExportTask",
                match: { logGroupName: "/a" },
                times: 1_000,
                effect: { kind: "error", code: "TeapotException", message: "No tea for you" },
            },
        ],
        error: "ExportsFailed",
        exported: ["/b"],
        completed: 2,
    },
};

/** What a run leaves: its exports, checkpoints, messages, metrics and events, without IDs and times of the run. */
function leftBy(stage: Stage): object {
    return {
        tasks: stage.tasks
            .map((task) =>
                [task.logGroupName, task.from, task.to, task.destinationPrefix, statusOf(task).code].join(" "),
            )
            .sort(),
        checkpoints: Object.values(stage.aws.world.tables)
            .flatMap(({ items }) => Object.values(items))
            .map(({ logGroupName, exportedTo }) => JSON.stringify([logGroupName, exportedTo]))
            .sort(),
        reported: stage.reported.map((message) => message.replace(/\s*Run: \S+|, Request ID: [\w-]+/g, "")).sort(),
        failed: stage.metric("FailedGroups"),
        verified: stage.metric("VerifiedExports"),
        expired: stage.metric("ExpiredRanges"),
        events: stage.events.map(({ detailType, detail }) => [detailType, detail.logGroupName].join(" ")).sort(),
    };
}

/** Tests that these nights, by default all, end in moto's interpreter as in the sandbox's. */
export function describeNights(titles = Object.keys(NIGHTS)): void {
    describe("A night of the state machine in moto's interpreter", function () {
        this.timeout(240_000);
        const why = whyNoInterpreter();
        if (why) {
            console.log(`The state machine is not run by moto's interpreter: ${why}`);
            return;
        }
        for (const title of titles) it(`ends as in the sandbox's, with ${title}`, () => compare(NIGHTS[title]));
    });
}

async function compare({ options, faults = [], archive = [], error, exported, completed }: Night): Promise<void> {
    const open = () => {
        const stage = new Stage({ start: NIGHT, groups: groups("/a", "/b"), ...options });
        for (const fault of faults) stage.aws.faults.inject(fault);
        for (const key of archive) {
            const object = { key, body: Buffer.from("{}"), ownerAccountId: ACCOUNT };
            storeObject(stage.aws.world.buckets[stage.plan.bucketName], object, OCTOBER, () => key);
        }
        return stage;
    };
    const [stage, ours] = [open(), open()];
    const outcome = await runElsewhere(stage, "first");
    assert.equal(outcome.error, error, outcome.cause);
    for (const { name } of options?.groups ?? groups("/a", "/b")) {
        if (exported && !exported.includes(name)) {
            assert.equal(stage.completedTasksOf(name).length, 0, name);
            continue;
        }
        assert.equal(stage.completedTasksOf(name).length, completed, name);
        stage.assertExactlyOnce(name);
        await stage.assertManifests(name);
    }
    const run = await ours.run();
    assert.equal(run.error, error);
    assert.deepEqual(leftBy(stage), leftBy(ours));
}
