import { gzipSync } from "node:zlib";
import type { LogEvent, LogGroupState } from "../state";
import { eventsOf, sizeOf } from "./events";
import type { ExportTask } from "./exportTask";

/** The data of one folder of an export: that of the streams whose names become the same key. */
export interface ExportedStream {
    readonly folder: string;
    readonly events: readonly LogEvent[];
}

/**
 * What a task would export at `now`: events by their own timestamp, `to` exclusive (open: the API reference says "not
 * later"). Streams called a/b and a-b share a folder; what the service does with them is not known, and this loses nothing.
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

/** The marker that shows that the bucket can be written to: at the bucket's root where no prefix was given. */
export function markerKey(destinationPrefix: string | undefined): string {
    return destinationPrefix === undefined ? "aws-logs-write-test" : `${destinationPrefix}/aws-logs-write-test`;
}

export const markerBody = Buffer.from("Permission Check Successful");

export function folderKey(task: Pick<ExportTask, "destinationPrefix" | "taskId">, folder: string): string {
    return `${task.destinationPrefix}/${task.taskId}/${folder}`;
}

/** The stream's files in order, 000000.gz, 000001.gz …: a new one whenever the lines so far pass `maximumBytes`. */
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
