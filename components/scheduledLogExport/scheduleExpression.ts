import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { temporal } from "../../providers/temporal";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { checkTimeZone, DEFAULT_TIME_ZONE } from "../time/timeZone";
import { zoneClock } from "./machine/zoneClock";

const RATE = /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/;
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;

interface CronField {
    readonly name: string;
    readonly first: number;
    readonly last: number;
    readonly names?: readonly string[];
    /** What a field may hold beside numbers, ranges, steps and lists. */
    readonly special?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const FIELDS: readonly CronField[] = [
    { name: "minutes", first: 0, last: 59 },
    { name: "hours", first: 0, last: 23 },
    { name: "day of month", first: 1, last: 31, special: /^(\?|L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/ },
    { name: "month", first: 1, last: 12, names: MONTHS },
    {
        name: "day of week",
        first: 1,
        last: 7,
        names: WEEKDAYS,
        special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
    },
    { name: "year", first: 1970, last: 2199 },
];

/** Refuses what EventBridge Scheduler would. */
export function checkScheduleExpression(property: string, expression: unknown): InputFailure | undefined {
    const problem = typeof expression === "string" ? problemOfSchedule(expression) : "";
    if (problem === undefined) return undefined;
    const isOnce = typeof expression === "string" && expression.startsWith("at(");
    const next = isOnce
        ? "For a backfill give once: true."
        : `${problem} Every night at three: "cron(0 3 * * ? *)".`.trim();
    return refuse(property, expression, "an expression of EventBridge Scheduler, cron with six fields or rate", next);
}

/**
 * Refuses a time zone that EventBridge Scheduler may not know. It takes names of the IANA database; that it takes offsets, or
 * names in other letters, is not documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
 */
export function checkScheduleTimeZone(property: string, timeZone: unknown): InputFailure | undefined {
    const failure = checkTimeZone(property, timeZone);
    if (failure || typeof timeZone !== "string") return failure;
    const allowed = "the name of a time zone of the IANA database, which EventBridge Scheduler takes";
    if (/^[+-]/.test(timeZone)) {
        const next = 'For a fixed offset use UTC, or a zone such as "Etc/GMT-2", which is two hours ahead of UTC.';
        return refuse(property, timeZone, allowed, next);
    }
    const { timeZoneId } = temporal().Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return timeZoneId === timeZone ? undefined : refuse(property, timeZone, allowed, `Write "${timeZoneId}".`);
}

/** What is wrong with an expression of EventBridge Scheduler; undefined if nothing is. */
export function problemOfSchedule(expression: string): string | undefined {
    if (RATE.test(expression)) return undefined;
    const [, ...fields] = CRON.exec(expression) ?? [];
    if (fields.length === 0) return "It is neither cron(…) with six fields nor rate(…).";
    const wrong = FIELDS.find((field, index) => !isValid(fields[index].toUpperCase(), field));
    if (wrong) {
        const { name, first, last } = wrong;
        return `The field for ${name} is ${JSON.stringify(fields[FIELDS.indexOf(wrong)])}; it takes ${first} to ${last}.`;
    }
    const [, , dayOfMonth, , dayOfWeek] = fields;
    if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
        return 'One of the fields for day of month and day of week is "?", the other is not.';
    }
    return undefined;
}

function isValid(text: string, { first, last, names = [], special }: CronField): boolean {
    const valueOf = (part: string) => {
        const value = names.includes(part) ? names.indexOf(part) + first : /^\d+$/.test(part) ? Number(part) : NaN;
        return value >= first && value <= last ? value : undefined;
    };
    return text.split(",").every((item) => {
        if (special?.test(item)) return true;
        const [range, step, ...more] = item.split("/");
        if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
        if (range === "*") return true;
        const ends = range.split("-").map(valueOf);
        return ends.length <= 2 && ends.every((end) => end !== undefined);
    });
}

/**
 * The longest time between two starts, in hours, as far as it can be told from the expression without a calendar; undefined if
 * it may be more than a week.
 * @param now in milliseconds since 1970.
 */
export function longestPauseHours(
    expression: string,
    timeZone = DEFAULT_TIME_ZONE,
    now = Date.now(),
): number | undefined {
    const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
    if (count !== undefined) {
        const hours = Number(count) * { minute: 1 / 60, hour: 1, day: 24 }[unit as "minute" | "hour" | "day"];
        return hours <= 7 * 24 ? hours : undefined;
    }
    const [, minutes, hours, dayOfMonth, month, dayOfWeek, year] = CRON.exec(expression) ?? [];
    if (month !== "*" || year !== "*") return undefined;
    const isDaily = /^[*?]$/.test(dayOfMonth) && /^[*?]$/.test(dayOfWeek);
    if (isDaily) return hours === "*" ? 1 : isSometimesSkipped(minutes, hours, timeZone, now) ? 48 : 24;
    // A day of the week comes round each week; "the second Monday" and "the last Friday" do not.
    return dayOfMonth === "?" && !/[L#]/.test(dayOfWeek.replace(/[A-Z]{3}/gi, "")) ? 7 * 24 : undefined;
}

/**
 * Whether the only start of a day is at an hour that the zone's clock skips when it is put forward. EventBridge Scheduler does
 * not start anything then: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
function isSometimesSkipped(minutes: string, hours: string, timeZone: string, now: number): boolean {
    if (!/^\d+$/.test(hours)) return false; // another hour is not skipped that day
    const [minute, hour] = [/^\d+$/.test(minutes) ? Number(minutes) : undefined, Number(hours)];
    const [first, last] = [minute ?? 0, minute ?? 59].map((of) => hour * HOUR_MS + of * (HOUR_MS / 60));
    return zoneClock(timeZone, now, now).periods.some(({ start, offset, changedAt }) => {
        const skippedFrom = ((changedAt % DAY_MS) + DAY_MS) % DAY_MS;
        return start >= now && last >= skippedFrom && first < skippedFrom + start + offset - changedAt;
    });
}
