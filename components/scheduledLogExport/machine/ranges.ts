import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { calendarFunctions, localTimeAt, longestPart } from "./calendar";
import { type MachinePlan } from "./plan";
import { code, type Code } from "./statesLanguage";

/** Of a visit that has not planned any. */
export const NO_RANGE = {
    from: 0,
    to: 0,
    latest: 0,
    isDue: false,
    isIdle: false,
    prefix: "",
};

/**
 * The next range of a group. It starts at `$exportedTo`; everything before is exported and verified.
 *
 * | the range starts                                                            | it ends                                   |
 * |-----------------------------------------------------------------------------|-------------------------------------------|
 * | in an idle period, before the group's creation, or past its retention       | at the first boundary after that period   |
 * | at any other time                                                           | at the next boundary                      |
 * | where a range failed                                                        | where that range was cut (`$retryTo`)     |
 *
 * It never ends after the last boundary that has settled. It is not due if it ends before the group's creation, because the
 * service would refuse it. A group without an event since `$exportedTo` is idle.
 */
export function nextRange(plan: MachinePlan): Code {
    const settled = code`$settled := $millis() - ${plan.settleHours * HOUR_MS};`;
    const latest =
        plan.to === undefined
            ? code`$latest := $floorOf($settled);`
            : code`$latest := $settled >= ${plan.to} ? ${plan.to} : $floorOf($settled);`;
    return code`(
        ${calendarFunctions(plan)}
        ${settled}
        ${latest}
        $kept := $retention > 0 ? $millis() - $retention * ${DAY_MS} : 0;
        $nothingUntil := $max([$idleTo, $created, $kept]);
        $end := $min([$nothingUntil > $exportedTo ? $ceilOf($nothingUntil) : $ceilOf($exportedTo + 1), $latest]);
        $to := $retryTo > $exportedTo and $retryTo < $end ? $retryTo : $end;
        {
            "from": $exportedTo,
            "to": $to,
            "latest": $latest,
            "isDue": $to > $exportedTo and $to >= $created,
            "isIdle": $latestEvent < $exportedTo,
            "prefix": ${prefixOf(plan)}
        }
    )`;
}

/** The middle of a failed range, rounded down to a minute. The part before the group's creation is ignored. */
export const CUT_POINT = code`($start := $max([$task.from, $created]); $start + $floor(($task.to - $start) / 120000) * 60000)`;

/** A range is cut only if both parts are at least this long. */
const MIN_PART_MS = 30 * 60_000;
export const CAN_BE_CUT = code`$task.to - $max([$task.from, $created]) >= ${2 * MIN_PART_MS}`;

/** Whether a group stores little enough for longer ranges, and retains its data long enough to wait for their end. */
export function isQuiet({ quiet, settleHours }: MachinePlan): Code {
    if (!quiet) return code`false`;
    const days = Math.ceil((2 * longestPart[quiet.splitBy] + settleHours * HOUR_MS) / DAY_MS);
    return code`($of := $states.result.LogGroups[LogGroupName = $group];
        $days := $exists($of.RetentionInDays) ? $of.RetentionInDays : 100000;
        $age := $max([1, ($millis() - $of.CreationTime) / ${DAY_MS}]);
        $count($of) = 1 and $days >= ${days} and $of.StoredBytes / $min([$age, $days]) < ${quiet.bytesPerDay})`;
}

const groupPrefix = (destinationPrefix: string) =>
    code`${`${destinationPrefix}/log_group=`} & $replace($replace($group, "/", "%2F"), "#", "%23")`;

/** What all objects of a group begin with. */
export const groupFolder = ({ destinationPrefix, layout }: MachinePlan): Code =>
    layout === "plain" ? code`${`${destinationPrefix}/`}` : code`${groupPrefix(destinationPrefix)} & "/"`;

/** The prefix of a range's objects, the same as that of `destinationPrefixFor`. */
function prefixOf({ destinationPrefix, layout, splitBy }: MachinePlan): Code {
    if (layout === "plain") return code`${destinationPrefix}`;
    return code`${groupPrefix(destinationPrefix)} & $fromMillis(${localTimeAt(code`$exportedTo`)}, ${splitBy === "hour" ? "/year=[Y0001]/month=[M01]/day=[D01]/hour=[H01]" : "/year=[Y0001]/month=[M01]/day=[D01]"})`;
}

/**
 * The task of the next range. Its name is the plan's name and a hash of everything that determines the exported data, and
 * of the checkpoint's revision: a search for it never finds the task of an earlier attempt.
 */
export function nextTask({ name, bucketName, logStreamNamePrefix = "" }: MachinePlan): Code {
    const identity = code`[${name}, ${bucketName}, ${logStreamNamePrefix}, $group, $nextRange.from, $nextRange.to, $nextRange.prefix, $revision]`;
    return code`{
        "name": ${`${name}-`} & $substring($hash($string(${identity}), "SHA-256"), 0, 32),
        "id": "", "from": $nextRange.from, "to": $nextRange.to,
        "bucket": ${bucketName}, "prefix": $nextRange.prefix, "streams": ${logStreamNamePrefix}
    }`;
}

/**
 * Whether the open task writes to where this state machine exports to. Otherwise `pulumi up` has changed the bucket or the
 * prefix since, and the role may no longer look at its objects.
 */
export function isTaskOfThisPlace({ bucketName, destinationPrefix }: MachinePlan): Code {
    return code`($task.bucket = ${bucketName} and $substringBefore($task.prefix & "/", ${`${destinationPrefix}/`}) = "")`;
}
