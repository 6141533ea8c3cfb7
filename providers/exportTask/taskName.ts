import { createHash } from "node:crypto";
import { DATA_PROPERTIES, type ExportTaskInputs } from "./inputs";
import { projectAndStackOf, resourceNameOf } from "./urn";
import { MAX_TASK_NAME_LENGTH } from "../validation/names";
import { type Task } from "../aws/task";

/**
 * What an export is, as a hash: everything that decides which data is exported and where to, as it is declared. Not the
 * resource that declares it: a renamed resource, a lost state and a second stack find the same export.
 */
export function identityOf(inputs: Pick<ExportTaskInputs, (typeof DATA_PROPERTIES)[number]>): string {
    const decisive = DATA_PROPERTIES.map((name) => inputs[name] ?? null);
    return createHash("sha256").update(canonicalJson(decisive)).digest("hex").slice(0, 32);
}

/**
 * The name by which an export finds its task again after a crash or a lost answer: a readable beginning, then what it
 * is. The service has no client token; the name takes its place.
 */
export function taskNameOf(inputs: ExportTaskInputs): string {
    const readable = inputs.taskNamePrefix ?? readableName(inputs.shortUrn);
    return `${readable.slice(0, MAX_TASK_NAME_LENGTH)}-${identityOf(inputs)}`;
}

/**
 * Whether a listed task is an export of these inputs: by the hash at the end of its name, whatever comes before. `from`
 * is not compared, because an export can begin earlier than declared (see series.ts).
 */
export function isTaskOf(inputs: ExportTaskInputs, task: Task): boolean {
    return (
        task.logGroupName === inputs.logGroupName &&
        task.to === inputs.to &&
        task.destination === inputs.destination &&
        task.destinationPrefix === inputs.destinationPrefix &&
        // The hash last: every export of a run looks through all tasks that the account lists.
        task.taskName?.endsWith(`-${identityOf(inputs)}`) === true
    );
}

/** project-stack-name */
function readableName(shortUrn: string): string {
    const { stack, project } = projectAndStackOf(shortUrn);
    // The service documents no alphabet for names; ASCII without control characters is safe anywhere it is shown.
    return [project, stack, resourceNameOf(shortUrn)].join("-").replace(/[^\x20-\x7e]/g, "_");
}

/** JSON with sorted keys, so that the order in which a program writes `triggers` does not matter. */
export function canonicalJson(value: unknown): string {
    return JSON.stringify(value, (_key, inner: unknown) =>
        inner !== null && typeof inner === "object" && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
}
