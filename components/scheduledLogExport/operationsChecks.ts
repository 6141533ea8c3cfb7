import { isNotYetKnown } from "../../providers/outputs";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { checkKmsKey } from "../exportBucket/encryption";
import { type ScheduledLogExportArgs } from "./args";

/** Of PutRetentionPolicy: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const LEVELS = ["ALL", "ERROR", "FATAL"];

/** The errors in what watches the runs: alarms, dashboard, execution logs, and the topic's key. */
export function checkOperations(args: ScheduledLogExportArgs): InputFailure[] {
    return [...checkAlarms(args), ...checkDashboard(args), ...checkExecutionLogs(args), ...checkTopicEncryption(args)];
}

function checkAlarms({ alarms }: ScheduledLogExportArgs): InputFailure[] {
    if (alarms === undefined || typeof alarms === "boolean") return [];
    const next = "For example { hoursBehind: 72 }, or false for none.";
    if (alarms === null || typeof alarms !== "object") {
        return [refuse("alarms", alarms, "true, false or { hoursBehind }", next)];
    }
    const { hoursBehind } = alarms;
    const isGood = hoursBehind === undefined || (typeof hoursBehind === "number" && hoursBehind > 0);
    return [
        ...refuseUnknown("alarms", "alarms.", alarms, ["hoursBehind"]),
        ...(isGood ? [] : [refuse("alarms.hoursBehind", hoursBehind, "a number of hours above 0", next)]),
    ];
}

function checkDashboard({ dashboard }: ScheduledLogExportArgs): InputFailure[] {
    if (dashboard === undefined || typeof dashboard === "boolean") return [];
    return [refuse("dashboard", dashboard, "true or false", "Change it with transform: { dashboard }.")];
}

function checkExecutionLogs({ executionLogs }: ScheduledLogExportArgs): InputFailure[] {
    if (executionLogs === undefined || typeof executionLogs === "boolean") return [];
    const next = 'For example { level: "ALL", retentionInDays: 365 }, or true for errors.';
    if (executionLogs === null || typeof executionLogs !== "object") {
        return [refuse("executionLogs", executionLogs, "true, false or an object", next)];
    }
    const { level, includeExecutionData, retentionInDays } = executionLogs;
    const at = "executionLogs.";
    const failures = refuseUnknown("executionLogs", at, executionLogs, [
        "level",
        "includeExecutionData",
        "retentionInDays",
    ]);
    if (level !== undefined && !LEVELS.includes(level)) {
        const off = "For no logs leave executionLogs out.";
        failures.push(refuse(`${at}level`, level, LEVELS.map((one) => `"${one}"`).join(", "), off));
    }
    if (includeExecutionData !== undefined && typeof includeExecutionData !== "boolean") {
        failures.push(refuse(`${at}includeExecutionData`, includeExecutionData, "true or false", next));
    }
    if (retentionInDays !== undefined && !RETENTION_DAYS.includes(retentionInDays)) {
        const allowed = `one of ${RETENTION_DAYS.join(", ")}`;
        failures.push(refuse(`${at}retentionInDays`, retentionInDays, allowed, "Leave it out for 90 days."));
    }
    return failures;
}

function checkTopicEncryption({ topicEncryption: given }: ScheduledLogExportArgs): InputFailure[] {
    if (given === undefined) return [];
    const allowed = "{ kmsKey: … } or { createKey: true }";
    if (given === null || typeof given !== "object" || isNotYetKnown(given)) {
        return [refuse("topicEncryption", given, allowed, "Leave it out for a topic without a key.")];
    }
    const unknown = refuseUnknown("topicEncryption", "topicEncryption.", given, ["kmsKey", "createKey"]);
    if (unknown.length > 0) return unknown;
    const { kmsKey, createKey } = given as { kmsKey?: unknown; createKey?: unknown };
    if ((kmsKey === undefined) === (createKey === undefined)) {
        return [refuse("topicEncryption", given, allowed, "Give one of the two.")];
    }
    if (kmsKey !== undefined) return checkKmsKey(kmsKey, "topicEncryption.kmsKey");
    const next = "Change the new key with transform: { topicKey }.";
    return createKey === true ? [] : [refuse("topicEncryption.createKey", createKey, "true", next)];
}
