import { type ArchivedExport } from "../archive/exports";
import { type Chunk } from "../archive/chunks";
import { type Source } from "../archive/download";
import { chunksOf, streamsOf } from "../archive/events";
import { type StoredObject } from "../../providers/aws/s3";
import { type StreamOfExport } from "./cursor";
import { type PreparedExport } from "./merge";
import { Runs, type Workspace } from "./runs";

/** Streams that are decompressed at the same time, each in a thread of its own (Node has four for that). */
const STREAMS_AT_ONCE = 4;
/** Exports that are read ahead of the merge. */
const EXPORTS_AT_ONCE = 2;
const CHUNK_BYTES = 2 * 1024 * 1024;

/** Which events are wanted. */
export interface Filter {
    readonly from: number;
    readonly to: number;
    /** Whether a log stream's folder is wanted. */
    readonly hasStream: (folder: string) => boolean;
    /** Whether a message is wanted; undefined if all are. */
    readonly hasMessage?: (text: Buffer) => boolean;
}

/** Downloads exports and cuts them into sorted runs, a few ahead of what reads them. */
export async function* collect(
    exports: readonly ArchivedExport[],
    source: Source,
    filter: Filter,
    workspace: Workspace,
    sources: StreamOfExport[],
): AsyncGenerator<PreparedExport> {
    const { pMapIterable, default: pMap } = await import("p-map"); // ES modules
    const prepare = async (one: ArchivedExport): Promise<PreparedExport> => {
        const runs = new Runs(workspace, one.folder.taskId);
        const read = async ([stream, objects]: [string, readonly StoredObject[]]) => {
            const { taskId } = one.folder;
            const { index } = sources[sources.push({ index: sources.length, stream, taskId }) - 1];
            for await (const chunk of chunksOf(source, one, objects, { chunkBytes: CHUNK_BYTES })) {
                const wanted = filtered(chunk, filter);
                if (wanted) runs.add(wanted, index);
            }
        };
        await pMap(streamsOf(one, filter.hasStream), read, { concurrency: STREAMS_AT_ONCE });
        return { earliest: one.earliest, addTo: (heap) => runs.addTo(heap) };
    };
    const inOrder = [...exports].sort((a, b) => a.earliest - b.earliest);
    yield* pMapIterable(inOrder, prepare, { concurrency: EXPORTS_AT_ONCE });
}

/** The chunk with wanted events only; undefined if there are none. */
function filtered(chunk: Chunk, { from, to, hasMessage }: Filter): Chunk | undefined {
    const { text, count, times, starts, ends } = chunk;
    let kept = 0;
    for (let at = 0; at < count; at++) {
        // Lines before the first event of a stream have no time; they are a part of its beginning.
        const time = times[at] === -Infinity ? (count > 1 ? times[1] : from) : times[at];
        if (time < from || time >= to) continue;
        if (hasMessage && !hasMessage(text.subarray(starts[at], ends[at]))) continue;
        [times[kept], starts[kept], ends[kept]] = [time, starts[at], ends[at]];
        kept += 1;
    }
    return kept === 0 ? undefined : compacted({ ...chunk, count: kept });
}

/** Few events do not keep the memory of many. */
function compacted(chunk: Chunk): Chunk {
    const { text, count, starts, ends } = chunk;
    let bytes = 0;
    for (let at = 0; at < count; at++) bytes += ends[at] - starts[at];
    if (bytes > text.length / 2) return chunk;
    const copy = Buffer.allocUnsafe(bytes);
    for (let at = 0, end = 0; at < count; at++) {
        const start = end;
        end += text.copy(copy, start, starts[at], ends[at]);
        [starts[at], ends[at]] = [start, end];
    }
    return { ...chunk, text: copy };
}
