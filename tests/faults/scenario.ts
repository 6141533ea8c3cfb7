import { DAY, HOUR, MINUTE } from "../support/durations";
import {
    type BucketPlan,
    DAYS,
    EMPTY_DAY,
    FIRST_DAY,
    type LogEvent,
    makeLogGroup,
    NOW,
    type PlannedGroup,
} from "./account";
import type { Declaration } from "./declaration";
import { declare, nextDeclaration } from "./declarations";
import { Dice } from "./dice";
import { type AwsOperation, planFault, planLastingTrouble, type PlannedTrouble } from "./trouble";

/**
 * Who plays: everything in this process and in virtual time, or real processes on the embedded engine or on Pulumi's own,
 * for which hours and minutes are too long.
 */
export type PlayerKind = "simulation" | "embedded" | "pulumi";

/**
 * Whom a kill -9 hits. "machine" is the engine with all its processes; "interrupt" is Ctrl-C, after which nothing new
 * begins.
 */
export type Victim = "provider" | "program" | "engine" | "machine" | "interrupt";

export interface PlannedKill {
    readonly victim: Victim;
    readonly program: number;
    /** Before or after AWS has handled the n-th request of a kind, or so long after the round began. */
    readonly at:
        | { readonly request: AwsOperation | "any"; readonly nth: number; readonly when: "before" | "after" }
        | { readonly afterMilliseconds: number };
}

/** An event between two rounds. */
export type Incident =
    | {
          readonly kind: "objects deleted by hand";
          readonly what: "some data" | "all data" | "everything";
          readonly which: number;
      }
    | { readonly kind: "state lost"; readonly program: number }
    | { readonly kind: "time passes"; readonly milliseconds: number }
    | { readonly kind: "retention shortened"; readonly group: string; readonly days: number };

export interface Step {
    readonly operation: "up" | "replace" | "taint" | "refresh" | "destroy";
    readonly declaration: Declaration;
    /** `replace`, `taint`: which of the exports in the state, counted round. */
    readonly which: number;
    readonly continueOnError: boolean;
    /** By how much this machine's wall clock is ahead. */
    readonly clockAheadMs: number;
}

export interface Round {
    readonly incidents: readonly Incident[];
    /** By program; they run at the same time. */
    readonly steps: readonly (Step | undefined)[];
    readonly trouble: readonly PlannedTrouble[];
    readonly kills: readonly PlannedKill[];
    readonly foreign?: { readonly region: string; readonly runMilliseconds: number };
}

/** All decisions about a scenario, made before it starts. */
export interface Scenario {
    readonly seed: number;
    readonly groups: readonly PlannedGroup[];
    readonly buckets: readonly BucketPlan[];
    /** The name of each program's stack; the same name twice is two backends. */
    readonly stacks: readonly string[];
    readonly pendingMilliseconds: number;
    readonly runMilliseconds: number;
    readonly taskTimeoutMilliseconds: number;
    readonly listPageSize: number;
    readonly describePageSize: number;
    readonly rounds: readonly Round[];
    /** The programs' declarations after all faults have ended. */
    readonly final: readonly Declaration[];
    readonly refreshAtEnd: boolean;
    /** Whether the program is a process of its own, as it always is on the Pulumi CLI. */
    readonly coldProgram: boolean;
}

export function makeScenario(seed: number, player: PlayerKind): Scenario {
    const dice = new Dice(seed);
    const isSimulated = player === "simulation";
    const regions = dice.chance(0.2) ? ["eu-central-1", "us-east-1"] : ["eu-central-1"];
    const names = ["/app/shop", "/app/till", "/app/stock"].slice(0, dice.whole(1, 3));
    const groups = names.map((name, index) => makeGroup(dice, name, regions[index % regions.length], isSimulated));
    const buckets = regions.map((region) => ({ name: `archive-${region}`, region, versioned: dice.chance(0.4) }));
    const company = dice.weighted({ alone: 7, "another program": 2, "the same program": 2 });
    const stacks = { alone: ["first"], "another program": ["first", "second"], "the same program": ["first", "first"] }[
        company
    ];
    let declarations = stacks.map((_, program) => declare(dice, groups, dice.whole(1, program === 0 ? 3 : 2)));
    if (company === "the same program") declarations = declarations.map(() => declarations[0]);
    const history: Declaration[] = [declarations[0]];
    const change = (isForAll: boolean) => {
        const next = nextDeclaration(dice, declarations[0], groups, history);
        history.push(next);
        declarations = declarations.map((one, program) => (program === 0 || isForAll ? next : one));
    };
    const rounds: Round[] = [];
    for (let left = +dice.weighted({ "1": 3, "2": 4, "3": 3, "4": 1 }); left > rounds.length;) {
        const isFirst = rounds.length === 0;
        if (!isFirst && dice.chance(0.65)) change(company === "the same program" && dice.chance(0.5));
        rounds.push({
            incidents: isFirst || !isSimulated ? [] : incidents(dice, stacks.length, groups),
            steps: declarations.map((declaration, program) =>
                program === 0 || dice.chance(0.75) ? step(dice, declaration, isFirst, isSimulated) : undefined,
            ),
            trouble: Array.from({ length: dice.chance(0.2) ? 0 : dice.whole(1, 5) }, () =>
                isSimulated && dice.chance(0.5) ? planLastingTrouble(dice) : planFault(dice),
            ),
            kills: dice.chance(0.45) ? [kill(dice, stacks.length, player)] : [],
            foreign: dice.chance(0.15)
                ? { region: dice.pick(regions), runMilliseconds: dice.whole(2_000, isSimulated ? 90_000 : 30_000) }
                : undefined,
        });
    }
    if (dice.chance(0.25)) change(false);
    return {
        seed,
        groups,
        buckets,
        stacks,
        pendingMilliseconds: dice.whole(100, 1_500),
        runMilliseconds: dice.whole(300, 9_000),
        taskTimeoutMilliseconds: isSimulated ? (dice.chance(0.1) ? 24 * HOUR : dice.whole(2, 6) * MINUTE) : 90_000,
        listPageSize: dice.pick([2, 5, 1_000, 1_000]),
        describePageSize: dice.pick([2, 50, 50]),
        rounds,
        final: declarations,
        refreshAtEnd: dice.chance(0.25),
        coldProgram: dice.chance(0.06),
    };
}

/** Some groups are created in the middle of their data. Some receive data shortly before the scenario, and late. */
function makeGroup(dice: Dice, name: string, region: string, isSimulated: boolean): PlannedGroup {
    const group = makeLogGroup(dice, name, region);
    if (!isSimulated) return { ...group, creationTime: EMPTY_DAY - DAY, late: [] };
    const isNew = dice.chance(0.15);
    const creationTime = isNew ? FIRST_DAY + dice.whole(1, DAYS * 24 - 1) * HOUR : EMPTY_DAY - DAY;
    const lastDay = Array.from({ length: 4 }, (_, index): LogEvent => {
        const timestamp = NOW - DAY + dice.whole(0, 22) * HOUR;
        return { stream: "web/1", timestamp, message: `${name} lately ${index}` };
    });
    const late = Array.from({ length: 2 }, (_, index) => {
        const timestamp = NOW - DAY + dice.whole(0, 22) * HOUR;
        return {
            stream: "web/1",
            timestamp,
            message: `${name} late ${index}`,
            arrivesAt: NOW + dice.whole(5, 600) * MINUTE,
        };
    });
    return { ...group, events: [...group.events, ...lastDay], creationTime, late };
}

function incidents(dice: Dice, programs: number, groups: readonly PlannedGroup[]): Incident[] {
    const found: Incident[] = [];
    if (dice.chance(0.15)) {
        const what = dice.pick(["some data", "all data", "everything"] as const);
        found.push({ kind: "objects deleted by hand", what, which: dice.whole(0, 9) });
    }
    if (dice.chance(0.12)) found.push({ kind: "state lost", program: dice.whole(0, programs - 1) });
    if (dice.chance(0.3))
        found.push({ kind: "time passes", milliseconds: dice.pick([1, 10, 60, 14 * 60, 48 * 60]) * MINUTE });
    if (dice.chance(0.08)) {
        // Data lies in four days, seven weeks ago.
        const days = Math.ceil((NOW - FIRST_DAY) / DAY) - dice.whole(0, DAYS + 1);
        found.push({ kind: "retention shortened", group: dice.pick(groups).name, days });
    }
    return found;
}

function step(dice: Dice, declaration: Declaration, isFirst: boolean, isSimulated: boolean): Step {
    const others = { replace: 2, refresh: 2, destroy: 1.5, taint: isSimulated ? 1 : 0 };
    return {
        operation: isFirst ? "up" : dice.weighted({ up: 16, ...others }),
        declaration,
        which: dice.whole(0, 9),
        continueOnError: dice.chance(0.3),
        clockAheadMs: isSimulated && dice.chance(0.1) ? dice.pick([-2, 1, 13, 14]) * HOUR : 0,
    };
}

const VICTIMS: Readonly<Record<PlayerKind, Record<Victim, number>>> = {
    simulation: { provider: 3, engine: 4, machine: 3, interrupt: 1, program: 0 },
    embedded: { provider: 8, program: 1.5, engine: 0, machine: 0, interrupt: 0 },
    pulumi: { provider: 8, program: 1.5, engine: 6, machine: 0, interrupt: 0 },
};

function kill(dice: Dice, programs: number, player: PlayerKind): PlannedKill {
    const request = dice.weighted<AwsOperation | "any">({
        CreateExportTask: 5,
        DescribeExportTasks: 2,
        DescribeLogGroups: 0.3,
        ListObjectsV2: 3,
        PutObject: 3,
        CancelExportTask: 1,
        DeleteObjects: 2,
        ListObjectVersions: 1,
        DeleteObject: 1,
        GetObject: 0.3,
        GetCallerIdentity: 0,
        GetBucketPolicy: 0,
        any: 4,
    });
    return {
        victim: dice.weighted(VICTIMS[player]),
        program: dice.whole(0, programs - 1),
        at: dice.chance(0.75)
            ? {
                  request,
                  nth: dice.whole(1, request === "any" || request === "DescribeExportTasks" ? 12 : 3),
                  when: dice.pick(["before", "after", "after"]),
              }
            : {
                  afterMilliseconds:
                      player === "simulation"
                          ? Math.round(100 * 10 ** (dice.whole(0, 300) / 100))
                          : dice.whole(200, 1_500),
              },
    };
}
