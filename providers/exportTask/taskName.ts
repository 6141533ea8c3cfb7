import { createHash } from "node:crypto";
import { DATA_PROPERTIES, type ExportTaskInputs } from "./inputs";
import { MAX_TASK_NAME_LENGTH } from "../validation/names";
import { type Task } from "../aws/task";

/**
 * The name by which an export finds its task again after a crash or a lost answer: a readable beginning, then a hash of
 * the resource and of everything that decides the exported data. The service has no client token; the name is ours.
 */
export function taskNameOf(inputs: ExportTaskInputs): string {
    const readable = inputs.taskNamePrefix ?? readableName(inputs.resourceUrn);
    const decisive = [inputs.resourceUrn, ...DATA_PROPERTIES.map((name) => inputs[name] ?? null)];
    const hash = createHash("sha256").update(canonicalJson(decisive)).digest("hex").slice(0, 32);
    return `${readable.slice(0, MAX_TASK_NAME_LENGTH)}-${hash}`;
}

/** Whether a listed task is the one that these inputs would start; parameters are compared too, not the name alone. */
export function isTaskOf(inputs: ExportTaskInputs, task: Task): boolean {
    return (
        task.taskName === taskNameOf(inputs) &&
        task.logGroupName === inputs.logGroupName &&
        task.from === inputs.from &&
        task.to === inputs.to &&
        task.destination === inputs.destination &&
        task.destinationPrefix === inputs.destinationPrefix
    );
}

/** urn:pulumi:stack::project::type::name → project-stack-name */
function readableName(urn: string): string {
    const [stack = "stack", project = "project"] = urn.replace(/^urn:pulumi:/, "").split("::");
    // The service documents no alphabet for names; ASCII without control characters is safe anywhere it is shown.
    return [project, stack, resourceNameOf(urn)].join("-").replace(/[^\x20-\x7e]/g, "_");
}

export function resourceNameOf(urn: string): string {
    return urn.split("::").slice(3).join("::") || "export";
}

/** JSON with sorted keys, so that the order in which a program writes `triggers` does not matter. */
export function canonicalJson(value: unknown): string {
    return JSON.stringify(value, (_key, inner: unknown) =>
        inner !== null && typeof inner === "object" && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
}
