import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkExportOptions } from "./exportOptions";
import { checkGivenBucket } from "../exportBucket/bucketArgument";
import { type LogExportArgs, type OwnBucketArgs } from "./args";
import { checkLogGroups } from "../logGroups/logGroups";
import { checkOwnGrant, checkOwnPlan } from "./ownGrant";
import { countExports, type PlannedExport, planExports } from "./plan";
import { checkPrefixes } from "./prefixes";
import { checkPrefix, checkRangeArgs } from "./rangeChecks";

/** Hours of ten years: more exports than that in one declaration is a slip, not a plan. */
const MOST_EXPORTS = 100_000;

/**
 * The exports that the arguments ask for.
 * @param now in milliseconds since 1970.
 * @throws {InputError} where an argument is wrong.
 */
export function checkedPlan(what: string, args: LogExportArgs, now: number): PlannedExport[] {
    assertInputs(what, checkLogExportArgs(args));
    assertInputs(what, checkOwnGrant(args));
    assertInputs(what, checkCount(args, now)); // only then can it be planned
    const plan = planExports(args, now);
    assertInputs(what, checkPrefixes(plan, args.layout));
    assertInputs(what, checkOwnPlan(args, plan));
    return plan;
}

/** What can be told to be wrong with a LogExport without planning it. */
function checkLogExportArgs(args: LogExportArgs): InputFailure[] {
    return [
        ...refuseUnknown("a LogExport", "", args, Object.keys(PROPERTIES)),
        ...checkLogGroups(args.logGroups),
        ...checkRangeArgs(args),
        ...checkLayout(args),
        ...checkOptions(args),
        ...checkGivenBucket({ bucket: withoutOwn(args.bucket) }),
    ];
}

/** `"own"` is a word of a LogExport's alone; what it stands for is looked at once the rest is known to be right. */
function withoutOwn(bucket: unknown): unknown {
    const { sourceLogGroups, destinationPrefixes } = (bucket ?? {}) as Partial<OwnBucketArgs>;
    if (sourceLogGroups !== "own" && destinationPrefixes !== "own") return bucket;
    return {
        ...(bucket as OwnBucketArgs),
        ...(sourceLogGroups === "own" && { sourceLogGroups: undefined }),
        ...(destinationPrefixes === "own" && { destinationPrefixes: undefined }),
    };
}

function checkCount(args: LogExportArgs, now: number): InputFailure[] {
    const count = countExports(args, now);
    if (count <= MOST_EXPORTS) return [];
    return [refuse("splitBy", args.splitBy, `coarser: this makes ${count} exports`, `At most ${MOST_EXPORTS} fit.`)];
}

const PROPERTIES: Readonly<Record<keyof LogExportArgs, true>> = {
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
    logStreamNamePrefix: true,
    taskNamePrefix: true,
    region: true,
    profile: true,
    assumeRoleArn: true,
    triggers: true,
    waitForCompletion: true,
    timeoutSeconds: true,
    settleHours: true,
    removalPolicy: true,
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

function checkOptions(args: LogExportArgs): InputFailure[] {
    const { logStreamNamePrefix, taskNamePrefix, region, profile, assumeRoleArn } = args;
    const { waitForCompletion, timeoutSeconds, settleHours, removalPolicy } = args;
    return checkExportOptions({
        logStreamNamePrefix,
        taskNamePrefix,
        region,
        profile,
        assumeRoleArn,
        waitForCompletion,
        timeoutSeconds,
        settleHours,
        removalPolicy,
    });
}
