import * as assert from "node:assert/strict";
import { type Fault } from "../../../../sandbox/aws";
import { seededRandom } from "../../../../sandbox/aws/random";
import { type Execution } from "../../../../sandbox/stepFunctions";
import { DAY, HOUR, OCTOBER } from "../events";
import { REGION } from "../plan";
import { historiesOf, Stage } from "../stage";

/** Faults and their probabilities. */
const TROUBLE: readonly (Omit<Fault, "seed"> & { readonly probability: number })[] = [
    { operation: "CreateExportTask", probability: 0.03, effect: { kind: "error", code: "ThrottlingException" } },
    { operation: "CreateExportTask", probability: 0.02, effect: { kind: "error", code: "UnforeseenException" } },
    { operation: "CreateExportTask", probability: 0.02, effect: { kind: "drop", when: "before" } },
    { operation: "CreateExportTask", probability: 0.02, effect: { kind: "drop", when: "after" } },
    { operation: "CreateExportTask", probability: 0.01, effect: { kind: "hang", when: "after" } },
    { operation: "CreateExportTask", probability: 0.02, effect: { kind: "task", outcome: "FAILED" } },
    { operation: "CreateExportTask", probability: 0.005, effect: { kind: "task", outcome: "CANCELLED" } },
    { operation: "CreateExportTask", probability: 0.0005, effect: { kind: "task", outcome: "HANG" } },
    { operation: "DescribeExportTasks", probability: 0.03, effect: { kind: "error", code: "ThrottlingException" } },
    { operation: "DescribeExportTasks", probability: 0.02, effect: { kind: "stale", milliseconds: 4_000 } },
    {
        operation: "DescribeLogGroups",
        probability: 0.01,
        effect: { kind: "error", code: "ServiceUnavailableException" },
    },
    { operation: "DescribeLogStreams", probability: 0.01, effect: { kind: "drop", when: "before" } },
    { operation: "GetItem", probability: 0.01, effect: { kind: "drop", when: "after" } },
    { operation: "PutItem", probability: 0.01, effect: { kind: "drop", when: "before" } },
    { operation: "PutItem", probability: 0.01, effect: { kind: "drop", when: "after" } },
    { operation: "PutItem", probability: 0.003, effect: { kind: "hang", when: "after" } },
    // A lost manifest. Its groups are visited the next night.
    { operation: "GetObject", probability: 0.02, effect: { kind: "error", code: "NoSuchKey", status: 404 } },
    { operation: "PutMetricData", probability: 0.05, effect: { kind: "error", code: "Throttling" } },
    { operation: "PutEvents", probability: 0.02, effect: { kind: "drop", when: "after" } },
    { operation: "PutObject", probability: 0.01, effect: { kind: "error", code: "SlowDown", status: 503 } },
    { operation: "PutObject", probability: 0.01, effect: { kind: "drop", when: "after" } },
    { operation: "ListObjectsV2", probability: 0.02, effect: { kind: "error", code: "SlowDown", status: 503 } },
];

export interface NightsReport {
    readonly nights: number;
    readonly logGroups: number;
    readonly events: number;
    readonly tasks: number;
    readonly failedTasks: number;
    readonly runs: Readonly<Record<string, number>>;
    readonly executions: number;
    readonly mostEvents: number;
    readonly meanEvents: number;
    readonly transitions: number;
    readonly hours: readonly number[];
    /** Messages on the topic. */
    readonly messages: number;
}

/**
 * Nights of one schedule through random faults, stops, second starts and other people's exports; after the last of them, a
 * night without trouble. Everything is exported exactly once, or an assertion says what is not.
 */
export async function simulateNights(nights: number, logGroups: number, seed: number): Promise<NightsReport> {
    const random = seededRandom(seed);
    const names = Array.from({ length: logGroups }, (_, index) => `/night/${String(index).padStart(3, "0")}`);
    const groups = names.map((name) => ({
        name,
        creationTime: OCTOBER - DAY,
        streams: [{ name: "one", events: eventsOf(name, nights + 2, random) }],
    }));
    const stage = new Stage({
        start: OCTOBER + DAY + 15 * HOUR,
        groups,
        seed,
        limits: { runMilliseconds: () => 5_000 + random() ** 4 * 600_000 },
    });
    const runs: Execution[] = [];
    const hours: number[] = [];
    const totals = { executions: 0, mostEvents: 0, events: 0, transitions: 0 };
    for (let night = 0; night <= nights; night++) {
        const isLast = night === nights;
        await stage.waitUntil(Math.max(stage.clock.now(), OCTOBER + (night + 1) * DAY + 15 * HOUR));
        stage.aws.faults.clear();
        if (!isLast)
            for (const fault of TROUBLE) stage.aws.faults.inject({ ...fault, seed: Math.floor(random() * 1e9) });
        const began = stage.clock.now();
        const tonight = [stage.start()];
        if (!isLast) await disturb(stage, tonight, random);
        await stage.service.run();
        hours.push((stage.clock.now() - began) / HOUR);
        for (const run of tonight) count(run, totals);
        runs.push(...tonight);
        stage.forgetTasksBefore(stage.clock.now() - 2 * DAY);
        await stage.aws.control.clearRequests();
    }
    assert.equal(runs.at(-1)?.status, "SUCCEEDED", runs.at(-1)?.cause);
    let exported = 0;
    for (const name of names) {
        stage.assertExactlyOnce(name);
        await stage.assertManifests(name);
        exported += stage.exported(name).length;
    }
    assert.ok(exported > 0);
    assert.ok(totals.mostEvents < 25_000, `${totals.mostEvents} events in one history`);
    const statuses: Record<string, number> = {};
    for (const { status } of runs) statuses[status] = (statuses[status] ?? 0) + 1;
    return {
        nights,
        logGroups,
        events: exported,
        tasks: stage.tasks.length,
        failedTasks: stage.tasks.filter(({ history }) => history.at(-1)?.code !== "COMPLETED").length,
        runs: statuses,
        executions: totals.executions,
        mostEvents: totals.mostEvents,
        meanEvents: Math.round(totals.events / totals.executions),
        transitions: totals.transitions,
        hours,
        messages: stage.reported.length,
    };
}

/** On some nights, at a random time: another user's export, a stop with a new start, a second start. */
async function disturb(stage: Stage, tonight: Execution[], random: () => number): Promise<void> {
    const later = (hours: number) => stage.waitUntil(stage.clock.now() + random() * hours * HOUR);
    if (random() < 0.3) {
        await later(0.2);
        // Does nothing if the slot is taken.
        const foreign = { region: REGION, runMilliseconds: random() * 2 * HOUR, logGroupName: "/night/000" };
        await stage.aws.control
            .startForeignTask({ ...foreign, destination: stage.plan.bucketName })
            .catch(() => undefined);
    }
    if (random() < 0.3) {
        await later(1);
        stage.service.stopExecution(tonight[0]);
        await later(0.1);
        tonight.push(stage.start());
    }
    if (random() < 0.3) {
        await later(1);
        tonight.push(stage.start());
    }
}

/** A third of the groups has events every day, the others sometimes or rarely. */
function eventsOf(name: string, days: number, random: () => number) {
    const share = [1, 0.3, 0.03][Math.floor(random() * 3)];
    return Array.from({ length: days }, (_, day) => day).flatMap((day) => {
        if (random() >= share) return [];
        return Array.from({ length: 1 + Math.floor(random() * 4) }, (_unused, index) => {
            const timestamp = OCTOBER + day * DAY + Math.floor(random() * (DAY - 2)) + 1;
            return { timestamp, message: `${name} ${day} ${index} ${timestamp}`, ingestionTime: timestamp };
        });
    });
}

function count(
    run: Execution,
    totals: { executions: number; mostEvents: number; events: number; transitions: number },
): void {
    const sizes = historiesOf(run);
    totals.executions += sizes.length;
    totals.mostEvents = Math.max(totals.mostEvents, ...sizes);
    totals.events += sizes.reduce((sum, size) => sum + size, 0);
    totals.transitions += transitionsOf(run);
    run.children.length = 0;
    run.history.length = 0;
}

function transitionsOf({ history, children }: Execution): number {
    const own = history.filter(({ type }) => type.endsWith("StateEntered")).length;
    return own + children.reduce((sum, child) => sum + transitionsOf(child), 0);
}
