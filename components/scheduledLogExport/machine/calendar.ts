import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { type SplitBy } from "../../time/calendar";
import { type MachinePlan } from "./plan";
import { code, type Code } from "./statesLanguage";

const MONDAY = 4 * DAY_MS; // 1970 began on a Thursday

/** The maximum length of an hour, day, week or month, if the clock is not changed in it. */
export const longestPart: Readonly<Record<SplitBy, number>> = {
    hour: HOUR_MS,
    day: DAY_MS,
    week: 7 * DAY_MS,
    month: 31 * DAY_MS,
};

const firstOfMonth = (localTime: Code) =>
    code`$toMillis($fromMillis(${localTime}, ${"[Y0001]-[M01]-01T00:00:00.000Z"}))`;

/** The last local time up to `$local`, and the first from `$local` on, at which an hour, day, week or month begins. */
const FLOORS: Readonly<Record<SplitBy, Code>> = {
    hour: code`$floor($local / ${HOUR_MS}) * ${HOUR_MS}`,
    day: code`$floor($local / ${DAY_MS}) * ${DAY_MS}`,
    week: code`$floor(($local - ${MONDAY}) / ${7 * DAY_MS}) * ${7 * DAY_MS} + ${MONDAY}`,
    month: firstOfMonth(code`$local`),
};
const CEILINGS: Readonly<Record<SplitBy, Code>> = {
    hour: code`$ceil($local / ${HOUR_MS}) * ${HOUR_MS}`,
    day: code`$ceil($local / ${DAY_MS}) * ${DAY_MS}`,
    week: code`$ceil(($local - ${MONDAY}) / ${7 * DAY_MS}) * ${7 * DAY_MS} + ${MONDAY}`,
    month: code`($first := ${FLOORS.month}; $first = $local ? $local : ${firstOfMonth(code`($first + ${32 * DAY_MS})`)})`,
};

/**
 * Defines functions with the rules of components/time/calendar.ts, for the group's `splitBy` and the plan's time zone:
 * `$floorOf`, the last boundary up to a time, and `$ceilOf`, the first from a time on. `$clockAt` is the clock period that
 * a time is in, one of `$clock`. No boundary is computed for times beyond the time zone data: see `isTimeZoneDataCurrent`.
 */
export function calendarFunctions(plan: MachinePlan): Code {
    const { splitBy, quiet } = plan;
    const bySplit = (of: Readonly<Record<SplitBy, Code>>) =>
        quiet ? code`($isQuiet ? (${of[quiet.splitBy]}) : (${of[splitBy]}))` : of[splitBy];
    // An hour that the clock repeats begins twice; a day, week or month only the first time.
    const atMostOnce = (localTime: Code) =>
        bySplit({ ...forEverySplit(code`$max([${localTime}, $period.changedAt])`), hour: localTime });
    return code`$clockAt := function($time) { $clock[start <= $time and end > $time] };
        $floorLocal := function($local) { ${bySplit(FLOORS)} };
        $ceilLocal := function($local) { ${bySplit(CEILINGS)} };
        $isSkipped := function($period) { (
            $at := $period.start + $period.offset;
            $ceilLocal($period.changedAt) < $at and $ceilLocal($at) != $at
        ) };
        $ceilOf := function($time) { (
            $period := $clockAt($time);
            $at := $ceilLocal(${atMostOnce(code`($time + $period.offset)`)}) - $period.offset;
            $time = $period.start and $isSkipped($period) ? $time : $at < $period.end ? $at : $ceilOf($period.end)
        ) };
        $floorOf := function($time) { (
            $period := $clockAt($time);
            $at := $floorLocal($time + $period.offset);
            $at >= ${atMostOnce(code`($period.start + $period.offset)`)} ? $at - $period.offset
                : $isSkipped($period) ? $period.start : $floorOf($period.start - 1)
        ) };`;
}

const forEverySplit = (value: Code): Record<SplitBy, Code> => ({ hour: value, day: value, week: value, month: value });

/** A time's local time in the zone, written as if it were UTC. */
export const localTimeAt = (time: Code): Code => code`(${time} + $clockAt(${time}).offset)`;

/** Whether the clock changes up to now are known; no range ends later. */
export function isTimeZoneDataCurrent({ clock: { knownUntil } }: MachinePlan): Code {
    return knownUntil === undefined ? code`true` : code`$millis() < ${knownUntil}`;
}

/** The error message if they are not known. */
export function timeZoneDataExpiredMessage({ clock: { timeZone, knownUntil = 0 } }: MachinePlan): string {
    const end = new Date(knownUntil).toISOString().slice(0, 10);
    return (
        `The state machine's data of time zone ${timeZone} ends on ${end}, so it does not know when days begin. ` +
        "Run `pulumi up` to add ten more years; no log data is lost."
    );
}
