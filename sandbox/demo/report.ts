import type { OperationResult } from "../engine";
import { eventsIn, type ExportedObject } from "./archive";
import type { Comparison, Count, CountedEvent } from "./counting";
import { countLines } from "./logFile";
import type { Screen } from "./screen";

const MOST_OBJECTS = 24;
const MOST_DIFFERENCES = 20;

export function formatNumber(value: number): string {
    return value.toLocaleString("en-US");
}

export function formatCount(value: number, noun: string): string {
    return `${formatNumber(value)} ${noun}${value === 1 ? "" : "s"}`;
}

const verbs = [
    ["create", "created"],
    ["update", "updated"],
    ["replace", "replaced"],
    ["delete", "removed from the stack"],
    ["same", "unchanged"],
] as const;

/** `3 created, 13 unchanged, in 14.8 s.` */
export function summary({ operation, changes, durationMilliseconds }: OperationResult): string {
    const isPreview = operation === "preview";
    const parts = verbs.flatMap(([op, done]) => {
        const word = isPreview && op !== "same" ? `to be ${done}` : done;
        return changes[op] ? [`${changes[op]} ${word}`] : [];
    });
    const what = parts.join(", ") || "nothing to do";
    const stack = isPreview ? ", the stack itself included" : "";
    return `${what}${stack}, in ${(durationMilliseconds / 1000).toFixed(1)} s.`;
}

/** `3 of 3 exports verified: 9 objects of 23,496 bytes` */
export function verification({ resources }: OperationResult): string {
    const exports = resources.filter(({ type }) => type.endsWith(":ExportTask")).map(({ outputs }) => outputs ?? {});
    const verified = exports.filter((outputs) => outputs.verified === true);
    const sum = (name: string) => verified.reduce((total, outputs) => total + Number(outputs[name] ?? 0), 0);
    const found = `${formatCount(sum("objectCount"), "object")} of ${formatNumber(sum("byteCount"))} bytes`;
    return `${verified.length} of ${formatCount(exports.length, "export")} verified: ${found} in the bucket.`;
}

/** Shows the bucket as a tree with a line per object. */
export function showObjects(screen: Screen, bucket: string, objects: readonly ExportedObject[]): void {
    screen.line(`  s3://${bucket}/`);
    let folder = "";
    for (const { key, size } of objects.slice(0, MOST_OBJECTS)) {
        const parts = key.split("/");
        const [name, stream] = [parts.pop(), parts.pop()];
        if (parts.join("/") !== folder) {
            folder = parts.join("/");
            screen.shortLine(`    ${folder}/`);
        }
        screen.shortLine(`      ${`${stream}/${name}`.padEnd(50)} ${formatNumber(size).padStart(10)} bytes`);
    }
    if (objects.length > MOST_OBJECTS) screen.line(`    … and ${formatNumber(objects.length - MOST_OBJECTS)} more`);
}

/** Shows a few lines of an object, from its first multi-line event if it has one. */
export function showExcerpt(screen: Screen, { key, text }: ExportedObject, lines: number): void {
    const events = eventsIn({ key, text });
    const tall = events.findIndex(({ message }) => countLines(message) > 1);
    const first = Math.max(0, tall - 1);
    const before = events.slice(0, first).reduce((sum, { message }) => sum + countLines(message), 0);
    for (const line of text
        .replace(/\n$/, "")
        .split("\n")
        .slice(before, before + lines)) {
        screen.shortLine(`    ${line}`);
    }
    screen.line("    …");
}

export function showComparison(screen: Screen, { in: wentIn, out, missing, surplus }: Comparison): void {
    const row = ({ lines, events }: Count) => `${formatCount(lines, "line")} in ${formatCount(events, "event")}`;
    screen.line(`  went in   ${row(wentIn)}`);
    screen.line(`  came out  ${row(out)}`);
    showDifferences(screen, "missing", missing);
    showDifferences(screen, "too many", surplus);
}

function showDifferences(screen: Screen, title: string, events: readonly CountedEvent[]): void {
    if (events.length === 0) return;
    screen.line(`  ${title}: ${formatCount(events.length, "event")}`);
    for (const { logGroup, timestamp, message } of events.slice(0, MOST_DIFFERENCES)) {
        screen.shortLine(`    ${logGroup} ${new Date(timestamp).toISOString()} ${JSON.stringify(message)}`);
    }
    if (events.length > MOST_DIFFERENCES)
        screen.line(`    … and ${formatNumber(events.length - MOST_DIFFERENCES)} more`);
}
