import { ExportBucket } from "../components/exportBucket/exportBucket";
import { LogExport } from "../components/logExport/logExport";
import { type InputFailure, refuse } from "../providers/validation/failure";
import { instanceOf } from "./instances";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The words of the schema that the library has other words for. A schema has no unions of a list and a map, or of an object and
 * a resource, that every language's SDK understands:
 *
 * | in the schema                        | in the library                            |
 * |--------------------------------------|-------------------------------------------|
 * | logGroups, logGroupsByKey            | logGroups: a list, or a map               |
 * | bucket, sharedBucket                 | bucket: arguments, or an ExportBucket     |
 * | bucket.encryption.createKey: { … }   | the same, or createKey: true              |
 * | bucket.ownLogGroupsOnly: true        | bucket.sourceLogGroups: "own"             |
 * | bucket.ownPrefixesOnly: true         | bucket.destinationPrefixes: "own"         |
 * | withoutAlarms: true                  | alarms: false                             |
 */
export function libraryArguments(given: Arguments): { args: Record<string, unknown>; failures: InputFailure[] } {
    const { logGroupsByKey, sharedBucket, withoutAlarms, ...args }: Record<string, unknown> = { ...given };
    const failures = [
        ...refuseBoth(
            given,
            "logGroups",
            "logGroupsByKey",
            "Put all log groups into the map, under keys of your choice.",
        ),
        ...["logGroups", "logGroupsByKey"].flatMap((named) =>
            refuseBoth(given, named, "select", `Name the log groups in ${named}, or have them found by select.`),
        ),
        ...refuseBoth(given, "alarms", "withoutAlarms", "Leave one of them out."),
        ...refuseBoth(given, "bucket", "sharedBucket", "Set the bucket's options where the shared bucket is declared."),
    ];
    if (logGroupsByKey !== undefined) args.logGroups = logGroupsByKey;
    if (args.bucket !== undefined) args.bucket = bucketArguments(args.bucket as Arguments);
    if (sharedBucket !== undefined) args.bucket = instanceOf(ExportBucket, "sharedBucket", sharedBucket, failures);
    if (withoutAlarms === true) args.alarms = false;
    if (args.continues !== undefined) {
        args.continues = instanceOf(LogExport, "continues", args.continues, failures);
    }
    return { args, failures };
}

/** The arguments of a bucket, also of an ExportBucket itself. */
export function bucketArguments({ ownLogGroupsOnly, ownPrefixesOnly, ...bucket }: Arguments): Record<string, unknown> {
    return {
        ...bucket,
        ...(ownLogGroupsOnly === true && { sourceLogGroups: "own" }),
        ...(ownPrefixesOnly === true && { destinationPrefixes: "own" }),
    };
}

function refuseBoth(given: Arguments, one: string, other: string, next: string): InputFailure[] {
    if (given[one] === undefined || given[other] === undefined) return [];
    return [refuse(other, given[other], `absent if ${one} is given`, next)];
}
