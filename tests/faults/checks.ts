import type { Aws, TaskView } from "../../sandbox/aws";
import { expectedMessages, type LogGroup } from "./account";
import { isEvidence, keysUnder, messagesUnder } from "./bucketContents";
import { type Declaration, exportedRanges, rangeText } from "./declaration";
import { type Ledger, type RecordedTask } from "./ledger";

/** Everything that can be looked at when a scenario has come to rest. */
export interface AtRest {
    readonly aws: Aws;
    readonly groups: readonly LogGroup[];
    readonly tasks: readonly TaskView[];
    readonly ledger: Ledger;
    /** By program. */
    readonly declared: readonly Declaration[];
    readonly recorded: readonly (readonly RecordedTask[])[];
}

/** What must hold when every program's `up` has succeeded; a text for each thing that does not. */
export function checkAtRest(at: AtRest): string[] {
    const live = at.recorded.flat();
    return [
        ...at.declared.flatMap((declaration, program) => checkDeclared(declaration, at.recorded[program])),
        ...checkClaims(live),
        ...live.flatMap((task) => checkExport(task, at)),
        ...checkOnce(at),
        ...checkObjects(at),
        ...checkSlot(at),
    ];
}

/** What must hold after `destroy`: only the objects that were to go are gone. */
export function checkDestroyed(at: AtRest): string[] {
    const left = at.recorded.flat().map(({ urn }) => `after destroy the state still has ${urn}`);
    return [...left, ...checkObjects(at), ...checkSlot(at)];
}

/** How many tasks' objects are left because an adoption was interrupted after it had left its claim. */
export function orphanedClaims({ aws, ledger, recorded }: AtRest): number {
    const live = new Set(recorded.flat().map(({ taskId }) => taskId));
    return [...ledger.seen.values()].filter(
        ({ taskId, uri, deletesObjects }) =>
            deletesObjects && !live.has(taskId) && keysUnder(aws, uri).some(isEvidence),
    ).length;
}

function checkDeclared(declaration: Declaration, recorded: readonly RecordedTask[]): string[] {
    const declared = exportedRanges(declaration);
    const found = recorded.map(({ logGroupName, from, to }) => rangeText(logGroupName, from, to)).sort();
    if (declared.join("\n") === found.join("\n")) return [];
    return [`declared are\n  ${declared.join("\n  ")}\nbut the state has\n  ${found.join("\n  ")}`];
}

function checkClaims(live: readonly RecordedTask[]): string[] {
    return live
        .filter(({ taskId }, index) => live.findIndex((other) => other.taskId === taskId) !== index)
        .map(({ taskId, urn }) => `${urn} claims task ${taskId}, which another export claims too`);
}

/** State and service agree, and the objects hold exactly the events. */
function checkExport(recorded: RecordedTask, { aws, groups, tasks }: AtRest): string[] {
    const { urn, taskId, status, verified, isReplaced, hasFailed, uri } = recorded;
    const said = (what: string) => `${urn.split("::").at(-1)} (task ${taskId}): ${what}`;
    const task = tasks.find((one) => one.taskId === taskId);
    if (!task) return [said("the service knows no such task")];
    const problems: string[] = [];
    if (status !== "COMPLETED") problems.push(said(`its status in the state is ${status}`));
    if (!verified) problems.push(said("it is not verified"));
    if (isReplaced) problems.push(said("it still waits for its deletion"));
    if (hasFailed) problems.push(said("it still counts as not initialised"));
    if (task.status !== "COMPLETED") problems.push(said(`its status in AWS is ${task.status}`));
    for (const property of ["logGroupName", "from", "to"] as const) {
        if (task[property] !== recorded[property]) problems.push(said(`${property} is ${task[property]} in AWS`));
    }
    const objects = keysUnder(aws, uri).filter((key) => !isEvidence(key));
    if (objects.length !== recorded.objectCount) {
        problems.push(said(`${objects.length} objects, but the state counts ${recorded.objectCount}`));
    }
    return [...problems, ...checkEvents(said, uri, recorded, { aws, groups })];
}

function checkEvents(
    said: (what: string) => string,
    uri: string,
    range: Pick<RecordedTask, "logGroupName" | "from" | "to" | "logStreamNamePrefix">,
    { aws, groups }: Pick<AtRest, "aws" | "groups">,
): string[] {
    const group = groups.find(({ name }) => name === range.logGroupName);
    if (!group) return [said(`there is no log group ${range.logGroupName}`)];
    const expected = expectedMessages(group, range);
    const found = messagesUnder(aws, uri);
    if (expected.join("\0") === found.join("\0")) return [];
    const lost = expected.filter((message) => !found.includes(message)).length;
    const repeated = found.length - new Set(found).size;
    return [said(`${found.length} events of ${expected.length}: ${lost} lost, ${repeated} repeated, under ${uri}`)];
}

/**
 * No task was started although an earlier one could have been adopted. Two COMPLETED tasks of one name (which stands for
 * the resource, the data and the triggers) are in order only if the objects of all but one were removed because
 * the program asked for it. Tasks without data write no objects, and a later task under the same prefix
 * overwrites the marker that vouches for them: to repeat them repeats nothing.
 */
function checkOnce({ aws, tasks, groups }: AtRest): string[] {
    const completed = tasks.filter(({ foreign, status }) => !foreign && status === "COMPLETED");
    const withData = completed.filter((task) => {
        const group = groups.find(({ name }) => name === task.logGroupName);
        return group && expectedMessages(group, task).length > 0 && keysUnder(aws, uriOf(task)).length > 0;
    });
    const names = [...new Set(withData.map(({ taskName }) => taskName))];
    return names.flatMap((name) => {
        const same = withData.filter(({ taskName }) => taskName === name);
        if (same.length === 1) return [];
        return [`${name} was exported ${same.length} times: ${same.map(({ taskId }) => taskId).join(", ")}`];
    });
}

/**
 * | the task of a COMPLETED export is                       | its objects                  |
 * |---------------------------------------------------------|------------------------------|
 * | in a state                                              | are all there                |
 * | in none any more, and was to keep its objects           | are all there                |
 * | in none any more, and was to take its objects along     | are gone, unless an interrupted adoption left its claim there |
 * | in none, and never was: its create was interrupted      | are all there                |
 */
function checkObjects({ aws, tasks, groups, ledger, recorded }: AtRest): string[] {
    const live = new Set(recorded.flat().map(({ taskId }) => taskId));
    return tasks
        .filter(({ foreign, status }) => !foreign && status === "COMPLETED")
        .flatMap((task) => {
            const last = ledger.seen.get(task.taskId);
            const said = (what: string) =>
                `task ${task.taskId} (${last?.urn.split("::").at(-1) ?? "in no state"}): ${what}`;
            const keys = keysUnder(aws, uriOf(task));
            if (!live.has(task.taskId) && last?.deletesObjects) {
                const isClaimed = keys.some(isEvidence);
                return keys.length === 0 || isClaimed
                    ? []
                    : [said(`${keys.length} objects should be gone: ${keys[0]}`)];
            }
            return checkEvents(said, uriOf(task), task, { aws, groups });
        });
}

const uriOf = ({ destination, destinationPrefix, taskId }: TaskView) =>
    `s3://${destination}/${destinationPrefix}/${taskId}/`;

function checkSlot({ tasks }: AtRest): string[] {
    return tasks
        .filter(({ status }) => status === "PENDING" || status === "RUNNING" || status === "PENDING_CANCEL")
        .map(
            ({ taskId, status, region, taskName }) =>
                `task ${taskId} (${taskName}) is ${status} and holds the slot of ${region}`,
        );
}
