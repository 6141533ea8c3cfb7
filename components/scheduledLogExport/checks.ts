import { Failure, refuse, refuseUnknown } from "../../providers/exportTask/failure";
import { parseTimestamp } from "../../providers/exportTask/timestamp";
import { isLater } from "../bucketAccess";
import { SPLITS } from "../calendar";
import { checkExportOptions } from "../exportOptions";
import { checkGivenBucket } from "../givenBucket";
import { LOG_EXPORT_TYPE } from "../logExport";
import { checkLogGroups } from "../logGroups";
import { checkPrefix } from "../rangeArgs";
import { checkTimeZone } from "../timeZone";
import { ScheduledLogExportArgs } from "./args";
import { longestPart } from "./ranges";

const PROPERTIES: Readonly<Record<keyof ScheduledLogExportArgs, true>> = {
    logGroups: true,
    select: true,
    schedule: true,
    once: true,
    from: true,
    to: true,
    continues: true,
    splitBy: true,
    quietGroups: true,
    settleHours: true,
    destinationPrefix: true,
    layout: true,
    logStreamNamePrefix: true,
    bucket: true,
    transform: true,
};

/** What can be told to be wrong with a ScheduledLogExport before anything is made. */
export function checkScheduledLogExportArgs(args: ScheduledLogExportArgs): Failure[] {
    return [
        ...refuseUnknown("a ScheduledLogExport", "", args, Object.keys(PROPERTIES)),
        ...checkGroups(args),
        ...checkWhen(args),
        ...checkRange(args),
        ...checkSplit(args),
        ...checkLayout(args),
        ...checkOptions(args),
        ...checkGivenBucket(args),
    ];
}

function checkGroups({ logGroups, select }: ScheduledLogExportArgs): Failure[] {
    if (logGroups !== undefined && select !== undefined) {
        const next = "Name the log groups in logGroups, or let each run look for them with select.";
        return [refuse("select", select, "absent where logGroups is given", next)];
    }
    if (select === undefined) return checkLogGroups(logGroups as never);
    if (select === null || typeof select !== "object" || Array.isArray(select)) {
        return [refuse("select", select, "a selection", 'For example { namePrefix: "/aws/lambda/" }.')];
    }
    const failures = refuseUnknown("a selection of log groups", "select.", select, [
        "namePrefix",
        "namePattern",
        "logGroupClass",
        "exclude",
    ]);
    const { namePrefix, namePattern, logGroupClass, exclude } = select;
    if (namePrefix !== undefined && !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(String(namePrefix))) {
        const next = "It is the beginning of names, without a wildcard; leave it out for all.";
        failures.push(refuse("select.namePrefix", namePrefix, "1 to 512 of the characters of log group names", next));
    }
    if (namePattern !== undefined) failures.push(...checkPattern("select.namePattern", namePattern));
    if (
        logGroupClass !== undefined &&
        !["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"].includes(logGroupClass as string)
    ) {
        const allowed = '"STANDARD", "INFREQUENT_ACCESS" or "DELIVERY"';
        failures.push(refuse("select.logGroupClass", logGroupClass, allowed, "Leave it out for every class."));
    }
    if (exclude !== undefined && !Array.isArray(exclude)) {
        failures.push(refuse("select.exclude", exclude, "a list", 'For example ["/aws/lambda/noise", /-test$/].'));
    }
    for (const [index, one] of (Array.isArray(exclude) ? exclude : []).entries()) {
        if (typeof one !== "string") failures.push(...checkPattern(`select.exclude[${index}]`, one));
    }
    return failures;
}

/** The run matches with JSONata's regular expressions, which know the flags `i` and `m` alone. */
function checkPattern(property: string, pattern: unknown): Failure[] {
    if (!(pattern instanceof RegExp)) {
        return [refuse(property, pattern, "a regular expression", "Write it between slashes: /-(prod|audit)$/.")];
    }
    const problem = pattern.flags !== "" ? "It has flags" : /\(\?/.test(pattern.source) ? "It has a group with ?" : "";
    if (problem === "") return [];
    const next = `${problem}: write [Aa] for either case, and what is not wanted into exclude.`;
    return [refuse(property, String(pattern), "a plain regular expression, which runs in AWS", next)];
}

const RATE = /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/;
const CRON = /^cron\(\S+( \S+){5}\)$/;

function checkWhen({ schedule, once }: ScheduledLogExportArgs): Failure[] {
    if ((schedule === undefined) === (once === undefined)) {
        const next = 'Give schedule: "cron(0 3 * * ? *)" for every night, or once: true for a backfill.';
        return [refuse("schedule", schedule, "given, or once instead of it", next)];
    }
    if (once !== undefined) {
        return once === true ? [] : [refuse("once", once, "true", "Leave it out and give a schedule.")];
    }
    const { expression, timeZone } = typeof schedule === "string" ? { expression: schedule } : (schedule ?? {});
    const at = typeof schedule === "string" ? "schedule" : "schedule.expression";
    const failures: Failure[] = [];
    if (typeof schedule === "object" && schedule !== null) {
        failures.push(...refuseUnknown("a schedule", "schedule.", schedule, ["expression", "timeZone"]));
    }
    if (typeof expression !== "string" || !(RATE.test(expression) || CRON.test(expression))) {
        const isOnce = typeof expression === "string" && expression.startsWith("at(");
        const next = isOnce ? "For a backfill give once: true." : 'Every night at three: "cron(0 3 * * ? *)".';
        const allowed = "an expression of EventBridge Scheduler, cron with six fields or rate";
        failures.push(refuse(at, expression, allowed, next));
    }
    const failure = timeZone === undefined ? undefined : checkTimeZone("schedule.timeZone", timeZone);
    return failure ? [...failures, failure] : failures;
}

function checkRange({ from, to, once, continues }: ScheduledLogExportArgs): Failure[] {
    const failures: Failure[] = [];
    if (continues !== undefined && from !== undefined) {
        const next = "It begins where that ends: remove from, or continues.";
        failures.push(refuse("from", from, "absent where continues is given", next));
    }
    if (continues !== undefined && (continues as { __pulumiType?: string })?.__pulumiType !== LOG_EXPORT_TYPE) {
        failures.push(refuse("continues", continues, "a LogExport", "Give the LogExport itself, or from."));
    } else if (continues?.goesOn) {
        const next = "Give it a point in time as its end: both would export what comes after.";
        failures.push(refuse("continues", 'a LogExport to "latest"', "a LogExport that ends", next));
    }
    if (continues === undefined) {
        const start = parseTimestamp("from", from);
        if (typeof start !== "number") failures.push(start);
    }
    if (once === undefined && to !== undefined) {
        const next = "Remove it; for a range that ends give once: true instead of the schedule.";
        failures.push(refuse("to", to, "absent where there is a schedule, which goes on", next));
    }
    if (once !== undefined) failures.push(...checkEnd(from, to));
    return failures;
}

function checkEnd(from: unknown, to: unknown): Failure[] {
    const [start, end] = [parseTimestamp("from", from), parseTimestamp("to", to)];
    if (typeof end !== "number") return [end];
    if (typeof start !== "number" || start < end) return [];
    const [first, last] = [start, end].map((time) => new Date(time).toISOString());
    return [refuse("to", last, `later than from (${first})`, "Swap or correct the two.")];
}

function checkSplit({ splitBy, quietGroups }: ScheduledLogExportArgs): Failure[] {
    const failures: Failure[] = [];
    const names = (of: readonly string[]) => of.map((name) => `"${name}"`).join(", ");
    if (splitBy !== undefined && !SPLITS.includes(splitBy)) {
        failures.push(refuse("splitBy", splitBy, names(SPLITS), 'Leave it out for "day".'));
    }
    if (quietGroups === undefined || failures.length > 0) return failures;
    if (quietGroups === null || typeof quietGroups !== "object") {
        const next = "For example { belowBytesPerDay: 1_000_000 }.";
        return [refuse("quietGroups", quietGroups, "the description of quiet groups", next)];
    }
    failures.push(...refuseUnknown("quietGroups", "quietGroups.", quietGroups, ["belowBytesPerDay", "splitBy"]));
    const { belowBytesPerDay, splitBy: longer = "week" } = quietGroups;
    if (typeof belowBytesPerDay !== "number" || !(belowBytesPerDay > 0)) {
        const next = "For example 1_000_000, a megabyte a day.";
        failures.push(refuse("quietGroups.belowBytesPerDay", belowBytesPerDay, "a number of bytes above 0", next));
    }
    const longerOnes = SPLITS.filter((split) => longestPart[split] > longestPart[splitBy ?? "day"]);
    if (!longerOnes.includes(longer)) {
        const next = longerOnes.length > 0 ? "Otherwise quiet groups gain nothing." : "Leave quietGroups out.";
        failures.push(
            refuse("quietGroups.splitBy", longer, `longer than splitBy: ${names(longerOnes) || "none is"}`, next),
        );
    }
    return failures;
}

function checkLayout({ layout, logGroups, destinationPrefix }: ScheduledLogExportArgs): Failure[] {
    const failures: Failure[] = [];
    if (typeof layout === "function") {
        const next = 'A function of the program cannot run in AWS, where the prefixes are made: use "hive" or "plain".';
        failures.push(refuse("layout", "a function", '"hive" or "plain"', next));
    } else if (layout !== undefined && layout !== "hive" && layout !== "plain") {
        failures.push(refuse("layout", layout, '"hive" or "plain"', 'Leave it out for "hive".'));
    }
    const isSingle = logGroups !== undefined && logGroups !== null && Object.keys(logGroups).length === 1;
    if (layout === "plain" && !isSingle) {
        const next = 'Use "hive", which keeps log groups apart, or one ScheduledLogExport for each group.';
        failures.push(refuse("layout", layout, '"hive" for several log groups', next));
    }
    const failure = checkPrefix("destinationPrefix", destinationPrefix);
    return failure ? [...failures, failure] : failures;
}

/** They are written into the state machine while the program runs. */
function checkOptions({ logStreamNamePrefix, settleHours }: ScheduledLogExportArgs): Failure[] {
    const options = { logStreamNamePrefix, settleHours };
    const later = Object.entries(options).filter(([, value]) => isLater(value));
    if (later.length === 0) return checkExportOptions(options);
    const next = "It is written into the state machine, so it cannot be an Output.";
    return later.map(([property, value]) => refuse(property, value, "a plain value", next));
}
