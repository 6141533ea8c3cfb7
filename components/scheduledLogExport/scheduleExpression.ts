import { type InputFailure, refuse } from "../../providers/validation/failure";

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
 */
export function longestPauseHours(expression: string): number | undefined {
    const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
    if (count !== undefined) {
        const hours = Number(count) * { minute: 1 / 60, hour: 1, day: 24 }[unit as "minute" | "hour" | "day"];
        return hours <= 7 * 24 ? hours : undefined;
    }
    const [, , hours, dayOfMonth, month, dayOfWeek, year] = CRON.exec(expression) ?? [];
    if (month !== "*" || year !== "*") return undefined;
    const isDaily = /^[*?]$/.test(dayOfMonth) && /^[*?]$/.test(dayOfWeek);
    if (isDaily) return hours === "*" ? 1 : 24;
    // A day of the week comes round each week; "the second Monday" and "the last Friday" do not.
    return dayOfMonth === "?" && !/[L#]/.test(dayOfWeek.replace(/[A-Z]{3}/gi, "")) ? 7 * 24 : undefined;
}
