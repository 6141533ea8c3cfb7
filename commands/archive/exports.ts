import { type S3Api } from "../../providers/aws/s3";
import { HOUR_MS } from "../../providers/durations";
import { type Manifest } from "../../providers/exportTask/run/manifest";
import { type ExportFolder, foldersIn } from "./folders";
import { hivePartitionOf } from "./keys";
import { type Location } from "./location";
import { type FoundManifest, manifestsOf } from "./manifests";

/** Small objects, so the round trip is what takes the time. */
const MANIFESTS_AT_ONCE = 16;

/** No place on Earth is further ahead of UTC: a local day begins at most so long before that of UTC. */
const FURTHEST_AHEAD_MS = 14 * HOUR_MS;

/** An export in the archive, and what is known of it. */
export interface ArchivedExport {
    readonly folder: ExportFolder;
    readonly manifests: readonly FoundManifest[];
    /** The latest evidence of it; undefined if no manifest is there that can be relied on. */
    readonly manifest?: Manifest;
    /** By the manifest or the key; undefined if neither tells. */
    readonly logGroupName?: string;
    /**
     * No event is before `earliest` or after `latest`.
     *
     * | known from        | earliest                                     | latest   |
     * |-------------------|----------------------------------------------|----------|
     * | manifest          | its range                                    | its range |
     * | `year=…/day=…`    | the day's beginning, in the earliest time zone | Infinity |
     * | nothing           | -Infinity                                    | Infinity |
     */
    readonly earliest: number;
    readonly latest: number;
}

/** All exports of an archive, in the order of their keys. */
export async function* exportsIn(s3: S3Api, location: Location): AsyncGenerator<ArchivedExport> {
    const { pMapIterable } = await import("p-map"); // an ES module
    const describe = async (folder: ExportFolder) => describeExport(folder, await manifestsOf(s3, folder));
    yield* pMapIterable(foldersIn(s3, location), describe, { concurrency: MANIFESTS_AT_ONCE });
}

export function describeExport(folder: ExportFolder, manifests: readonly FoundManifest[]): ArchivedExport {
    const verified = manifests
        .flatMap((found) => ("manifest" in found && found.manifest.verifiedAt !== undefined ? [found.manifest] : []))
        .sort((a, b) => (a.verifiedAt! < b.verifiedAt! ? 1 : -1));
    const [manifest] = verified as [Manifest?];
    const partition = hivePartitionOf(folder.destinationPrefix);
    return {
        folder,
        manifests,
        manifest,
        logGroupName: manifest?.logGroupName ?? partition?.logGroupName,
        earliest: manifest?.from ?? (partition ? startOf(partition) - FURTHEST_AHEAD_MS : -Infinity),
        latest: manifest?.to ?? Infinity,
    };
}

/** As if the time zone of the layout were UTC. */
export function startOf({ date, hour = 0 }: { readonly date: string; readonly hour?: number }): number {
    return Date.parse(`${date}T00:00:00Z`) + hour * HOUR_MS;
}
