import type { Fault } from "../../sandbox/aws";
import { type Dice } from "./dice";

/** Everything that goes wrong in AWS, by kind. */
export const FAULT_KINDS = [
    "throttled",
    "5xx before handling",
    "5xx after handling",
    "reset before handling",
    "reset after handling",
    "no answer, not handled",
    "no answer, handled",
    "slow answer",
    "clock skew",
    "stale listing",
    "task FAILED",
    "task CANCELLED",
    "task hangs",
    "task runs long",
    "credentials expired",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlannedFault {
    readonly kind: FaultKind;
    readonly fault: Fault;
}

/** What the provider asks of AWS, and how often a fault is meant for it. */
export const TARGETS = {
    CreateExportTask: 34,
    DescribeExportTasks: 24,
    ListObjectsV2: 12,
    PutObject: 8,
    GetObject: 5,
    GetCallerIdentity: 5,
    CancelExportTask: 4,
    ListObjectVersions: 3,
    DeleteObjects: 3,
    DeleteObject: 2,
    DescribeLogGroups: 4,
    GetBucketPolicy: 1,
};
export type Operation = keyof typeof TARGETS;

/**
 * A listing lags behind for less than the provider looks after a lost answer (10 s): what no look can find cannot be
 * adopted.
 */
const LONGEST_LAG_MS = 8_000;

export function planFault(dice: Dice): PlannedFault {
    const kind = dice.weighted<FaultKind>({
        throttled: 9,
        "5xx before handling": 8,
        "5xx after handling": 8,
        "reset before handling": 7,
        "reset after handling": 9,
        "no answer, not handled": 6,
        "no answer, handled": 10,
        "slow answer": 7,
        "clock skew": 4,
        "stale listing": 8,
        "task FAILED": 8,
        "task CANCELLED": 6,
        "task hangs": 4,
        "task runs long": 8,
        "credentials expired": 6,
    });
    const target = dice.weighted(TARGETS);
    const often = { operation: target, skip: dice.whole(0, 2), times: dice.whole(1, 3) };
    const once = { ...often, times: 1 };
    const start = { operation: "CreateExportTask", skip: dice.whole(0, 2), times: 1 };
    return { kind, fault: faultOf() };

    function faultOf(): Fault {
        switch (kind) {
            case "throttled":
                return { ...often, times: dice.whole(1, 5), effect: throttlingOf(target) };
            case "5xx before handling":
                return { ...often, times: dice.whole(1, 4), effect: serverErrorOf(target, "before") };
            case "5xx after handling":
                return { ...often, effect: serverErrorOf(target, "after") };
            case "reset before handling":
                return { ...often, effect: { kind: "drop", when: "before" } };
            case "reset after handling":
                return { ...often, effect: { kind: "drop", when: "after" } };
            case "no answer, not handled":
                return { ...once, effect: { kind: "hang", when: "before" } };
            case "no answer, handled":
                return { ...once, effect: { kind: "hang", when: "after" } };
            case "slow answer":
                return { ...often, effect: { kind: "delay", milliseconds: dice.whole(500, 30_000) } };
            case "clock skew":
                return {
                    times: dice.whole(1, 12),
                    effect: { kind: "clockSkew", milliseconds: dice.pick([-1, 1]) * dice.whole(60_000, 3_600_000) },
                };
            case "stale listing":
                return {
                    operation: "DescribeExportTasks",
                    skip: dice.whole(0, 2),
                    times: dice.whole(1, 8),
                    effect: { kind: "stale", milliseconds: dice.whole(500, LONGEST_LAG_MS) },
                };
            case "task FAILED":
                return { ...start, effect: { kind: "task", outcome: "FAILED", message: "Internal error." } };
            case "task CANCELLED":
                return { ...start, effect: { kind: "task", outcome: "CANCELLED" } };
            case "task hangs":
                return { ...start, effect: { kind: "task", outcome: "HANG" } };
            case "task runs long":
                return { ...start, effect: { kind: "task", runMilliseconds: dice.whole(20_000, 60_000) } };
            case "credentials expired":
                return { ...often, times: 1, effect: { kind: "expiredCredentials" } };
        }
    }
}

const isLogs = (target: Operation) => /Tasks?$/.test(target) || target === "DescribeLogGroups";

function throttlingOf(target: Operation): Fault["effect"] {
    if (isLogs(target)) return { kind: "error", code: "ThrottlingException", message: "Rate exceeded", status: 400 };
    if (target === "GetCallerIdentity") return { kind: "error", code: "Throttling", status: 400 };
    return { kind: "error", code: "SlowDown", status: 503 };
}

function serverErrorOf(target: Operation, when: "before" | "after"): Fault["effect"] {
    const code = isLogs(target) ? "ServiceUnavailableException" : "InternalError";
    return { kind: "error", code, status: isLogs(target) ? 503 : 500, when };
}
