import type { Diagnostic, ResourceState } from "../../../sandbox/engine";
import type { Call } from "./provider";

/** An engine's report of an operation. */
export interface Raw {
    readonly result: "succeeded" | "failed";
    readonly steps: readonly { readonly op: string; readonly urn: string }[];
    readonly changes: Readonly<Record<string, number>>;
    readonly diagnostics: readonly Diagnostic[];
    readonly calls: readonly Call[];
    readonly outputs: unknown;
    readonly resources: readonly ResourceState[];
    readonly pending: readonly unknown[];
}

/** The comparable part of it, without times, positions and the IDs that an engine generates. */
export interface Observation {
    readonly result: "succeeded" | "failed";
    /** Sorted, because parallel steps have no order. */
    readonly steps: readonly string[];
    readonly changes: Readonly<Record<string, number>>;
    readonly diagnostics: readonly string[];
    readonly calls: readonly string[];
    readonly outputs: unknown;
    readonly state: readonly Record<string, unknown>[];
    readonly pending: readonly unknown[];
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const urnPrefix = /urn:pulumi:s::differential::/g;
/** Node.js's own warnings, which only the embedded engine hears: the CLI's programs run in this process. */
const ofNode = /^\(node:\d+\)|^\(Use `node --trace-warnings/;
const stackFrames = /\n\s+at .*/g;
const leftOut = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

/** Creates observations of one sequence's operations. */
export class Observer {
    private readonly ids = new Map<string, string>();

    observe(raw: Raw): Observation {
        // The states name the ids, in an order that does not depend on what was ready first; later texts repeat them.
        const state = [...raw.resources].sort(byUrn).map((resource) => stateOf(this.readable(resource)));
        const { result, changes } = raw;
        return {
            result,
            steps: raw.steps.map(({ op, urn }) => this.readable(`${op} ${urn}`)).sort(),
            changes: sortedKeys(Object.fromEntries(Object.entries(changes).filter(([, count]) => count > 0))),
            // Each once: how often a program's exception is seen depends on the process that runs it.
            diagnostics: unique(
                raw.diagnostics
                    .filter(({ message }) => !ofNode.test(message))
                    .map(({ severity, urn, message }) =>
                        this.readable(`${severity} ${urn ?? ""}: ${message.replace(stackFrames, "")}`),
                    ),
            ).sort(),
            calls: this.readable(raw.calls)
                .map((call) => sortedJson(call))
                .sort(),
            outputs: sortedKeys(shown(this.readable(raw.outputs ?? {}))),
            state: state.sort((one, other) => (sortedJson(one) < sortedJson(other) ? -1 : 1)),
            pending: this.readable(raw.pending).map((each) => sortedKeys(each)),
        };
    }

    /** Without what differs from run to run, and short. */
    private readable<T>(value: T): T {
        const text = JSON.stringify(value)
            .replace(urnPrefix, "")
            .replace(uuid, (id) => {
                if (id === "04da6b54-80e4-46f7-96ec-b56ff0331ba9") return "unknown";
                const name = this.ids.get(id) ?? `id-${this.ids.size + 1}`;
                this.ids.set(id, name);
                return name;
            });
        return JSON.parse(text, (_, each: unknown) => withReadableSignature(each)) as T;
    }
}

const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures: Readonly<Record<string, string>> = {
    "1b47061264138c4ac30d75fd1eb44270": "secret",
    c44067f5952c0a294b673a41bacd8c17: "asset",
};

function withReadableSignature(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !(signatureKey in value)) return value;
    const { [signatureKey]: signature, ...rest } = value as Record<string, unknown>;
    const name = signatures[String(signature)] ?? String(signature);
    return name === "secret" ? { secret: rest.value ?? null } : { [name]: rest };
}

/** The stack's outputs as both engines print them: without secrets, and without what assets contain. */
function shown(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (key, each: unknown) => {
        if (typeof each === "object" && each !== null && "secret" in each) return "[secret]";
        return key === "text" ? "" : each;
    });
}

function unique(lines: readonly string[]): string[] {
    return [...new Set(lines)];
}

function byUrn(one: ResourceState, other: ResourceState): number {
    return one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0;
}

function stateOf(resource: ResourceState): Record<string, unknown> {
    const { dependencies, propertyDependencies = {} } = resource;
    const byProperty = Object.entries(propertyDependencies).map(([key, urns]) => [key, [...urns].sort()] as const);
    const sorted = {
        ...resource,
        dependencies: dependencies && [...dependencies].sort(),
        ...(byProperty.length > 0 ? { propertyDependencies: Object.fromEntries(byProperty) } : {}),
    };
    return Object.fromEntries(
        Object.entries(sortedKeys(sorted)).filter(([key, value]) => !leftOut.has(key) && value !== undefined),
    );
}

function sortedJson(value: unknown): string {
    return JSON.stringify(sortedKeys(value));
}

function sortedKeys<T>(value: T): T {
    if (Array.isArray(value)) return value.map(sortedKeys) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, element]) => [key, sortedKeys(element as unknown)]),
    ) as T;
}

/** What differs, as lines: `-` is the CLI's, `+` is the embedded engine's. */
export function differences(cli: Observation, embedded: Observation): string[] {
    return (Object.keys(cli) as (keyof Observation)[]).flatMap((key) => {
        const [expected, actual] = [cli[key], embedded[key]];
        if (Array.isArray(expected) && Array.isArray(actual)) {
            const [theirs, ours] = [expected.map(textOf), actual.map(textOf)];
            return [
                ...minus(theirs, ours).map((line) => `- ${key}: ${line}`),
                ...minus(ours, theirs).map((line) => `+ ${key}: ${line}`),
            ];
        }
        const [theirs, ours] = [sortedJson(expected), sortedJson(actual)];
        return theirs === ours ? [] : [`- ${key}: ${theirs}`, `+ ${key}: ${ours}`];
    });
}

function textOf(value: unknown): string {
    return typeof value === "string" ? value : sortedJson(value);
}

/** The elements of `list` that `other` does not have, counted. */
function minus(list: readonly string[], other: readonly string[]): string[] {
    const left = [...other];
    return list.filter((element) => {
        const at = left.indexOf(element);
        if (at < 0) return true;
        left.splice(at, 1);
        return false;
    });
}
