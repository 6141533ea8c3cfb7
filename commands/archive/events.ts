import { type StoredObject } from "../../providers/aws/s3";
import { type Chunk, EventSplitter, type IsEventTime } from "./chunks";
import { type Source, textOf, UnreadableObject } from "./download";
import { type ArchivedExport } from "./exports";

/** The log streams of an export, each with its objects in their order. */
export function streamsOf(
    { folder }: ArchivedExport,
    hasStream: (folder: string) => boolean = () => true,
): [string, readonly StoredObject[]][] {
    const streams = new Map<string, StoredObject[]>();
    for (const object of folder.objects) {
        const [stream] = object.key.split("/").slice(-2);
        if (!/\/\d{6}\.gz$/.test(object.key) || !hasStream(stream)) continue;
        const objects = streams.get(stream);
        if (objects) objects.push(object);
        else streams.set(stream, [object]);
    }
    return [...streams];
}

export interface ChunkOptions {
    /** How much text a chunk has at least, but for the last. */
    readonly chunkBytes: number;
    /** Hears of an object that cannot be read, and the next one follows; by default the error is thrown. */
    readonly onUnreadable?: (error: UnreadableObject, object: StoredObject) => void;
}

/**
 * The events of a log stream of an export, whose objects are one text: a message that is cut between two of them goes on in
 * the second.
 * @throws {UnreadableObject}
 */
export async function* chunksOf(
    source: Source,
    one: ArchivedExport,
    objects: readonly StoredObject[],
    { chunkBytes, onUnreadable }: ChunkOptions,
): AsyncGenerator<Chunk> {
    const splitter = new EventSplitter(chunkBytes, eventTimesOf(one));
    for (const object of objects) {
        try {
            for await (const text of textOf(source, object)) {
                const chunk = cut(() => splitter.push(text), source, object);
                if (chunk) yield chunk;
            }
        } catch (error) {
            if (!onUnreadable || !(error instanceof UnreadableObject)) throw error;
            onUnreadable(error, object);
        }
        splitter.endObject();
    }
    const rest = splitter.end();
    if (rest) yield rest;
}

/** A manifest tells which times an export can hold; a message's line with another one begins no event. */
function eventTimesOf({ manifest }: ArchivedExport): IsEventTime {
    if (!manifest) return () => true;
    const { from, to } = manifest;
    return (time) => time >= from && time <= to;
}

function cut<T>(work: () => T, { bucket }: Source, { key }: StoredObject): T {
    try {
        return work();
    } catch (error) {
        throw new UnreadableObject(`s3://${bucket}/${key}`, error);
    }
}
