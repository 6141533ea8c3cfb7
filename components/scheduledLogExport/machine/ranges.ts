import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { calendarFunctions, localTimeAt, longestPart } from "./calendar";
import { type MachinePlan } from "./plan";
import { code, type Code } from "./statesLanguage";

/**
 * Which range of a group comes next. Everything before `$exportedTo` is exported and verified.
 *
 * | there is                                                  | the range ends at                          |
 * |-----------------------------------------------------------|--------------------------------------------|
 * | a stretch in which no event was seen, or from before the group's creation, or past its retention | the boundary after the whole stretch: one export is enough to make sure |
 * | anything else                                             | the next boundary                          |
 * | a range that failed                                       | where it was cut (`$retryTo`)                |
 *
 * In every case not after the last boundary that has settled; nothing is due if the service would refuse the range
 * because it ends before the group's creation. A group without an event since `$exportedTo` is idle.
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
        $nothingUntil := $max([$idleTo, $created, $retention > 0 ? $settled - $retention * ${DAY_MS} : 0]);
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

/** Where a failed range is cut; minutes are fine enough. The part before the group's creation does not count. */
export const CUT_POINT = code`($start := $max([$task.from, $created]); $start + $floor(($task.to - $start) / 120000) * 60000)`;

/** Below this a range is not cut any more. */
const MIN_PART_MS = 30 * 60_000;
export const CAN_BE_CUT = code`$task.to - $max([$task.from, $created]) >= ${2 * MIN_PART_MS}`;

/** Whether a group stores so little that longer ranges do, and its retention is long enough to wait for them. */
export function isQuiet({ quiet, settleHours }: MachinePlan): Code {
    if (!quiet) return code`false`;
    const days = Math.ceil((2 * longestPart[quiet.splitBy] + settleHours * HOUR_MS) / DAY_MS);
    return code`($of := $states.result.LogGroups[LogGroupName = $group];
        $days := $exists($of.RetentionInDays) ? $of.RetentionInDays : 100000;
        $age := $max([1, ($millis() - $of.CreationTime) / ${DAY_MS}]);
        $count($of) = 1 and $days >= ${days} and $of.StoredBytes / $min([$age, $days]) < ${quiet.bytesPerDay})`;
}

/** The prefix of a range's objects, letter for letter as `destinationPrefixFor` has it. */
function prefixOf({ destinationPrefix, layout, splitBy }: MachinePlan): Code {
    if (layout === "plain") return code`${destinationPrefix}`;
    return code`${`${destinationPrefix}/log_group=`}
        & $replace($replace($group, "/", "%2F"), "#", "%23")
        & $fromMillis(${localTimeAt(code`$exportedTo`)}, ${splitBy === "hour" ? "/year=[Y0001]/month=[M01]/day=[D01]/hour=[H01]" : "/year=[Y0001]/month=[M01]/day=[D01]"})`;
}

/** The task of the next range. Its name is a readable beginning, then a hash of everything that decides its data. */
export function nextTask({ name, bucketName, logStreamNamePrefix = "" }: MachinePlan): Code {
    const decisive = code`[${name}, ${bucketName}, ${logStreamNamePrefix}, $group, $nextRange.from, $nextRange.to, $nextRange.prefix]`;
    return code`{
        "name": ${`${name}-`} & $substring($hash($string(${decisive}), "SHA-256"), 0, 32),
        "id": "", "from": $nextRange.from, "to": $nextRange.to, "prefix": $nextRange.prefix
    }`;
}
