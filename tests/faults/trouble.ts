import type { Fault } from "../../sandbox/aws";
import { type Dice } from "./dice";

/** The faults in AWS, by kind. */
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

/** A fault that affects a number of requests. */
export interface PlannedFault {
    readonly kind: FaultKind;
    readonly fault: Fault;
}

/** Faults that last for a period of time. Only in virtual time. */
export const LASTING_KINDS = [
    "network away",
    "long stale listing",
    "refused for a while",
    "throttled for a while",
    "operation aborted for a while",
    "credentials expired for a while",
    "half deletion",
    "mark refused",
    "mark refused without a body",
    "policy not seen yet",
] as const;
export type LastingKind = (typeof LASTING_KINDS)[number];

export interface LastingTrouble {
    readonly kind: LastingKind;
    /** The start after the beginning of the round, and the duration. */
    readonly window: { readonly afterMs: number; readonly forMs: number };
    readonly faults: readonly Fault[] | "network away";
}

export type PlannedTrouble = PlannedFault | LastingTrouble;

/** The provider's operations, and how often faults are aimed at them. */
const TARGETS = {
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
export type AwsOperation = keyof typeof TARGETS;

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
                // Not CreateExportTask: while it is under way another stack's task can begin and end, and nothing can tell.
                return {
                    ...often,
                    operation: target === "CreateExportTask" ? "DescribeExportTasks" : target,
                    effect: { kind: "delay", milliseconds: dice.whole(500, 30_000) },
                };
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

const isLogs = (target: AwsOperation) => /Tasks?$/.test(target) || target === "DescribeLogGroups";

function throttlingOf(target: AwsOperation): Fault["effect"] {
    if (isLogs(target)) return { kind: "error", code: "ThrottlingException", message: "Rate exceeded", status: 400 };
    if (target === "GetCallerIdentity") return { kind: "error", code: "Throttling", status: 400 };
    return { kind: "error", code: "SlowDown", status: 503 };
}

function serverErrorOf(target: AwsOperation, when: "before" | "after"): Fault["effect"] {
    const code = isLogs(target) ? "ServiceUnavailableException" : "InternalError";
    return { kind: "error", code, status: isLogs(target) ? 503 : 500, when };
}

export function planLastingTrouble(dice: Dice): LastingTrouble {
    const kind = dice.weighted<LastingKind>({
        "network away": 4,
        "long stale listing": 4,
        "refused for a while": 4,
        "throttled for a while": 4,
        "operation aborted for a while": 2,
        "credentials expired for a while": 2,
        "half deletion": 5,
        "mark refused": 3,
        "mark refused without a body": 2,
        "policy not seen yet": 2,
    });
    const within = (least: number, most: number) => ({
        afterMs: dice.chance(0.4) ? 0 : dice.whole(0, 20_000),
        forMs: Math.round(least * (most / least) ** (dice.whole(0, 100) / 100)),
    });
    const target = dice.weighted(TARGETS);
    switch (kind) {
        case "network away":
            return { kind, window: within(3_000, 540_000), faults: "network away" };
        case "long stale listing":
            return {
                kind,
                window: within(5_000, 180_000),
                faults: [always("DescribeExportTasks", { kind: "stale", milliseconds: dice.whole(5_000, 120_000) })],
            };
        case "refused for a while": {
            const operation = dice.weighted(REFUSABLE);
            const isLogs = operation.startsWith("Describe");
            const code = isLogs ? "AccessDeniedException" : "AccessDenied";
            return {
                kind,
                window: within(1_000, 240_000),
                faults: [
                    always(operation, { kind: "error", code, message: "Access Denied", status: isLogs ? 400 : 403 }),
                ],
            };
        }
        case "throttled for a while": {
            const code = target.endsWith("Task") || target.startsWith("Describe") ? "ThrottlingException" : "SlowDown";
            return {
                kind,
                window: within(1_000, 180_000),
                faults: [always(target, { kind: "error", code, status: code === "SlowDown" ? 503 : 400 })],
            };
        }
        case "operation aborted for a while":
            return {
                kind,
                window: within(1_000, 120_000),
                faults: [always("CreateExportTask", { kind: "error", code: "OperationAbortedException", status: 400 })],
            };
        case "credentials expired for a while":
            return {
                kind,
                window: within(1_000, 240_000),
                faults: [{ times: Infinity, effect: { kind: "expiredCredentials" } }],
            };
        case "half deletion": {
            const code = dice.pick(["InternalError", "AccessDenied", "SlowDown"]);
            return {
                kind,
                window: within(10_000, 600_000),
                faults: [
                    dice.chance(0.7)
                        ? always("DeleteObjects", { kind: "spareKeys", every: dice.whole(1, 3), code })
                        : {
                              ...always("DeleteObject", {
                                  kind: "error",
                                  code,
                                  status: code === "AccessDenied" ? 403 : 503,
                              }),
                              times: dice.whole(1, 9),
                          },
                ],
            };
        }
        case "mark refused":
        case "mark refused without a body":
            return {
                kind,
                window: within(1_000, 600_000),
                faults: [
                    {
                        ...always("PutObject", {
                            kind: "error",
                            code: "AccessDenied",
                            message: "Access Denied",
                            status: 403,
                            empty: kind === "mark refused without a body",
                        }),
                        match: { Key: "*/_*" },
                    },
                ],
            };
        case "policy not seen yet":
            return {
                kind,
                window: { afterMs: 0, forMs: dice.whole(1_000, 50_000) },
                faults: [
                    always("CreateExportTask", {
                        kind: "error",
                        code: "AccessDeniedException",
                        message:
                            "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.",
                        status: 400,
                    }),
                    {
                        operation: "GetBucketPolicy",
                        times: dice.whole(0, 2),
                        effect: { kind: "error", code: "NoSuchBucketPolicy", status: 404 },
                    },
                ],
            };
    }
}

const REFUSABLE = {
    ListObjectsV2: 5,
    GetObject: 2,
    DescribeLogGroups: 4,
    ListObjectVersions: 1,
    DescribeExportTasks: 1,
};

function always(operation: AwsOperation, effect: Fault["effect"]): Fault {
    return { operation, times: Infinity, effect };
}
