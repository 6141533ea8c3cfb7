import { gzipSync } from "node:zlib";
import type { LogEvent, LogGroupState } from "../state";
import { eventsOf, sizeOf } from "./events";
import type { ExportTask } from "./exportTask";

/** The events of one folder of an export. Streams whose names become the same key share a folder. */
export interface ExportedStream {
    readonly folder: string;
    readonly events: readonly LogEvent[];
}

/**
 * The events that a task exports at `now`, selected by timestamp, `to` exclusive. (The API reference says "not later",
 * which leaves this open.) Streams a/b and a-b share a folder. AWS does not document this case; here no event is lost.
 */
export function selectEvents(
    group: LogGroupState,
    { from, to, logStreamNamePrefix = "" }: Pick<ExportTask, "from" | "to" | "logStreamNamePrefix">,
    now: number,
): ExportedStream[] {
    const folders = new Map<string, LogEvent[]>();
    for (const name of Object.keys(group.streams).sort()) {
        if (!name.startsWith(logStreamNamePrefix)) continue;
        const events = eventsOf(group, group.streams[name], now).filter((e) => e.timestamp >= from && e.timestamp < to);
        if (events.length === 0) continue;
        const folder = name.replace(/\//g, "-");
        folders.set(folder, [...(folders.get(folder) ?? []), ...events]);
    }
    return [...folders].map(([folder, events]) => ({ folder, events }));
}

export function bytesOf(streams: readonly ExportedStream[]): number {
    return streams.reduce((sum, stream) => sum + sizeOf(stream.events), 0);
}

/** The key of the marker object that an export writes first. Without a prefix it is at the bucket's root. */
export function markerKey(destinationPrefix: string | undefined): string {
    return destinationPrefix === undefined ? "aws-logs-write-test" : `${destinationPrefix}/aws-logs-write-test`;
}

export const markerBody = Buffer.from("Permission Check Successful");

export function folderKey(task: Pick<ExportTask, "destinationPrefix" | "taskId">, folder: string): string {
    return `${task.destinationPrefix}/${task.taskId}/${folder}`;
}

/** The stream's files: 000000.gz, 000001.gz and so on. A new file starts when the current one exceeds `maximumBytes`. */
export function exportFiles(events: readonly LogEvent[], maximumBytes: number): { name: string; body: Buffer }[] {
    const files: string[][] = [];
    let bytes = Infinity;
    for (const event of events) {
        const line = `${new Date(event.timestamp).toISOString()} ${event.message}\n`;
        if (bytes >= maximumBytes) {
            files.push([]);
            bytes = 0;
        }
        files[files.length - 1].push(line);
        bytes += Buffer.byteLength(line);
    }
    return files.map((lines, index) => ({
        name: `${String(index).padStart(6, "0")}.gz`,
        body: gzipSync(lines.join("")),
    }));
}
