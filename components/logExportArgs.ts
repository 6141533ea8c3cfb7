import { Failure, refuse, refuseUnknown } from "../providers/exportTask/failure";
import { checkInputs, withDefaults } from "../providers/exportTask/inputs";
import { UNKNOWN } from "../providers/exportTask/known";
import { checkDestinationPrefix } from "../providers/exportTask/names";
import * as pulumi from "@pulumi/pulumi";
import { checkBucketArgs } from "./exportBucketChecks";
import { isExportBucket } from "./isExportBucket";
import type { LogExportArgs } from "./logExport";
import { checkLogGroups } from "./logGroups";
import { countExports, givenRanges, planExports } from "./plan";
import { parseTimeRange, SPLITS, TimeRange } from "./timeRanges";

/** Hours of ten years: more exports than that in one declaration is a slip, not a plan. */
const MOST_EXPORTS = 100_000;

/** What can be told to be wrong with a LogExport before anything is made. */
export function checkLogExportArgs(args: LogExportArgs): Failure[] {
    const failures = [
        ...refuseUnknown("a LogExport", "", args, Object.keys(PROPERTIES)),
        ...checkLogGroups(args.logGroups),
        ...checkRanges(args),
        ...checkSplit(args),
        ...checkLayout(args),
        ...checkOptions(args),
        ...checkBucket(args),
    ];
    // Only a declaration that can be planned can be looked at export by export.
    return failures.length > 0 ? failures : checkPlan(args);
}

const PROPERTIES: Readonly<Record<keyof LogExportArgs, true>> = {
    logGroups: true,
    from: true,
    to: true,
    timeRanges: true,
    splitBy: true,
    destinationPrefix: true,
    layout: true,
    bucket: true,
    logStreamNamePrefix: true,
    taskName: true,
    region: true,
    profile: true,
    assumeRoleArn: true,
    triggers: true,
    waitForCompletion: true,
    timeoutSeconds: true,
    settleHours: true,
    allowUnsettled: true,
    onDestroy: true,
    transform: true,
};

function checkBucket({ bucket }: LogExportArgs): Failure[] {
    if (bucket === undefined || isExportBucket(bucket)) return [];
    const isPlain = typeof bucket === "object" && bucket !== null;
    if (isPlain && !pulumi.Resource.isInstance(bucket) && !pulumi.Output.isInstance(bucket)) {
        return checkBucketArgs(bucket);
    }
    const next =
        'For a bucket that exists write bucket: { existing: … }, with the bucket or its name: "audit-archive".';
    return [refuse("bucket", bucket, "an ExportBucket, or the arguments of one", next)];
}

function checkRanges(args: LogExportArgs): Failure[] {
    const { from, to, timeRanges } = args;
    if (timeRanges !== undefined && (from !== undefined || to !== undefined)) {
        return [
            refuse(
                "timeRanges",
                timeRanges,
                "absent where from and to are given",
                "Put the range into timeRanges, or remove them.",
            ),
        ];
    }
    if (timeRanges !== undefined && (!Array.isArray(timeRanges) || timeRanges.length === 0)) {
        const next = 'For example [{ from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" }].';
        return [refuse("timeRanges", timeRanges, "a list of at least one range", next)];
    }
    const ranges: TimeRange[] = [];
    const failures: Failure[] = [];
    givenRanges(args).forEach((given, index) => {
        const at = timeRanges ? `timeRanges[${index}].` : "";
        if (given === null || typeof given !== "object") {
            failures.push(refuse(`timeRanges[${index}]`, given, "a range", "Write it as { from: …, to: … }."));
            return;
        }
        failures.push(...refuseUnknown("a time range", at, given, ["from", "to", "destinationPrefix"]));
        const range = parseTimeRange(at, given);
        if (Array.isArray(range)) failures.push(...range);
        else ranges.push(range);
        const prefix = given.destinationPrefix;
        const failure = prefix === undefined ? undefined : checkPrefix(`${at}destinationPrefix`, prefix);
        if (failure) failures.push(failure);
    });
    return failures.length > 0 ? failures : checkOverlap(ranges);
}

/** Ranges that overlap would export the same events twice. */
function checkOverlap(ranges: readonly TimeRange[]): Failure[] {
    const sorted = [...ranges].sort((a, b) => a.from - b.from);
    const at = sorted.findIndex((range, index) => index > 0 && range.from < sorted[index - 1].to);
    if (at < 0) return [];
    const [before, after] = [sorted[at - 1].to, sorted[at].from].map((time) => new Date(time).toISOString());
    const next = `The range before it ends at ${before}: let it begin there. For other data of the same time use another LogExport.`;
    return [refuse("timeRanges", `a range from ${after}`, "ranges that do not overlap", next)];
}

function checkSplit({ splitBy }: LogExportArgs): Failure[] {
    if (splitBy === undefined || SPLITS.includes(splitBy)) return [];
    return [
        refuse(
            "splitBy",
            splitBy,
            SPLITS.map((split) => `"${split}"`).join(", "),
            "Leave it out for one export a range.",
        ),
    ];
}

function checkLayout({ layout, destinationPrefix }: LogExportArgs): Failure[] {
    const failures: Failure[] = [];
    if (layout !== undefined && layout !== "hive" && layout !== "plain" && typeof layout !== "function") {
        failures.push(refuse("layout", layout, '"hive", "plain" or a function', 'Leave it out for "hive".'));
    }
    const failure = destinationPrefix === undefined ? undefined : checkPrefix("destinationPrefix", destinationPrefix);
    return failure ? [...failures, failure] : failures;
}

function checkPrefix(property: string, prefix: unknown): Failure | undefined {
    return typeof prefix === "string"
        ? checkDestinationPrefix(property, prefix)
        : refuse(property, prefix, "a plain string", "It decides names, so it cannot be an Output.");
}

/** What every export of it would say too, told once. */
function checkOptions(args: LogExportArgs): Failure[] {
    const { logStreamNamePrefix, taskName, region, profile, assumeRoleArn } = args;
    const { waitForCompletion, timeoutSeconds, settleHours, allowUnsettled, onDestroy } = args;
    const options = {
        logStreamNamePrefix,
        taskName,
        region,
        profile,
        assumeRoleArn,
        waitForCompletion,
        timeoutSeconds,
    };
    const given = { ...options, settleHours, allowUnsettled, onDestroy };
    const plain = Object.fromEntries(
        Object.entries(given)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([name, value]) => [
                name,
                pulumi.Output.isInstance(value) || value instanceof Promise ? UNKNOWN : value,
            ]),
    );
    const elsewhere = { logGroupName: UNKNOWN, from: UNKNOWN, to: UNKNOWN, destination: UNKNOWN };
    return checkInputs(withDefaults({ ...plain, ...elsewhere }));
}

function checkPlan(args: LogExportArgs): Failure[] {
    const count = countExports(args);
    if (count > MOST_EXPORTS) {
        return [
            refuse("splitBy", args.splitBy, `coarser: this makes ${count} exports`, `At most ${MOST_EXPORTS} fit.`),
        ];
    }
    const plan = planExports(args);
    const owners = new Map<string, (typeof plan)[number]>();
    for (const planned of plan) {
        const prefix: unknown = planned.destinationPrefix;
        if (typeof planned.logGroupName !== "string") continue;
        if (typeof prefix !== "string") {
            const next = `For ${planned.key} it gives something else: let the function return the whole prefix.`;
            return [refuse("layout", prefix, "a function that gives a string", next)];
        }
        const failure = checkDestinationPrefix(`destinationPrefix of ${planned.key}`, prefix);
        if (failure) return [failure];
        const owner = owners.get(prefix);
        if (owner && owner.logGroupName !== planned.logGroupName) {
            return [
                refuse(
                    "layout",
                    args.layout,
                    `one that keeps log groups apart: ${owner.key} and ${planned.key} both go to ${prefix}`,
                    'Use "hive", or a function that puts the log group\'s name into the prefix.',
                ),
            ];
        }
        owners.set(prefix, planned);
    }
    return [];
}
