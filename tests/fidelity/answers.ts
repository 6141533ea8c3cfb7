import { CALLS, type Clients } from "./calls";

/** The normalized answers of both sides, by the call's name. */
export type Answers = Readonly<Record<string, unknown>>;

/** One place in an answer in which the two sides differ. */
export interface Difference {
    readonly call: string;
    /** Where in the answer, for example `exportTasks[0].status.code`. */
    readonly at: string;
    /** As JSON, or "nothing" if that side has no value there. */
    readonly sandbox: string;
    readonly moto: string;
}

export async function askAll(clients: Clients): Promise<Answers> {
    const answers: Record<string, unknown> = {};
    for (const { name, send } of CALLS) {
        answers[name] = comparable(
            await send(clients).catch((error: unknown) => {
                const { name: code, message } = error as Error;
                return { error: { code, message } };
            }),
            clients.now,
        );
    }
    return answers;
}

export function differencesBetween(sandbox: Answers, moto: Answers): Difference[] {
    return Object.keys(sandbox).flatMap((call) => {
        const [ours, theirs] = [leaves(sandbox[call]), leaves(moto[call])];
        return [...new Set([...ours.keys(), ...theirs.keys()])]
            .filter((at) => ours.get(at) !== theirs.get(at))
            .sort()
            .map((at) => ({ call, at, sandbox: ours.get(at) ?? "nothing", moto: theirs.get(at) ?? "nothing" }));
    });
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Replaces values that differ from run to run by their kind: <time>, <uuid>, … */
function comparable(value: unknown, now: number, name = ""): unknown {
    if (value instanceof Date) return "<time>";
    if (typeof value === "number") return Math.abs(value - now) < 40 * 86_400_000 ? "<time>" : value;
    if (typeof value === "string") {
        if (/^(Session|Next|Continuation|nextForward|nextBackward|next)\w*Token$/i.test(name)) return "<token>";
        if (/^(VersionId|AccessKeyId|SecretAccessKey|AssumedRoleId|UserId|eventId)$/.test(name)) return `<${name}>`;
        if (/^[0-9a-f]{64}$/.test(value)) return "<canonical ID>";
        return value.replace(UUID, "<uuid>").replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");
    }
    if (Array.isArray(value)) return value.map((inner) => comparable(inner, now));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([key, inner]) => key !== "$metadata" && inner !== undefined)
            .map(([key, inner]) => [key, comparable(inner, now, key)]),
    );
}

/** Every leaf of a value by its path; an empty object or array is a leaf. */
function leaves(value: unknown, at = ""): Map<string, string> {
    const entries: [string, unknown][] = Array.isArray(value)
        ? value.map((inner, index) => [`${at}[${index}]`, inner])
        : typeof value === "object" && value !== null
          ? Object.entries(value).map(([key, inner]) => [at ? `${at}.${key}` : key, inner])
          : [];
    if (entries.length === 0) return at === "" ? new Map() : new Map([[at, JSON.stringify(value)]]);
    return new Map(entries.flatMap(([path, inner]) => [...leaves(inner, path)]));
}
