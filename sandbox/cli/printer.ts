import type { EngineEvent, OperationResult } from "../engine";
import { nameOf, typeOf } from "../engine/urn";

const verbs: Readonly<Record<string, readonly [doing: string, done: string]>> = {
    create: ["creating", "created"],
    update: ["updating", "updated"],
    delete: ["deleting", "deleted"],
    "create-replacement": ["creating replacement of", "created replacement of"],
    "delete-replaced": ["deleting original of", "deleted original of"],
    replace: ["replacing", "replaced"],
    read: ["reading", "read"],
    refresh: ["refreshing", "refreshed"],
};

/** Prints events as lines: `+ created   aws:s3/bucket:Bucket archive (1.2 s)`. */
export class Printer {
    private readonly began = new Map<string, number>();

    constructor(private readonly print: (line: string) => void) {}

    readonly onEvent = (event: EngineEvent): void => {
        if (event.kind === "summary") {
            this.print(summary(event.result));
        } else if (event.kind === "step") {
            this.step(event);
        } else if (event.severity !== "debug" && event.message !== "") {
            const who = event.urn === undefined ? "" : `${describe(event.urn)}: `;
            const mark = { info: "  ", warning: "! ", error: "x " }[event.severity];
            this.print(`${mark}${who}${event.message}`);
        }
    };

    private step({ phase, op, urn }: Extract<EngineEvent, { kind: "step" }>): void {
        const [doing, done] = verbs[op] ?? [op, op];
        const key = `${op} ${urn}`;
        if (op === "same" || op === "replace") {
            return;
        }
        if (phase === "started") {
            this.began.set(key, Date.now());
            this.print(`  ${doing} ${describe(urn)}`);
            return;
        }
        const seconds = (Date.now() - (this.began.get(key) ?? Date.now())) / 1000;
        const time = seconds >= 0.1 ? ` (${seconds.toFixed(1)} s)` : "";
        this.print(
            phase === "failed" ? `x ${doing} ${describe(urn)} failed${time}` : `  ${done} ${describe(urn)}${time}`,
        );
    }
}

function describe(urn: string): string {
    return `${typeOf(urn)} ${nameOf(urn)}`;
}

const countWords: readonly (readonly [string, string])[] = [
    ["create", "created"],
    ["update", "updated"],
    ["replace", "replaced"],
    ["delete", "deleted"],
    ["read", "read"],
    ["same", "unchanged"],
];

export function summary(result: OperationResult): string {
    const { changes, engine, operation, durationMilliseconds } = result;
    const counts = countWords.flatMap(([key, word]) => (changes[key] ? [`${changes[key]} ${word}`] : []));
    const outcome = result.result === "succeeded" ? "" : " FAILED:";
    const list = counts.length > 0 ? counts.join(", ") : "nothing to do";
    return `${operation}${outcome} ${list} (${(durationMilliseconds / 1000).toFixed(1)} s, engine: ${engine})`;
}
