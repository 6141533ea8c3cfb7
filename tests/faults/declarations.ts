import { DAY, HOUR } from "../support/durations";
import { DAYS, EMPTY_DAY, FIRST_DAY, NOW, type PlannedGroup } from "./account";
import type { Declaration, DeclaredLogExport, DeclaredTask } from "./declaration";
import type { Dice } from "./dice";

/** A program's first version. */
export function declare(dice: Dice, groups: readonly PlannedGroup[], count: number): Declaration {
    const tasks: Record<string, DeclaredTask> = {};
    const exports: Record<string, DeclaredLogExport> = {};
    for (let index = 0; index < count; index++) {
        if (dice.chance(0.2)) exports[`days-${index}`] = declareLogExport(dice, groups, `days-${index}`);
        else tasks[`export-${index}`] = declareTask(dice, groups, `export-${index}`);
    }
    return { tasks, exports };
}

function declareTask(dice: Dice, groups: readonly PlannedGroup[], name: string): DeclaredTask {
    const group = dice.pick(groups);
    return {
        logGroupName: group.name,
        region: group.region,
        logStreamNamePrefix: dice.chance(0.15) ? "web" : undefined,
        ...range(dice, group),
        destination: `archive-${group.region}`,
        destinationPrefix: dice.chance(0.5) ? "audit" : `audit/${name}`,
        ...manner(dice),
    };
}

function declareLogExport(dice: Dice, groups: readonly PlannedGroup[], name: string): DeclaredLogExport {
    const { region } = dice.pick(groups);
    const inRegion = groups.filter((group) => group.region === region).map((group) => group.name);
    const from = FIRST_DAY + dice.whole(0, 1) * DAY;
    return {
        logGroups: inRegion.slice(0, dice.whole(1, 2)),
        region,
        from,
        to: FIRST_DAY + DAYS * DAY - dice.whole(0, 1) * DAY,
        splitBy: "day",
        destinationPrefix: `audit/${name}`,
        bucket: { existing: `archive-${region}` },
        ...manner(dice),
    };
}

function manner(dice: Dice): Pick<DeclaredTask, "timeoutSeconds" | "waitForCompletion" | "removalPolicy" | "opts"> {
    return {
        timeoutSeconds: dice.chance(0.2) ? dice.whole(3, 90) : undefined,
        waitForCompletion: dice.chance(0.12) ? false : undefined,
        removalPolicy: dice.chance(0.45) ? "delete" : dice.chance(0.2) ? "retain" : undefined,
    };
}

/** The service refuses a range that ends before its log group was created. */
function range(dice: Dice, { creationTime }: PlannedGroup): Pick<DeclaredTask, "from" | "to" | "settleHours"> {
    if (dice.chance(0.1)) {
        return { from: NOW - DAY, to: NOW - HOUR, settleHours: dice.pick([0, 0, undefined]) };
    }
    if (creationTime < EMPTY_DAY && dice.chance(0.08)) return { from: EMPTY_DAY, to: EMPTY_DAY + DAY };
    const first = dice.whole(0, DAYS - 1);
    const created = Math.max(0, Math.ceil((creationTime - FIRST_DAY) / DAY));
    const last = Math.max(first + 1, created);
    return { from: FIRST_DAY + first * DAY, to: FIRST_DAY + dice.whole(Math.min(last, DAYS), DAYS) * DAY };
}

/** The next version of a program: a change to one of its exports, or an earlier version again. */
export function nextDeclaration(
    dice: Dice,
    { tasks, exports }: Declaration,
    groups: readonly PlannedGroup[],
    history: readonly Declaration[],
): Declaration {
    if (dice.chance(0.2)) return dice.pick(history);
    const names = Object.keys(tasks);
    const added = `export-${dice.whole(10, 99)}`;
    const add = { tasks: { ...tasks, [added]: declareTask(dice, groups, added) }, exports };
    if (names.length === 0) return add;
    const name = dice.pick(names);
    const { [name]: task, ...others } = tasks;
    const changed = (changes: Partial<DeclaredTask>) => ({
        tasks: { ...others, [name]: { ...task, ...changes } },
        exports,
    });
    const kind = dice.weighted({
        range: 2,
        prefix: 3,
        triggers: 3,
        manner: 1,
        settle: 1,
        remove: 2,
        add: 1,
        duplicate: 1,
        rename: 3,
        deleteBeforeReplace: 0.7,
    });
    switch (kind) {
        case "range": {
            const group = groups.find((one) => one.name === task.logGroupName) ?? groups[0];
            return changed({ settleHours: undefined, ...range(dice, group) });
        }
        case "prefix":
            return changed({ destinationPrefix: `audit/moved-${dice.whole(1, 2)}` });
        case "triggers":
            return changed({ triggers: ((task.triggers ?? 0) + 1) % 2 });
        case "manner":
            return changed(manner(dice));
        case "settle":
            return changed({ settleHours: dice.pick([0, 12, undefined]) });
        case "remove":
            return { tasks: others, exports };
        case "add":
            return add;
        case "duplicate":
            return { tasks: { ...tasks, [added]: { ...task, opts: undefined } }, exports };
        case "rename": {
            const aliases = dice.chance(0.5) ? [name] : undefined;
            return { tasks: { ...others, [added]: { ...task, opts: { ...task.opts, aliases } } }, exports };
        }
        case "deleteBeforeReplace":
            return changed({ opts: { ...task.opts, deleteBeforeReplace: true }, destinationPrefix: "audit/before" });
    }
}
