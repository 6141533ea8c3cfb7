import { DAY_MS } from "../../providers/durations";
import { type Clock } from "../../providers/clock";
import { type S3Api } from "../../providers/aws/s3";
import { type Source } from "../archive/download";
import { chunksOf, streamsOf } from "../archive/events";
import { type ArchivedExport, exportsIn } from "../archive/exports";
import { bytesIn } from "../archive/folders";
import { type Location } from "../archive/location";
import { nothingThere } from "../archive/open";
import { UsageError } from "../usageError";
import { type Coverage, coverageOf, type LogGroupSpans, type Unit } from "./grid";
import { type Interval, type Span, spansOf } from "./spans";

const CHUNK_BYTES = 1024 * 1024;

export interface CoverageOptions extends Partial<Interval> {
    readonly by: Unit;
    readonly onProgress?: (exports: number) => void;
}

export interface FoundCoverage extends Coverage {
    readonly exports: number;
    /** How many of them have no manifest, so that their ranges are guessed from keys or events. */
    readonly withoutManifest: number;
}

/** What the archive holds of each log group, hour by hour, day by day or month by month. */
export async function coverage(
    s3: S3Api,
    clock: Clock,
    location: Location,
    { from, to, by, onProgress }: CoverageOptions,
): Promise<FoundCoverage> {
    const groups = new Map<string, { created?: number; spans: Span[] }>();
    let [exports, withoutManifest] = [0, 0];
    for await (const one of exportsIn(s3, location)) {
        exports += 1;
        if (!one.manifest) withoutManifest += 1;
        const name = one.logGroupName ?? `(under ${one.folder.destinationPrefix}/)`;
        const group = groups.get(name) ?? { spans: [] };
        groups.set(name, group);
        const created = one.manifest?.logGroupCreationTime;
        // A log group that was created again has had data before.
        if (created !== undefined) group.created = Math.min(created, group.created ?? Infinity);
        group.spans.push(...(spansOf(one) ?? (await daysOf({ s3, clock, bucket: location.bucket }, one))));
        onProgress?.(exports);
    }
    if (exports === 0) throw nothingThere(location);
    const spans = [...groups.values()].flatMap((group) => group.spans);
    const window = {
        from: from ?? spans.reduce((least, span) => Math.min(least, span.from), Infinity),
        to: to ?? spans.reduce((most, span) => Math.max(most, span.to), -Infinity),
    };
    if (window.from >= window.to || !Number.isFinite(window.from)) {
        throw new UsageError("No export is in this time: leave out --from or --to to see the whole archive.");
    }
    const named: LogGroupSpans[] = [...groups].map(([name, group]) => ({ name, ...group }));
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...coverageOf(named, window, by), exports, withoutManifest };
}

/** Neither a manifest nor the key tells the range, so the events do: the days of UTC that have any. */
async function daysOf(source: Source, one: ArchivedExport): Promise<Span[]> {
    const days = new Map<number, number>();
    let all = 0;
    for (const [, objects] of streamsOf(one)) {
        for await (const { count, times, starts, ends } of chunksOf(source, one, objects, {
            chunkBytes: CHUNK_BYTES,
        })) {
            for (let at = 0; at < count; at++) {
                const day = Math.floor(times[at] / DAY_MS) * DAY_MS;
                const bytes = ends[at] - starts[at];
                if (Number.isFinite(day)) days.set(day, (days.get(day) ?? 0) + bytes);
                all += bytes;
            }
        }
    }
    const objects = one.folder.objects.length;
    const compressed = bytesIn(one.folder);
    return [...days].map(([from, bytes]) => ({
        from,
        to: from + DAY_MS,
        state: one.folder.isDeleting ? "being deleted" : "exported",
        objects,
        bytes: (compressed * bytes) / all,
    }));
}
