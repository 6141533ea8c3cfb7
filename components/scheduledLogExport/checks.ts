import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { parseTimestamp } from "../../providers/validation/timestamp";
import { isNotYetKnown } from "../../providers/outputs";
import { SPLITS } from "../time/calendar";
import { checkKmsKey } from "../exportBucket/encryption";
import { checkExportOptions } from "../logExport/exportOptions";
import { checkBucketArgument } from "../exportBucket/bucketArgument";
import { isOfType, LOG_EXPORT_TYPE } from "../resourceTypes";
import { type LogGroupSelection } from "../logGroups/selection";
import { checkSelection } from "../logGroups/selectionChecks";
import { checkLogGroups } from "../logGroups/logGroups";
import { checkPrefix, checkSplitBy } from "../logExport/rangeChecks";
import { checkTimeZone } from "../time/timeZone";
import { type ScheduledLogExportArgs } from "./args";
import { longestPart } from "./machine/calendar";
import { DEFAULT_QUIET_SPLIT_BY, DEFAULT_SPLIT_BY } from "./machine/plan";
import { checkOperations } from "./operationsChecks";
import { checkPatterns } from "./patterns";
import { checkScheduleExpression, checkScheduleTimeZone } from "./scheduleExpression";

const PROPERTIES: Readonly<Record<keyof ScheduledLogExportArgs, true>> = {
    logGroups: true,
    select: true,
    schedule: true,
    once: true,
    from: true,
    to: true,
    continues: true,
    splitBy: true,
    rangeTimeZone: true,
    quietGroups: true,
    settleHours: true,
    destinationPrefix: true,
    layout: true,
    logStreamNamePrefix: true,
    bucket: true,
    checkpoints: true,
    alarms: true,
    dashboard: true,
    executionLogs: true,
    topicEncryption: true,
    kmsKey: true,
    transform: true,
};

const SELECTION: Readonly<Record<keyof LogGroupSelection, true>> = {
    namePrefix: true,
    namePattern: true,
    tags: true,
    logGroupClass: true,
    exclude: true,
};

/** The errors in a ScheduledLogExport's arguments that are found before anything is created. */
export function checkScheduledLogExportArgs(args: ScheduledLogExportArgs): InputFailure[] {
    return [
        ...refuseUnknown("a ScheduledLogExport", "", args, Object.keys(PROPERTIES)),
        ...checkGroups(args),
        ...checkWhen(args),
        ...checkRange(args),
        ...checkSplit(args),
        ...checkLayout(args),
        ...checkOptions(args),
        ...checkBucketArgument(args),
        ...checkCheckpoints(args),
        ...checkOperations(args),
        ...(args.kmsKey === undefined ? [] : checkKmsKey(args.kmsKey, "kmsKey")),
    ];
}

function checkGroups({ logGroups, select }: ScheduledLogExportArgs): InputFailure[] {
    if (logGroups !== undefined && select !== undefined) {
        const next = "Name the log groups in logGroups, or let each run find them with select.";
        return [refuse("select", select, "absent if logGroups is given", next)];
    }
    if (select === undefined) return checkLogGroups(logGroups as never);
    if (select === null || typeof select !== "object" || Array.isArray(select)) {
        return [refuse("select", select, "a selection", 'For example { namePrefix: "/aws/lambda/" }.')];
    }
    return [
        ...refuseUnknown("a selection of log groups", "select.", select, Object.keys(SELECTION)),
        ...checkSelection("select.", select),
        ...checkPatterns(select),
    ];
}

function checkWhen({ schedule, once }: ScheduledLogExportArgs): InputFailure[] {
    if ((schedule === undefined) === (once === undefined)) {
        const next = 'Give schedule: "cron(0 3 * * ? *)" for every night, or once: true for a backfill.';
        return [refuse("schedule", schedule, "given, or once instead of it", next)];
    }
    if (once !== undefined) {
        return once === true ? [] : [refuse("once", once, "true", "Leave it out and give a schedule.")];
    }
    const { expression, timeZone } = typeof schedule === "string" ? { expression: schedule } : (schedule ?? {});
    const at = typeof schedule === "string" ? "schedule" : "schedule.expression";
    const failures: InputFailure[] = [];
    if (typeof schedule === "object" && schedule !== null) {
        failures.push(...refuseUnknown("a schedule", "schedule.", schedule, ["expression", "timeZone"]));
    }
    const expressionFailure = checkScheduleExpression(at, expression);
    if (expressionFailure) failures.push(expressionFailure);
    const failure = timeZone === undefined ? undefined : checkScheduleTimeZone("schedule.timeZone", timeZone);
    return failure ? [...failures, failure] : failures;
}

function checkRange({ from, to, once, continues }: ScheduledLogExportArgs): InputFailure[] {
    const failures: InputFailure[] = [];
    if (continues !== undefined && from !== undefined) {
        const next = "The export begins where that LogExport ends: remove from or continues.";
        failures.push(refuse("from", from, "absent if continues is given", next));
    }
    if (continues !== undefined && !isOfType(continues, LOG_EXPORT_TYPE)) {
        failures.push(refuse("continues", continues, "a LogExport", "Give the LogExport itself, or from."));
    } else if (continues?.isOpenEnded) {
        const next = "Give it a point in time as its end, or both would export what comes after.";
        failures.push(refuse("continues", 'a LogExport to "latest"', "a LogExport that ends", next));
    }
    if (continues === undefined) {
        const start = parseTimestamp("from", from);
        if (typeof start !== "number") failures.push(start);
    }
    if (once === undefined && to !== undefined) {
        const next = "Remove it; for a range that ends give once: true instead of the schedule.";
        failures.push(refuse("to", to, "absent if there is a schedule, which does not end", next));
    }
    if (once !== undefined) failures.push(...checkEnd(from, to));
    return failures;
}

function checkEnd(from: unknown, to: unknown): InputFailure[] {
    const [start, end] = [parseTimestamp("from", from), parseTimestamp("to", to)];
    if (typeof end !== "number") return [end];
    if (typeof start !== "number" || start < end) return [];
    const [first, last] = [start, end].map((time) => new Date(time).toISOString());
    return [refuse("to", last, `later than from (${first})`, "Swap or correct the two.")];
}

function checkSplit({ splitBy, rangeTimeZone, quietGroups }: ScheduledLogExportArgs): InputFailure[] {
    const failures = checkSplitBy({ splitBy }, "day");
    const zoneFailure = rangeTimeZone === undefined ? undefined : checkTimeZone("rangeTimeZone", rangeTimeZone);
    if (zoneFailure) failures.push(zoneFailure);
    const names = (of: readonly string[]) => of.map((name) => `"${name}"`).join(", ");
    if (quietGroups === undefined || failures.length > 0) return failures;
    if (quietGroups === null || typeof quietGroups !== "object") {
        const next = "For example { belowBytesPerDay: 1_000_000 }.";
        return [refuse("quietGroups", quietGroups, "the description of quiet groups", next)];
    }
    failures.push(...refuseUnknown("quietGroups", "quietGroups.", quietGroups, ["belowBytesPerDay", "splitBy"]));
    const { belowBytesPerDay, splitBy: longer = DEFAULT_QUIET_SPLIT_BY } = quietGroups;
    if (typeof belowBytesPerDay !== "number" || !(belowBytesPerDay > 0)) {
        const next = "For example 1_000_000, a megabyte a day.";
        failures.push(refuse("quietGroups.belowBytesPerDay", belowBytesPerDay, "a number of bytes above 0", next));
    }
    const longerOnes = SPLITS.filter((split) => longestPart[split] > longestPart[splitBy ?? DEFAULT_SPLIT_BY]);
    if (!longerOnes.includes(longer)) {
        const next = longerOnes.length > 0 ? "Otherwise quiet groups gain nothing." : "Leave quietGroups out.";
        failures.push(
            refuse("quietGroups.splitBy", longer, `longer than splitBy: ${names(longerOnes) || "none is"}`, next),
        );
    }
    return failures;
}

function checkLayout({ layout, logGroups, destinationPrefix }: ScheduledLogExportArgs): InputFailure[] {
    const failures: InputFailure[] = [];
    if (typeof layout === "function") {
        const next =
            'A function of the program cannot run in AWS, where the prefixes are computed: use "hive" or "plain".';
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

function checkCheckpoints({ checkpoints }: ScheduledLogExportArgs): InputFailure[] {
    if (checkpoints === undefined) return [];
    const next =
        'For example { existing: "nightly-checkpoints-1a2b3c4" }, the tableName of an earlier ScheduledLogExport.';
    if (checkpoints === null || typeof checkpoints !== "object") {
        return [refuse("checkpoints", checkpoints, "{ existing: the name of a table }", next)];
    }
    const { existing } = checkpoints;
    const isName = isNotYetKnown(existing) || (typeof existing === "string" && /^[\w.-]{3,255}$/.test(existing));
    return [
        ...refuseUnknown("checkpoints", "checkpoints.", checkpoints, ["existing"]),
        ...(isName ? [] : [refuse("checkpoints.existing", existing, "the name of a DynamoDB table", next)]),
    ];
}

/** They are written into the state machine while the program runs. */
function checkOptions({ logStreamNamePrefix, settleHours }: ScheduledLogExportArgs): InputFailure[] {
    const options = { logStreamNamePrefix, settleHours };
    const later = Object.entries(options).filter(([, value]) => isNotYetKnown(value));
    if (later.length === 0) return checkExportOptions(options);
    const next = "It is written into the state machine, so it cannot be an Output.";
    return later.map(([property, value]) => refuse(property, value, "a plain value", next));
}
