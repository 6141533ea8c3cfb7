import { PROGRESS_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, code, type Code, integration, jsonata, orElse, raw, type State, type Template } from "../statesLanguage";
import { groupsKey } from "./runLock";

/** What a position is valid for: manifests in this bucket, of these log groups. */
const positionKey = (plan: MachinePlan) => `${plan.manifestBucketName} ${groupsKey(plan)}`;

/**
 * How far the current round of visits is: an item of the table, which the run that holds the lock writes.
 *
 * | attribute      | what                                                                                       |
 * |----------------|--------------------------------------------------------------------------------------------|
 * | `workingSince` | when the round began, or that of the run which was stopped before; milliseconds since 1970 |
 * | `position`     | where the next run continues, if this one's history is full                                |
 */
export function readProgress(plan: MachinePlan, next: string): State {
    const position = code`$states.result.Item.position.S`;
    // A position among other log groups, of another selection, or in other manifests says nothing.
    const isCurrent = code`$exists(${position}) and $parse(${position}).groups = ${positionKey(plan)}`;
    return call({
        resource: integration(plan, "dynamodb:getItem"),
        args: { TableName: plan.tableName, Key: { [TABLE_KEY]: { S: PROGRESS_KEY } }, ConsistentRead: true },
        assign: {
            position: jsonata`${isCurrent} ? ${position} : ""`,
            workingSince: jsonata`${orElse(code`$number($states.result.Item.workingSince.N)`, code`$millis()`)}`,
        },
        next,
    });
}

/** @param position as JSON, or "" */
export function writeProgress(plan: MachinePlan, position: Code, next: string, assign?: Template): State {
    return call({
        resource: integration(plan, "dynamodb:putItem"),
        args: {
            TableName: plan.tableName,
            Item: jsonata`$merge([
                { ${TABLE_KEY}: { "S": ${PROGRESS_KEY} }, "workingSince": { "N": $string($workingSince) } },
                ${position} = "" ? {} : { "position": { "S": ${position} } }
            ])`,
        },
        assign,
        next,
    });
}

/** The round is over. */
export function clearProgress(plan: MachinePlan, next: string): State {
    return call({
        resource: integration(plan, "dynamodb:putItem"),
        args: { TableName: plan.tableName, Item: { [TABLE_KEY]: { S: PROGRESS_KEY } } },
        next,
    });
}

/** The variables that a position consists of. */
const PARTS = [
    "folder",
    "round",
    "manifestIndex",
    "manifestSizes",
    "nextManifestSizes",
    "groupPage",
    "mostBehind",
] as const;

/** The variables of a position that was read; those of given log groups come with the state machine. */
export const resumedPosition: Template = {
    ...Object.fromEntries(PARTS.map((name) => [name, jsonata`$parse($position).${raw(name)}`])),
    incomplete: jsonata`$parse($position).unfinished`,
};

/** Whether the run that resumes a position has to go round once more after that, for those who wanted a whole round. */
export const needsOwnRound = code`($not($isContinuation) or $parse($position).isRequested)`;

/** The position in variables, as JSON. `isRequested`: another run was started in the meantime, and wants a round of its own. */
export function thisPosition(plan: MachinePlan, isRequested: boolean): Code {
    const parts = raw(PARTS.map((name) => `"${name}": $${name}`).join(", "));
    return code`$string({ "groups": ${positionKey(plan)}, "isRequested": ${isRequested}, "unfinished": $failed + $incomplete, ${parts} })`;
}
