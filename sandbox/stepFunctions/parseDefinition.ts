import { checkExpressions } from "./checkExpressions";
import { checkState } from "./checkState";
import { type Definition } from "./definition";
import { DefinitionError } from "./errors";
import { isJsonObject, type Json, type JsonObject } from "./json";
import { checkFields } from "./checkFields";

/** Throws DefinitionError for what CreateStateMachine refuses, and for what is not emulated. */
export function parseDefinition(source: string | object): Definition {
    const definition: unknown = typeof source === "string" ? JSON.parse(source) : source;
    if (!isJsonObject(definition)) throw new DefinitionError("the definition", "not a JSON object");
    checkFields("the definition", definition, [
        "Comment",
        "QueryLanguage",
        "StartAt",
        "States",
        "TimeoutSeconds",
        "Version",
    ]);
    if (definition.QueryLanguage !== "JSONata") {
        throw new DefinitionError("QueryLanguage", "only JSONata is emulated, and it must be set at the top");
    }
    const names = new Set<string>();
    checkFlow("the definition", definition, names, new Set());
    return definition as unknown as Definition;
}

function checkFlow(where: string, flow: JsonObject, names: Set<string>, outer: ReadonlySet<string>): void {
    const { StartAt, States } = flow;
    if (!isJsonObject(States)) throw new DefinitionError(where, "States is missing");
    if (typeof StartAt !== "string" || !(StartAt in States)) {
        throw new DefinitionError(where, `StartAt names no state: ${JSON.stringify(StartAt)}`);
    }
    const variables = new Set([...outer, ...Object.values(States).flatMap(assignedBy)]);
    const reached = new Set([StartAt]);
    for (const [name, state] of Object.entries(States)) {
        if (names.has(name)) throw new DefinitionError(name, "state names are unique in the whole state machine");
        if (name.length > 80) throw new DefinitionError(name, "a state's name may have at most 80 characters");
        names.add(name);
        if (!isJsonObject(state)) throw new DefinitionError(name, "not a JSON object");
        checkState(name, state);
        // Inner states are checked in their turn.
        checkExpressions(name, { ...state, ItemProcessor: null, Branches: null });
        for (const variable of assignedBy(state)) checkVariable(name, variable, outer);
        for (const next of nextOf(state)) {
            if (!(next in States))
                throw new DefinitionError(name, `leads to ${JSON.stringify(next)}, which is no state`);
            reached.add(next);
        }
        if (state.Type === "Map") {
            checkFlow(name, state.ItemProcessor as JsonObject, names, variables);
        }
        if (state.Type === "Parallel") {
            for (const branch of state.Branches as readonly JsonObject[]) checkFlow(name, branch, names, variables);
        }
    }
    const lost = Object.keys(States).find((name) => !reached.has(name));
    if (lost !== undefined) throw new DefinitionError(lost, "no state leads to it");
}

function nextOf(state: JsonObject): string[] {
    const within = [...((state.Choices ?? []) as JsonObject[]), ...((state.Catch ?? []) as JsonObject[])];
    return [state.Next, state.Default, ...within.map((one) => one.Next)].filter((next) => typeof next === "string");
}

/** The variables that a state assigns in its own scope. */
function assignedBy(state: Json): string[] {
    if (!isJsonObject(state)) return [];
    const within = [...((state.Choices ?? []) as JsonObject[]), ...((state.Catch ?? []) as JsonObject[])];
    return [state, ...within].flatMap((one) => Object.keys((one.Assign ?? {}) as JsonObject));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
function checkVariable(state: string, name: string, outer: ReadonlySet<string>): void {
    if (name === "states" || name.length > 80 || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
        throw new DefinitionError(state, `${JSON.stringify(name)} cannot be the name of a variable`);
    }
    if (outer.has(name)) {
        throw new DefinitionError(state, `an inner scope cannot assign $${name}, which an outer one assigns`);
    }
}
