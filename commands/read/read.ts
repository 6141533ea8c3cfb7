import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { type Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type Clock } from "../../providers/clock";
import { type S3Api } from "../../providers/aws/s3";
import { streamsOf } from "../archive/events";
import { type ArchivedExport } from "../archive/exports";
import { collect, type Filter } from "./collect";
import { type StreamOfExport } from "./cursor";
import { CursorHeap } from "./cursorHeap";
import { merge } from "./merge";
import { Workspace } from "./runs";

const WRITE_BYTES = 256 * 1024;

export interface ReadOptions {
    readonly filter: Filter;
    /** Receives the events, each as it stands in the archive: its time, a space, the message. */
    readonly output: Writable;
    /** Hears of compressed bytes: those read so far, and all. */
    readonly onProgress?: (bytes: number, total: number) => void;
    readonly workspace?: Workspace;
}

/** Writes the events of some exports in the order of their times. @returns how many there were. */
export async function readEvents(
    s3: S3Api,
    clock: Clock,
    exports: readonly ArchivedExport[],
    { filter, output, onProgress, workspace = new Workspace() }: ReadOptions,
): Promise<number> {
    if (exports.length === 0) return 0;
    const objects = exports.flatMap((one) => streamsOf(one, filter.hasStream).flatMap(([, ofStream]) => ofStream));
    const total = objects.reduce((sum, { bytes }) => sum + bytes, 0);
    let [done, events] = [0, 0];
    const onBytes = (bytes: number) => onProgress?.((done += bytes), total);
    const source = { s3, clock, bucket: exports[0].folder.bucket, onBytes };
    const sources: StreamOfExport[] = [];
    const heap = new CursorHeap();
    const removeAtExit = () => workspace.remove();
    process.once("exit", removeAtExit); // after Ctrl-C or a closed pipe too
    try {
        const writer = new BlockWriter(output);
        for await (const some of merge(collect(exports, source, filter, workspace, sources), sources, heap)) {
            for (const text of some) {
                events += 1;
                if (writer.add(text)) await writer.flush();
            }
        }
        await writer.flush();
        return events;
    } finally {
        heap.close();
        workspace.remove();
        process.removeListener("exit", removeAtExit);
    }
}

/** Gathers small texts, and waits for a slow reader. */
class BlockWriter {
    private block = Buffer.allocUnsafe(WRITE_BYTES);
    private length = 0;
    private large: Buffer[] = [];

    constructor(private readonly output: Writable) {}

    /** @returns whether it is time to flush. */
    add(text: Buffer): boolean {
        if (this.length + text.length > this.block.length) {
            this.large.push(this.block.subarray(0, this.length), Buffer.from(text));
            [this.block, this.length] = [Buffer.allocUnsafe(WRITE_BYTES), 0];
            return true;
        }
        this.length += text.copy(this.block, this.length);
        return false;
    }

    async flush(): Promise<void> {
        const blocks = [...this.large, this.block.subarray(0, this.length)].filter(({ length }) => length > 0);
        [this.block, this.length, this.large] = [Buffer.allocUnsafe(WRITE_BYTES), 0, []];
        for (const block of blocks) {
            if (this.output.write(block)) continue;
            await new Promise<void>((resolve, reject) => {
                const end = (error?: Error | null) => {
                    this.output.off("drain", end).off("error", end).off("close", end);
                    if (error) reject(error);
                    else resolve();
                };
                this.output.once("drain", end).once("error", end).once("close", end);
            });
        }
    }
}

/** A file that is there only once it is complete. */
export async function toFile<T>(path: string, write: (output: Writable) => Promise<T>): Promise<T> {
    const partial = `${path}.partial`;
    const file = createWriteStream(partial, { mode: 0o600 });
    const ended = finished(file);
    ended.catch(() => {}); // also thrown where it is awaited
    try {
        const failed = new Promise<never>((_, reject) => file.once("error", reject));
        const result = await Promise.race([write(file), failed]);
        file.end();
        await ended;
        await rename(partial, path);
        return result;
    } catch (error) {
        file.destroy();
        await rm(partial, { force: true });
        throw error;
    }
}
