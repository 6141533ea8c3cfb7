import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { type SplitBy } from "../../time/calendar";
import { type MachinePlan } from "./plan";
import { code, type Code } from "./statesLanguage";

const MONDAY = 4 * DAY_MS; // 1970 began on a Thursday

/** No hour, day, week or month lasts longer, but for the hours by which a clock is changed. */
export const longestPart: Readonly<Record<SplitBy, number>> = {
    hour: HOUR_MS,
    day: DAY_MS,
    week: 7 * DAY_MS,
    month: 31 * DAY_MS,
};

const firstOfMonth = (reading: Code) => code`$toMillis($fromMillis(${reading}, ${"[Y0001]-[M01]-01T00:00:00.000Z"}))`;

/** The last reading of a clock up to `$r`, and the first from `$r` on, at which an hour, day, week or month begins. */
const FLOORS: Readonly<Record<SplitBy, Code>> = {
    hour: code`$floor($r / ${HOUR_MS}) * ${HOUR_MS}`,
    day: code`$floor($r / ${DAY_MS}) * ${DAY_MS}`,
    week: code`$floor(($r - ${MONDAY}) / ${7 * DAY_MS}) * ${7 * DAY_MS} + ${MONDAY}`,
    month: firstOfMonth(code`$r`),
};
const CEILINGS: Readonly<Record<SplitBy, Code>> = {
    hour: code`$ceil($r / ${HOUR_MS}) * ${HOUR_MS}`,
    day: code`$ceil($r / ${DAY_MS}) * ${DAY_MS}`,
    week: code`$ceil(($r - ${MONDAY}) / ${7 * DAY_MS}) * ${7 * DAY_MS} + ${MONDAY}`,
    month: code`($f := ${FLOORS.month}; $f = $r ? $r : ${firstOfMonth(code`($f + ${32 * DAY_MS})`)})`,
};

/**
 * Defines, for the group's own split and the plan's time zone, what `calendar.ts` of a LogExport has, rule for rule:
 * `$floorOf`, the last boundary up to a time, and `$ceilOf`, the first from a time on. `$clockAt` is the period of the
 * zone's clock that a time lies in; `$clock` holds them all. No time is computed beyond what is known of the clock:
 * see `isTimeZoneDataCurrent`.
 */
export function calendarFunctions(plan: MachinePlan): Code {
    const { splitBy, quiet } = plan;
    const bySplit = (of: Readonly<Record<SplitBy, Code>>) =>
        quiet ? code`($isQuiet ? (${of[quiet.splitBy]}) : (${of[splitBy]}))` : of[splitBy];
    // An hour that the clock shows twice begins twice; a day, week or month only the first time.
    const least = (reading: Code) => bySplit({ ...fill(code`$max([${reading}, $p.shown])`), hour: reading });
    return code`$clockAt := function($t) { $clock[start <= $t and end > $t] };
        $floorReading := function($r) { ${bySplit(FLOORS)} };
        $ceilReading := function($r) { ${bySplit(CEILINGS)} };
        $isSkipped := function($p) { (
            $at := $p.start + $p.offset;
            $ceilReading($p.shown) < $at and $ceilReading($at) != $at
        ) };
        $ceilOf := function($t) { (
            $p := $clockAt($t);
            $at := $ceilReading(${least(code`($t + $p.offset)`)}) - $p.offset;
            $t = $p.start and $isSkipped($p) ? $t : $at < $p.end ? $at : $ceilOf($p.end)
        ) };
        $floorOf := function($t) { (
            $p := $clockAt($t);
            $at := $floorReading($t + $p.offset);
            $at >= ${least(code`($p.start + $p.offset)`)} ? $at - $p.offset
                : $isSkipped($p) ? $p.start : $floorOf($p.start - 1)
        ) };`;
}

const fill = (value: Code): Record<SplitBy, Code> => ({ hour: value, day: value, week: value, month: value });

/** A time as the zone's clock shows it, written as if it were UTC. */
export const localTimeAt = (time: Code): Code => code`(${time} + $clockAt(${time}).offset)`;

/** Whether the zone's clock is known up to now; no range ends later. */
export function isTimeZoneDataCurrent({ clock: { knownUntil } }: MachinePlan): Code {
    return knownUntil === undefined ? code`true` : code`$millis() < ${knownUntil}`;
}

/** The error message if it is not known. */
export function timeZoneDataExpiredMessage({ clock: { timeZone, knownUntil = 0 } }: MachinePlan): string {
    const end = new Date(knownUntil).toISOString().slice(0, 10);
    return (
        `This state machine knows the clock of ${timeZone} up to ${end}, so it does not know where days begin. ` +
        "Run `pulumi up`, which adds ten more years; nothing is lost."
    );
}
