import { type Clock } from "../../providers/clock";
import { type S3Api, type StoredObject } from "../../providers/aws/s3";
import { type Source, type UnreadableObject } from "../archive/download";
import { chunksOf, streamsOf } from "../archive/events";
import { type ArchivedExport, exportsIn } from "../archive/exports";
import { bytesIn } from "../archive/folders";
import { nothingThere } from "../archive/open";
import { type Location } from "../archive/location";
import { compare, type Finding } from "./compare";

export interface Verification {
    readonly findings: readonly Finding[];
    readonly exports: number;
    readonly objects: number;
    /** Compressed. */
    readonly bytes: number;
    /** What the objects hold, if they were read. */
    readonly counted?: Counted;
}

export interface Counted {
    readonly events: number;
    readonly lines: number;
}

/** Streams that are read at the same time for `--count`. */
const STREAMS_AT_ONCE = 4;
const CHUNK_BYTES = 1024 * 1024;

/** Compares every manifest with the bucket, and with `count` reads all data. */
export async function verify(
    s3: S3Api,
    clock: Clock,
    location: Location,
    { count = false, onProgress }: { readonly count?: boolean; readonly onProgress?: (exports: number) => void } = {},
): Promise<Verification> {
    const findings: Finding[] = [];
    let [exports, objects, bytes, counted] = [0, 0, 0, { events: 0, lines: 0 }];
    for await (const one of exportsIn(s3, location)) {
        findings.push(...compare(one));
        exports += 1;
        objects += one.folder.objects.length;
        bytes += bytesIn(one.folder);
        if (count) {
            const { events, lines } = await countIn({ s3, clock, bucket: location.bucket }, one, (finding) =>
                findings.push(finding),
            );
            counted = { events: counted.events + events, lines: counted.lines + lines };
        }
        onProgress?.(exports);
    }
    if (exports === 0) throw nothingThere(location);
    return { findings, exports, objects, bytes, counted: count ? counted : undefined };
}

async function countIn(source: Source, one: ArchivedExport, report: (finding: Finding) => void): Promise<Counted> {
    const { default: pMap } = await import("p-map"); // an ES module
    const onUnreadable = (error: UnreadableObject, { key }: StoredObject) => {
        const uri = `s3://${source.bucket}/${key}`;
        const detail = error.message.slice(`${uri} cannot be read: `.length);
        report({ kind: "unreadable", uri, logGroupName: one.logGroupName, detail });
    };
    let [events, lines] = [0, 0];
    const count = async ([, objects]: [string, readonly StoredObject[]]) => {
        for await (const chunk of chunksOf(source, one, objects, { chunkBytes: CHUNK_BYTES, onUnreadable })) {
            events += chunk.count;
            lines += newlinesIn(chunk.text);
        }
    };
    await pMap(streamsOf(one), count, { concurrency: STREAMS_AT_ONCE });
    return { events, lines };
}

function newlinesIn(text: Buffer): number {
    let count = 0;
    for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) count += 1;
    return count;
}
