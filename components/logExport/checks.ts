import { type ExportTaskArgs } from "../../providers/exportTask/resource";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkBucketArgument } from "../exportBucket/bucketArgument";
import { checkLogGroups } from "../logGroups/logGroups";
import { checkOrigins } from "../logGroups/origin";
import { type LogExportArgs, type LogExportBucketArgs } from "./args";
import { checkExportOptions, EXPORT_OPTIONS, type ExportOptions } from "./exportOptions";
import { checkCovered, checkOwnGrant, checkOwnPlan, type OwnGrant, ownGrant } from "./ownGrant";
import { countExports, type PlannedExport, planExports } from "./plan";
import { checkPrefixes } from "./prefixes";
import { checkPrefix, checkRangeArgs, checkRetained } from "./rangeChecks";
import { type ExportSettings, exportSettings } from "./settings";

/** The hours of ten years: more exports in one declaration are taken for a mistake. */
const MOST_EXPORTS = 100_000;

/** What a LogExport declares, checked. */
export interface LogExportPlan {
    readonly settings: ExportSettings;
    /** By log group and then by range, in the order given. */
    readonly exports: readonly PlannedExport[];
    /** What `"own"` stands for in the bucket's arguments. */
    readonly grant: OwnGrant;
}

/**
 * The plan of a LogExport, checked in stages of which each relies on those before.
 *
 * | stage     | what is checked                                                            |
 * |-----------|----------------------------------------------------------------------------|
 * | arguments | each of them, and those that exclude or require each other                 |
 * | settings  | what `"own"` stands for, and how many exports there would be               |
 * | exports   | their prefixes, against S3, each other and the bucket's grant              |
 *
 * An export that a `transform` changes is checked once more, by `checkTransformed`.
 *
 * @param now in milliseconds since 1970.
 * @throws {InputError} if an argument is wrong.
 */
export function checkedPlan(what: string, args: LogExportArgs, now: number): LogExportPlan {
    assertInputs(what, checkArgs(args));
    const settings = exportSettings(args);
    if (typeof args.region === "string") assertInputs(what, checkOrigins(args.logGroups, args.region));
    assertInputs(what, [...checkOwnGrant(args.bucket, settings), ...checkCount(settings, now)]);
    const grant = ownGrant(args.bucket, settings);
    const exports = planExports(settings, now);
    assertInputs(what, checkPrefixes(exports, settings.layout));
    assertInputs(what, checkOwnPlan(grant, exports, settings.layout));
    return { settings, exports, grant };
}

/** The errors in an export as `transform` left it. */
export function checkTransformed(
    { settings, grant }: LogExportPlan,
    planned: PlannedExport,
    transformed: ExportTaskArgs,
): InputFailure[] {
    return [
        ...(settings.forgetAfterDays === undefined ? [] : checkRetained(transformed)),
        ...checkCovered(grant, planned, transformed, settings.layout),
    ];
}

/** The errors in a LogExport's arguments that are found without planning it. */
function checkArgs(args: LogExportArgs): InputFailure[] {
    return [
        ...refuseUnknown("a LogExport", "", args, [...Object.keys(OWN_PROPERTIES), ...EXPORT_OPTIONS]),
        ...checkLogGroups(args.logGroups),
        ...checkRangeArgs(args),
        ...checkLayout(args),
        ...checkExportOptions(args),
        ...checkBucketArgument({ bucket: withoutOwn(args.bucket) }),
    ];
}

/** Only a LogExport takes `"own"`; `checkOwnGrant` checks what it stands for. */
function withoutOwn(bucket: unknown): unknown {
    const { sourceLogGroups, destinationPrefixes } = (bucket ?? {}) as Partial<LogExportBucketArgs>;
    if (sourceLogGroups !== "own" && destinationPrefixes !== "own") return bucket;
    return {
        ...(bucket as LogExportBucketArgs),
        ...(sourceLogGroups === "own" && { sourceLogGroups: undefined }),
        ...(destinationPrefixes === "own" && { destinationPrefixes: undefined }),
    };
}

function checkCount(settings: ExportSettings, now: number): InputFailure[] {
    const count = countExports(settings, now);
    if (count <= MOST_EXPORTS) return [];
    return [
        refuse(
            "splitBy",
            settings.splitBy,
            `coarser: this makes ${count} exports`,
            `At most ${MOST_EXPORTS} are allowed.`,
        ),
    ];
}

const OWN_PROPERTIES: Readonly<Record<Exclude<keyof LogExportArgs, keyof ExportOptions>, true>> = {
    logGroups: true,
    from: true,
    to: true,
    timeRanges: true,
    splitBy: true,
    timeZone: true,
    forgetAfterDays: true,
    destinationPrefix: true,
    layout: true,
    bucket: true,
    transform: true,
};

function checkLayout({ layout, destinationPrefix }: LogExportArgs): InputFailure[] {
    const failures: InputFailure[] = [];
    if (layout !== undefined && layout !== "hive" && layout !== "plain" && typeof layout !== "function") {
        failures.push(refuse("layout", layout, '"hive", "plain" or a function', 'Leave it out for "hive".'));
    }
    const failure = checkPrefix("destinationPrefix", destinationPrefix);
    return failure ? [...failures, failure] : failures;
}
