import { gunzipSync } from "node:zlib";
import type { Aws } from "../../sandbox/aws";

/** The objects that the provider itself writes beside the exported ones. */
export const isEvidence = (key: string) => /\/(_export-[^/]+\.json|_deleting)$/.test(key);

/** The messages of all exported events under a URI, sorted. */
export function messagesUnder(aws: Aws, uri: string): string[] {
    const [bucket, prefix] = placeOf(uri);
    const objects = aws.world.buckets[bucket]?.objects ?? {};
    return Object.keys(objects)
        .filter((key) => key.startsWith(prefix) && !isEvidence(key) && !objects[key][0].deleteMarker)
        .flatMap((key) => messagesIn(gunzipSync(Buffer.from(objects[key][0].body, "base64")).toString()))
        .sort();
}

/** Messages can span lines; every event begins with its timestamp. */
export function messagesIn(text: string): string[] {
    return text
        .replace(/\n$/, "")
        .split(/\n(?=\d{4}-\d\d-\d\dT[\d:.]{12}Z )/)
        .map((event) => event.slice("2026-10-01T00:00:00.000Z ".length));
}

function placeOf(uri: string): [bucket: string, prefix: string] {
    const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
    if (bucket === undefined) throw new Error(`${uri} is no S3 URI.`);
    return [bucket, prefix];
}
