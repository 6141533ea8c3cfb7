import * as pulumi from "@pulumi/pulumi";
import type { ExportTask } from "../../../providers/exportTask/resource";
import { isKnown } from "../../../providers/outputs";
import { type LookupResult, lookUpLogGroups, type LookupTarget } from "../../logGroups/lookup";
import {
    answerInTime,
    knownValue,
    shownValue,
    logForecast,
    PREVIEW_CLIENT,
    PREVIEW_PATIENCE_MS,
    type PreviewMessages,
} from "../../previewLog";
import type { PlannedExport } from "../plan";
import type { TaskPlace } from "../taskPlace";
import type { SplitBy } from "../../time/calendar";
import { type Declared, summarise } from "./summary";

export interface Forecast {
    readonly plan: readonly PlannedExport[];
    /** Those of the plan, in its order. */
    readonly tasks: readonly ExportTask[];
    readonly splitBy: SplitBy | undefined;
    readonly place: TaskPlace;
}

/** What a forecast reads; a test passes its own. */
export interface ForecastSources {
    readonly now: () => number;
    readonly lookUp: (names: readonly string[], where: LookupTarget) => Promise<LookupResult>;
    readonly patienceMs: number;
}

const SOURCES: ForecastSources = {
    now: () => Date.now(),
    lookUp: (names, where) => lookUpLogGroups(names, where, PREVIEW_CLIENT),
    patienceMs: PREVIEW_PATIENCE_MS,
};

/** In a preview, logs what up would do: how many exports of which ranges, of how much data, and how long they take. */
export function forecast(component: pulumi.Resource, asked: Forecast, sources: ForecastSources = SOURCES): void {
    logForecast(component, () => messagesOf(asked, sources));
}

async function messagesOf(asked: Forecast, sources: ForecastSources): Promise<PreviewMessages> {
    const declared = await declaredBy(asked);
    const where = await lookupTarget(asked.place);
    const findings = await lookUp(declared, where, sources);
    const { text, warnings } = summarise({
        declared,
        splitBy: asked.splitBy,
        region: where?.region,
        findings,
        otherSeconds: (seconds) => addToSlot(where, seconds),
        now: sources.now(),
    });
    return { infos: [text], warnings };
}

async function declaredBy({ plan, tasks }: Forecast): Promise<Declared[]> {
    const groups = new Map<unknown, { readonly group: number; readonly name: Promise<string | undefined> }>();
    for (const { logGroupName } of plan) {
        if (groups.has(logGroupName)) continue;
        groups.set(logGroupName, { group: groups.size, name: shownValue(pulumi.output(logGroupName)) });
    }
    return Promise.all(
        plan.map(async ({ logGroupName, range }, index) => {
            const { group = 0, name } = groups.get(logGroupName) ?? {};
            // A preview knows the outputs only of resources that it does not change.
            return { group, name: await name, range, isDue: !(await isKnown(tasks[index].taskId)) };
        }),
    );
}

async function lookUp(
    declared: readonly Declared[],
    where: LookupTarget | undefined,
    sources: ForecastSources,
): Promise<LookupResult> {
    const groups = new Map();
    const due = declared.filter(({ isDue }) => isDue);
    const names = [...new Set(due.flatMap(({ name }) => name ?? []))];
    if (names.length === 0) return { groups };
    if (!where) return { groups, failure: "the Region is not known yet" };
    return answerInTime(sources.lookUp(names, where), (failure) => ({ groups, failure }), sources.patienceMs);
}

/** Where the exports run, or undefined if a preview does not know it. */
async function lookupTarget({ region, profile, assumeRoleArn }: TaskPlace): Promise<LookupTarget | undefined> {
    const all = await knownValue(pulumi.all([region, profile, assumeRoleArn]));
    return all && { region: all[0], profile: all[1], assumeRoleArn: all[2] };
}

/** Seconds by slot, for each run, which its connection to the engine identifies. */
const slots = new WeakMap<object, Map<string, number>>();

/** Adds what a LogExport takes of its slot, and returns what those before it take. */
function addToSlot(where: LookupTarget | undefined, seconds: number): number {
    const run = pulumi.runtime.getMonitor() ?? addToSlot;
    const taken = slots.get(run) ?? new Map<string, number>();
    slots.set(run, taken);
    const slot = JSON.stringify(where ?? {});
    const before = taken.get(slot) ?? 0;
    taken.set(slot, before + seconds);
    return before;
}
