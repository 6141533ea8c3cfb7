import * as pulumi from "@pulumi/pulumi";
import type { ExportTask } from "../../../providers/exportTask/resource";
import { isKnown, resolvedValue } from "../../../providers/outputs";
import { type LookedUp, lookUpLogGroups, type WhereToLook } from "../../logGroups/lookup";
import type { PlannedExport } from "../plan";
import type { SplitBy } from "../../time/calendar";
import { type Declared, summarise } from "./summary";

/** How long a preview waits for the service at most. */
const PATIENCE_MS = 5_000;

export interface Forecast {
    readonly plan: readonly PlannedExport[];
    /** Those of the plan, in its order. */
    readonly tasks: readonly ExportTask[];
    readonly splitBy: SplitBy | undefined;
    readonly region: pulumi.Input<string | undefined>;
    readonly profile: pulumi.Input<string | undefined>;
    readonly assumeRoleArn: pulumi.Input<string | undefined>;
}

/** What a preview takes from outside; a test hands in its own. */
export interface Outside {
    readonly now: () => number;
    readonly lookUp: (names: readonly string[], where: WhereToLook) => Promise<LookedUp>;
    readonly patienceMs: number;
}

const OUTSIDE: Outside = {
    now: () => Date.now(),
    // An answer that comes too late must not keep the program running either.
    lookUp: (names, where) =>
        lookUpLogGroups(names, where, { connectionTimeout: 2_000, requestTimeout: 4_000, maxAttempts: 2 }),
    patienceMs: PATIENCE_MS,
};

/** In a preview, says what up would do: how many exports of which ranges, of how much data, and how long they take. */
export function forecast(component: pulumi.Resource, asked: Forecast, outside: Outside = OUTSIDE): void {
    if (!pulumi.runtime.isDryRun()) return;
    tell(component, asked, outside).catch((error: unknown) => {
        void pulumi.log.debug(`No forecast: ${String(error)}`, component); // the preview itself is what matters
    });
}

async function tell(component: pulumi.Resource, asked: Forecast, outside: Outside): Promise<void> {
    const declared = await declaredBy(asked);
    const goOn = pulumi.runtime.rpcKeepAlive(); // Pulumi would not wait for a call that is not its own
    try {
        const place = await placeOf(asked);
        const findings = await lookAt(declared, place, outside);
        const { text, warnings } = summarise({
            declared,
            splitBy: asked.splitBy,
            region: place?.region,
            findings,
            otherSeconds: (seconds) => addToSlot(place, seconds),
            now: outside.now(),
        });
        void pulumi.log.info(text, component);
        for (const warning of warnings) void pulumi.log.warn(warning, component);
    } finally {
        goOn();
    }
}

async function declaredBy({ plan, tasks }: Forecast): Promise<Declared[]> {
    const groups = new Map<unknown, { readonly group: number; readonly name: Promise<string | undefined> }>();
    for (const { logGroupName } of plan) {
        if (groups.has(logGroupName)) continue;
        groups.set(logGroupName, { group: groups.size, name: knownValue(pulumi.output(logGroupName)) });
    }
    return Promise.all(
        plan.map(async ({ logGroupName, range }, index) => {
            const { group = 0, name } = groups.get(logGroupName) ?? {};
            // A preview knows the outputs of what it leaves alone, and of nothing else.
            return { group, name: await name, range, isDue: !(await isKnown(tasks[index].taskId)) };
        }),
    );
}

async function lookAt(
    declared: readonly Declared[],
    place: WhereToLook | undefined,
    outside: Outside,
): Promise<LookedUp> {
    const groups = new Map();
    const due = declared.filter(({ isDue }) => isDue);
    const names = [...new Set(due.flatMap(({ name }) => name ?? []))];
    if (names.length === 0) return { groups };
    if (!place) return { groups, failure: "the Region is not known yet" };
    let timer: NodeJS.Timeout | undefined;
    const answer = outside.lookUp(names, place);
    const tooLate = new Promise<LookedUp>((resolve) => {
        const failure = `no answer within ${outside.patienceMs / 1000} s`;
        timer = setTimeout(() => resolve({ groups, failure }), outside.patienceMs);
    });
    return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

/** Where the exports run, or undefined where a preview does not know it. */
async function placeOf({ region, profile, assumeRoleArn }: Forecast): Promise<WhereToLook | undefined> {
    const all = await knownValue(pulumi.all([region, profile, assumeRoleArn]));
    return all && { region: all[0], profile: all[1], assumeRoleArn: all[2] };
}

async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    return (await isKnown(output)) ? resolvedValue(output) : undefined;
}

/** Seconds by slot and run, which is known by its connection to the engine. */
const slots = new WeakMap<object, Map<string, number>>();

/** Notes what an export takes of its slot, and gives what those before it take. */
function addToSlot(place: WhereToLook | undefined, seconds: number): number {
    const run = pulumi.runtime.getMonitor() ?? addToSlot;
    const taken = slots.get(run) ?? new Map<string, number>();
    slots.set(run, taken);
    const slot = JSON.stringify(place ?? {});
    const before = taken.get(slot) ?? 0;
    taken.set(slot, before + seconds);
    return before;
}
