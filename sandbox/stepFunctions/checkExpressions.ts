import jsonata from "jsonata";
import { DefinitionError } from "./errors";
import { sourceOf } from "./expressions";
import { type Json } from "./json";

/**
 * Refuses expressions that Step Functions does: at the top level there is no input, so no `$`, no `$$` and no field without
 * something before it. That it refuses them when a state machine is created is stricter than the documentation, which does not say when.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#transforming-data-jsonata
 */
export function checkExpressions(state: string, template: Json): void {
    if (typeof template === "string") {
        const source = sourceOf(template);
        if (source !== undefined) checkExpression(state, source);
    } else if (typeof template === "object" && template !== null) {
        for (const one of Object.values(template)) checkExpressions(state, one as Json);
    }
}

/** A node of JSONata's syntax tree, as far as it is looked at. */
interface Node {
    readonly type?: string;
    readonly value?: unknown;
}

/** Expressions that were not refused. Parsing is slow, and tests create the same state machine many times. */
const accepted = new Set<string>();

function checkExpression(state: string, source: string): void {
    if (accepted.has(source)) return;
    let tree: Node;
    try {
        tree = jsonata(source).ast() as Node;
    } catch (error) {
        throw new DefinitionError(state, `${JSON.stringify(source)} is no JSONata: ${(error as Error).message}`);
    }
    const problem = problemOf(tree, false);
    if (problem) throw new DefinitionError(state, `${problem}: ${source}`);
    accepted.add(source);
}

/** What in a tree is evaluated for each item of something. */
const FOR_EACH_ITEM = ["predicate", "stages", "group"];

/** @param isWithin whether there is an item that a field or `$` can be of, as in a filter or a later step of a path. */
function problemOf(node: unknown, isWithin: boolean): string | undefined {
    if (typeof node !== "object" || node === null) return undefined;
    const { type, value } = node as Node;
    if (type === "variable" && value === "$") return "there is no $$";
    if (type === "variable" && value === "" && !isWithin) return "there is no $ at the top level";
    if (type === "name" && !isWithin)
        return `there is nothing at the top level that ${String(value)} could be a field of`;
    for (const [key, child] of Object.entries(node)) {
        const problem =
            key === "steps"
                ? firstOf((child as Node[]).map((step, index) => problemOf(step, isWithin || index > 0)))
                : problemOf(child, isWithin || FOR_EACH_ITEM.includes(key));
        if (problem) return problem;
    }
    return undefined;
}

const firstOf = (problems: readonly (string | undefined)[]) => problems.find((one) => one !== undefined);
