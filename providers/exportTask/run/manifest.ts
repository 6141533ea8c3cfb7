import { type Contents, holdsAsMuch } from "./contents";
import { type ExportedObject } from "./digest";

/**
 * `_export-{owner}.json` beside the objects of an export: the evidence of what was exported, and by its name alone the
 * mark of a resource that relies on it. Names that begin with `_` are hidden from Athena, Trino, Spark and Hive.
 *
 * manifest.schema.json beside this file is the format that others rely on. Version 1 only ever gains optional properties.
 */
export interface Manifest {
    /** Of this format. */
    readonly version: 1;
    readonly owner: string;
    readonly logGroupName?: string;
    /** In milliseconds since 1970, where the writer knows it: ranges before it are no gaps of the archive. */
    readonly logGroupCreationTime?: number;
    readonly logStreamNamePrefix?: string;
    /** What was exported, in milliseconds since 1970; `from` is inclusive, `to` exclusive. */
    readonly from: number;
    readonly to: number;
    readonly account: string;
    readonly region: string;
    readonly destination: string;
    readonly destinationPrefix: string;
    readonly task: { readonly taskId: string; readonly creationTime?: number; readonly completionTime?: number };
    readonly objectCount: number;
    readonly byteCount: number;
    /** What retention had removed, or may have, before the export; null if nothing. */
    readonly expired?: { readonly from: number; readonly to: number } | null;
    /** See `Contents`. */
    readonly digest?: string;
    readonly objects?: readonly ExportedObject[];
    /** When the objects were seen in the bucket, as ISO 8601; missing while the task still runs: a mark, no evidence. */
    readonly verifiedAt?: string;
    /** A resource of a Pulumi program, or the state machine of a ScheduledLogExport and its execution. */
    readonly verifiedBy: {
        readonly project?: string;
        readonly stack?: string;
        readonly resource?: string;
        readonly stateMachine?: string;
        readonly execution?: string;
    };
}

/** The manifest in a text, or undefined if it is none that can be relied on. */
export function parseManifest(text: string | undefined): Manifest | undefined {
    try {
        const manifest = JSON.parse(text ?? "") as Partial<Manifest>;
        const isKnown = manifest.version === 1 && manifest.verifiedAt !== undefined;
        const counts = [manifest.objectCount, manifest.byteCount].every((count) => Number.isSafeInteger(count));
        return isKnown && counts ? (manifest as Manifest) : undefined;
    } catch {
        return undefined;
    }
}

/** Whether everything that a manifest says is still there. */
export function agrees(manifest: Manifest, contents: Contents): boolean {
    if (!holdsAsMuch(contents, manifest)) return false;
    const there = new Map(contents.objects?.map(({ key, bytes }) => [key, bytes]));
    // Not by ETag: a copy in place (another key or storage class) changes it.
    return !contents.objects || (manifest.objects ?? []).every(({ key, bytes }) => there.get(key) === bytes);
}
