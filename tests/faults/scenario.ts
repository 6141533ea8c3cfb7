import { type BucketPlan, DAY, DAYS, EMPTY_DAY, FIRST_DAY, type LogGroup, makeLogGroup } from "./account";
import { type Declaration, type DeclaredLogExport, type DeclaredTask } from "./declaration";
import { Dice } from "./dice";
import { type Operation, type PlannedFault, planFault } from "./trouble";

export type KillTarget = "provider" | "program" | "engine";

/** A kill -9, right after AWS has handled the n-th request of a kind, or so long after the process was first seen. */
export interface PlannedKill {
    readonly target: KillTarget;
    readonly at: { readonly request: Operation | "any"; readonly nth: number } | { readonly afterMilliseconds: number };
}

export interface Step {
    readonly operation: "up" | "replace" | "refresh";
    readonly declaration: Declaration;
    /** `replace`: which of the exports in the state, counted round. */
    readonly which: number;
    readonly continueOnError: boolean;
}

export interface Round {
    /** By program; they run at the same time. */
    readonly steps: readonly (Step | undefined)[];
    readonly faults: readonly PlannedFault[];
    readonly kills: readonly PlannedKill[];
    /** Somebody else's task that holds the slot of a Region when the round begins. */
    readonly foreign?: { readonly region: string; readonly runMilliseconds: number };
}

/** Everything about a run that is decided beforehand. */
export interface Scenario {
    readonly seed: number;
    readonly groups: readonly LogGroup[];
    readonly buckets: readonly BucketPlan[];
    readonly pendingMilliseconds: number;
    readonly runMilliseconds: number;
    /** Small pages make deletions of several steps, which a kill can interrupt. */
    readonly listPageSize: number;
    readonly rounds: readonly Round[];
    /** What the programs declare when all faults have stopped. */
    readonly final: readonly Declaration[];
    readonly refreshAtEnd: boolean;
    /** Whether the program is a process of its own, as it always is on the Pulumi CLI. */
    readonly coldProgram: boolean;
}

export function makeScenario(seed: number, options: { readonly killsEngine: boolean }): Scenario {
    const dice = new Dice(seed);
    const regions = dice.chance(0.3) ? ["eu-central-1", "us-east-1"] : ["eu-central-1"];
    const names = ["/app/shop", "/app/till", "/app/stock"].slice(0, dice.whole(1, 3));
    const groups = names.map((name, index) => makeLogGroup(dice, name, regions[index % regions.length]));
    const buckets = regions.map((region) => ({ name: `archive-${region}`, region, versioned: dice.chance(0.5) }));
    const programs = dice.chance(0.25) ? 2 : 1;
    const rounds: Round[] = [];
    const shelf: Shelf = {};
    const declarations = Array.from({ length: programs }, (_, program) =>
        program === 0 ? declare(dice, groups, dice.whole(2, 4)) : declare(dice, groups, dice.whole(1, 2)),
    );
    for (let left = dice.weighted({ "1": 4, "2": 4, "3": 2 }); +left > rounds.length;) {
        if (rounds.length > 0 && dice.chance(0.6)) declarations[0] = change(dice, declarations[0], groups, shelf);
        const steps = declarations.map((declaration, program) =>
            program === 0 || dice.chance(0.7) ? step(dice, declaration, rounds.length) : undefined,
        );
        rounds.push({
            steps,
            faults: Array.from({ length: dice.whole(0, 6) }, () => planFault(dice)),
            kills: dice.chance(0.55) ? [kill(dice, options.killsEngine)] : [],
            foreign: dice.chance(0.25)
                ? { region: dice.pick(regions), runMilliseconds: dice.whole(2_000, 30_000) }
                : undefined,
        });
    }
    if (dice.chance(0.25)) declarations[0] = change(dice, declarations[0], groups, shelf);
    return {
        seed,
        groups,
        buckets,
        pendingMilliseconds: dice.whole(100, 1_500),
        runMilliseconds: dice.whole(300, 8_000),
        listPageSize: dice.pick([2, 5, 1_000]),
        rounds,
        final: [...declarations],
        refreshAtEnd: dice.chance(0.25),
        coldProgram: dice.chance(0.06),
    };
}

function step(dice: Dice, declaration: Declaration, round: number): Step {
    const operation = round === 0 ? "up" : dice.weighted({ up: 7, replace: 2, refresh: 1 });
    return { operation, declaration, which: dice.whole(0, 9), continueOnError: dice.chance(0.3) };
}

function kill(dice: Dice, killsEngine: boolean): PlannedKill {
    const target = dice.weighted({ provider: 8, program: 1.5, engine: killsEngine ? 6 : 0 });
    const request = dice.weighted<Operation | "any">({
        CreateExportTask: 5,
        DescribeExportTasks: 2,
        ListObjectsV2: 2,
        PutObject: 2,
        CancelExportTask: 1,
        DeleteObjects: 1,
        GetCallerIdentity: 0,
        GetObject: 0,
        ListObjectVersions: 0,
        DeleteObject: 0,
        any: 3,
    });
    const at = dice.chance(0.6)
        ? { request, nth: dice.whole(1, request === "any" || request === "DescribeExportTasks" ? 12 : 3) }
        : { afterMilliseconds: dice.whole(200, 1_500) };
    return { target, at };
}

function declare(dice: Dice, groups: readonly LogGroup[], count: number): Declaration {
    const tasks: Record<string, DeclaredTask> = {};
    const exports: Record<string, DeclaredLogExport> = {};
    for (let index = 0; index < count; index++) {
        if (dice.chance(0.25)) exports[`days-${index}`] = declareLogExport(dice, groups, `days-${index}`);
        else tasks[`export-${index}`] = declareTask(dice, groups, `export-${index}`);
    }
    return { tasks, exports };
}

function declareTask(dice: Dice, groups: readonly LogGroup[], name: string): DeclaredTask {
    const { name: logGroupName, region } = dice.pick(groups);
    return {
        logGroupName,
        region,
        logStreamNamePrefix: dice.chance(0.15) ? "web" : undefined,
        ...range(dice),
        destination: `archive-${region}`,
        destinationPrefix: dice.chance(0.5) ? "audit" : `audit/${name}`,
        ...manner(dice),
    };
}

function declareLogExport(dice: Dice, groups: readonly LogGroup[], name: string): DeclaredLogExport {
    const { region } = dice.pick(groups);
    const inRegion = groups.filter((group) => group.region === region).map((group) => group.name);
    const from = FIRST_DAY + dice.whole(0, 1) * DAY;
    return {
        logGroups: inRegion.slice(0, dice.whole(1, 2)),
        region,
        from,
        to: from + dice.whole(1, 2) * DAY,
        splitBy: "day",
        destinationPrefix: `audit/${name}`,
        bucket: { existing: `archive-${region}` },
        ...manner(dice),
    };
}

function manner(dice: Dice): Pick<DeclaredTask, "timeoutSeconds" | "waitForCompletion" | "removalPolicy"> {
    return {
        timeoutSeconds: dice.chance(0.25) ? dice.whole(3, 25) : undefined,
        waitForCompletion: dice.chance(0.15) ? false : undefined,
        removalPolicy: dice.chance(0.4) ? "delete" : dice.chance(0.2) ? "retain" : undefined,
    };
}

function range(dice: Dice): { from: number; to: number } {
    if (dice.chance(0.08)) return { from: EMPTY_DAY, to: EMPTY_DAY + DAY };
    const first = dice.whole(0, DAYS - 1);
    return { from: FIRST_DAY + first * DAY, to: FIRST_DAY + dice.whole(first + 1, DAYS) * DAY };
}

/** Exports that were removed and kept their objects, by name. */
type Shelf = Record<string, DeclaredTask>;

/**
 * The next version of a program. An export that takes its objects along is never declared again after it was removed:
 * Pulumi keeps a resource whose deletion was interrupted, and would take it for unharmed.
 */
function change(dice: Dice, { tasks, exports }: Declaration, groups: readonly LogGroup[], shelf: Shelf): Declaration {
    const names = Object.keys(tasks);
    const added = `export-${dice.whole(10, 99)}`;
    if (names.length === 0) return { tasks: { [added]: declareTask(dice, groups, added) }, exports };
    const name = dice.pick(names);
    const { [name]: task, ...others } = tasks;
    const changed = (changes: Partial<DeclaredTask>) => ({
        tasks: { ...others, [name]: { ...task, ...changes } },
        exports,
    });
    switch (dice.weighted({ range: 3, triggers: 3, manner: 2, remove: 3, restore: 2, add: 1 })) {
        case "range":
            return changed(range(dice));
        case "triggers":
            return changed({ triggers: (task.triggers ?? 0) + 1 });
        case "manner":
            return changed(manner(dice));
        case "remove":
            if (task.removalPolicy !== "delete") shelf[name] = task;
            return { tasks: others, exports };
        case "restore":
            return { tasks: { ...shelf, ...tasks }, exports };
        case "add":
            return { tasks: { ...tasks, [added]: declareTask(dice, groups, added) }, exports };
    }
}
