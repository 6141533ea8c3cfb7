import { type MachinePlan } from "./plan";
import {
    call,
    type Catcher,
    code,
    type Code,
    integration,
    jsonata,
    raw,
    type State,
    type Template,
} from "./statesLanguage";

/** The table's key. Log group names contain no colon, so none collides with the keys of a run. */
export const TABLE_KEY = "logGroupName";
export const RUN_LOCK_KEY = ":run";
export const PROGRESS_KEY = ":progress";

/** The task of a checkpoint while none is open. */
export const NO_TASK = { name: "", id: "", from: 0, to: 0, bucket: "", prefix: "", streams: "" };

/**
 * The progress of a log group: an item of the table, and the same values in variables. Every write is conditional on the
 * revision and increments it, so no write overwrites another writer's change.
 *
 * | attribute, variable | what                                                                            |
 * |---------------------|---------------------------------------------------------------------------------|
 * | `revision`          | the number of writes; 0 if there is no item                                     |
 * | `exportedTo`        | everything before this time is exported and verified; milliseconds since 1970   |
 * | `idleTo`            | no event was found before this time; an export verifies it once there are events |
 * | `retryTo`           | the end of the next attempt at a range that failed                              |
 * | `task`              | the task that is running or about to be started, with what decides its data and their place |
 * | `lastTaskId`        | the last task that was verified                                                 |
 * | `expiredTo`         | what retention removed before it could be exported is reported up to here       |
 * | `refusedUntil`      | a group of a class that the service does not export is tried again then         |
 */
interface Checkpoint<Value> {
    readonly exportedTo: Value;
    readonly idleTo: Value;
    readonly retryTo: Value;
    readonly task: Value;
    readonly lastTaskId: Value;
    readonly expiredTo: Value;
    readonly refusedUntil: Value;
}

const VARIABLES: Checkpoint<Code> = {
    exportedTo: code`$exportedTo`,
    idleTo: code`$idleTo`,
    retryTo: code`$retryTo`,
    task: code`$task`,
    lastTaskId: code`$lastTaskId`,
    expiredTo: code`$expiredTo`,
    refusedUntil: code`$refusedUntil`,
};

/** Reads a group's checkpoint into the variables. */
export function readCheckpoint(plan: MachinePlan, assign: Template, next: string, otherwise: Catcher): State {
    const read = (path: string, none: unknown, convert = "") =>
        jsonata`$exists($states.result.Item.${raw(path)}) ? ${raw(convert)}($states.result.Item.${raw(path)}) : ${none}`;
    return call({
        resource: integration(plan, "dynamodb:getItem"),
        args: { TableName: plan.tableName, Key: { [TABLE_KEY]: { S: jsonata`$group` } }, ConsistentRead: true },
        assign: {
            revision: read("revision.N", 0, "$number"),
            exportedTo: read("exportedTo.N", plan.from, "$number"),
            idleTo: read("idleTo.N", 0, "$number"),
            retryTo: read("retryTo.N", 0, "$number"),
            task: read("task.S", NO_TASK, "$parse"),
            lastTaskId: read("lastTaskId.S", "none"),
            expiredTo: read("expiredTo.N", 0, "$number"),
            refusedUntil: read("refusedUntil.N", 0, "$number"),
            ...assign,
        },
        next,
        otherwise,
    });
}

/** Writes the changes to the checkpoint; all other attributes keep the variables' values. */
export function writeCheckpoint(
    plan: MachinePlan,
    changes: Partial<Checkpoint<unknown>>,
    assign: Template,
    next: string,
    onConflict: Catcher,
    otherwise: Catcher,
): State {
    const changed = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, jsonata`${value}`]));
    return putCheckpoint(plan, { ...VARIABLES, ...changes }, code`$revision + 1`, {
        condition: "revision = :revision",
        values: { ":revision": { N: jsonata`$string($revision)` } },
        assign: { revision: jsonata`$revision + 1`, ...changed, ...assign },
        next,
        catchers: [onConflict],
        otherwise,
    });
}

/** Creates a group's checkpoint. */
export function createCheckpoint(plan: MachinePlan, next: string, onConflict: Catcher, otherwise: Catcher): State {
    const first = {
        exportedTo: plan.from,
        idleTo: 0,
        retryTo: 0,
        task: NO_TASK,
        lastTaskId: "none",
        expiredTo: 0,
        refusedUntil: 0,
    };
    return putCheckpoint(plan, first, code`1`, {
        condition: "attribute_not_exists(revision)",
        next,
        catchers: [onConflict],
        otherwise,
    });
}

interface Put {
    readonly condition: string;
    readonly values?: Template;
    readonly assign?: Template;
    readonly next: string;
    readonly catchers: readonly Catcher[];
    readonly otherwise: Catcher;
}

function putCheckpoint(
    plan: MachinePlan,
    values: Checkpoint<unknown>,
    revision: Code,
    { condition, ...rest }: Put,
): State {
    const { values: conditionValues, ...onward } = rest;
    return call({
        resource: integration(plan, "dynamodb:putItem"),
        args: {
            TableName: plan.tableName,
            Item: {
                [TABLE_KEY]: { S: jsonata`$group` },
                revision: { N: jsonata`$string(${revision})` },
                exportedTo: { N: jsonata`$string(${values.exportedTo})` },
                exportedUntil: { S: jsonata`$fromMillis(${values.exportedTo})` }, // the same time, readable
                idleTo: { N: jsonata`$string(${values.idleTo})` },
                retryTo: { N: jsonata`$string(${values.retryTo})` },
                task: { S: jsonata`$string(${values.task})` },
                lastTaskId: { S: jsonata`${values.lastTaskId}` },
                expiredTo: { N: jsonata`$string(${values.expiredTo})` },
                refusedUntil: { N: jsonata`$string(${values.refusedUntil})` },
            },
            ConditionExpression: condition,
            ...(conditionValues && { ExpressionAttributeValues: conditionValues }),
        },
        ...onward,
    });
}
