import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { gunzipSync } from "node:zlib";
import type { CountedEvent } from "./counting";
import { isBlank } from "./logFile";

/** An object that an export wrote. */
export interface ExportedObject {
    readonly key: string;
    readonly size: number;
    /** Unpacked. */
    readonly text: string;
}

/** Reads everything that exports wrote to a bucket. */
export async function readArchive(s3: S3Client, bucket: string): Promise<ExportedObject[]> {
    const objects: ExportedObject[] = [];
    let token: string | undefined;
    do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
        for (const { Key = "", Size = 0 } of page.Contents ?? []) {
            if (Key.endsWith(".gz")) objects.push({ key: Key, size: Size, text: await unpack(s3, bucket, Key) });
        }
        token = page.NextContinuationToken;
    } while (token !== undefined);
    return objects;
}

async function unpack(s3: S3Client, bucket: string, key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return gunzipSync((await Body?.transformToByteArray()) ?? "").toString("utf8");
}

const EVENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) /;

/**
 * The events in an object. An event begins with its time and a space, and may span lines. A message may begin with blank
 * lines but is never blank, so lines belong to it until it has text.
 */
export function eventsIn({ key, text }: Pick<ExportedObject, "key" | "text">): CountedEvent[] {
    const logGroup = decodeURIComponent(/(?:^|\/)log_group=([^/]+)/.exec(key)?.[1] ?? "");
    const events: { logGroup: string; timestamp: number; message: string }[] = [];
    for (const line of text.replace(/\n$/, "").split("\n")) {
        const [head, time] = EVENT.exec(line) ?? [];
        const last = events.at(-1);
        if (head && !(last && isBlank(last.message))) {
            events.push({ logGroup, timestamp: Date.parse(time), message: line.slice(head.length) });
        } else if (last) {
            last.message += `\n${line}`;
        } else {
            throw new Error(`${key} does not begin with an event: ${JSON.stringify(line)}`);
        }
    }
    return events;
}
