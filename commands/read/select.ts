import { distance } from "fastest-levenshtein";
import { type S3Api } from "../../providers/aws/s3";
import { type ArchivedExport, exportsIn } from "../archive/exports";
import { formatLocation, type Location } from "../archive/location";
import { nothingThere } from "../archive/open";
import { UsageError } from "../usageError";

export interface Wanted {
    readonly logGroupName: string;
    readonly from: number;
    readonly to: number;
}

/** The exports of a log group that may hold events of a time. */
export async function selectExports(
    s3: S3Api,
    location: Location,
    { logGroupName, from, to }: Wanted,
    onProgress: (exports: number) => void,
): Promise<ArchivedExport[]> {
    const ofGroup: ArchivedExport[] = [];
    const unnamed: ArchivedExport[] = [];
    const names = new Set<string>();
    let count = 0;
    for await (const one of exportsIn(s3, location)) {
        if (one.logGroupName === undefined) unnamed.push(one);
        else names.add(one.logGroupName);
        if (one.logGroupName === logGroupName) ofGroup.push(one);
        onProgress(++count);
    }
    if (count === 0) throw nothingThere(location);
    const all = [...ofGroup, ...(ofGroup.length === 0 ? ofOneGroup(unnamed, logGroupName) : [])];
    if (all.length === 0) throw unknownGroup(location, logGroupName, [...names]);
    return all.filter(({ earliest, latest }) => earliest < to && latest >= from);
}

/** The layout "plain" is for one log group, so under one prefix all that no manifest names is of it. */
function ofOneGroup(unnamed: readonly ArchivedExport[], logGroupName: string): readonly ArchivedExport[] {
    const prefixes = [...new Set(unnamed.map(({ folder }) => folder.destinationPrefix))];
    if (prefixes.length <= 1) return unnamed;
    throw new UsageError(
        `Neither manifests nor keys tell which exports are of ${logGroupName}: they are under ${prefixes.length} prefixes, ` +
            `for example ${prefixes.slice(0, 3).join(", ")}. Give the prefix of this log group in the archive's URI.`,
    );
}

function unknownGroup(location: Location, logGroupName: string, names: readonly string[]): UsageError {
    const nearest = [...names].sort((a, b) => distance(logGroupName, a) - distance(logGroupName, b)).slice(0, 3);
    return new UsageError(
        `--log-group is ${logGroupName}, but ${formatLocation(location)} holds no export of it. ` +
            `The nearest names are ${nearest.join(", ")}.`,
    );
}
