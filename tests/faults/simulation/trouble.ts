import type { Fault } from "../../../sandbox/aws";
import type { Dice } from "../dice";
import { type FaultKind, type Operation, type PlannedFault, planFault, TARGETS } from "../trouble";

/** What goes wrong only where time is cheap: for minutes, or in ways that take the sandbox's help. */
export const LONG_KINDS = [
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
export type TroubleKind = FaultKind | (typeof LONG_KINDS)[number];

export type PlannedTrouble =
    | PlannedFault
    | {
          readonly kind: TroubleKind;
          /** From so long after the round's beginning, for so long. */
          readonly window: { readonly afterMs: number; readonly forMs: number };
          readonly faults: readonly Fault[] | "network away";
      };

export function planTrouble(dice: Dice): PlannedTrouble {
    if (dice.chance(0.5)) return planFault(dice);
    const kind = dice.weighted<(typeof LONG_KINDS)[number]>({
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
                faults: [always(operation, { kind: "error", code, message: "Access Denied", status: isLogs ? 400 : 403 })],
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
            return { kind, window: within(1_000, 240_000), faults: [{ times: Infinity, effect: { kind: "expiredCredentials" } }] };
        case "half deletion": {
            const code = dice.pick(["InternalError", "AccessDenied", "SlowDown"]);
            return {
                kind,
                window: within(10_000, 600_000),
                faults: [
                    dice.chance(0.7)
                        ? always("DeleteObjects", { kind: "spareKeys", every: dice.whole(1, 3), code })
                        : { ...always("DeleteObject", { kind: "error", code, status: code === "AccessDenied" ? 403 : 503 }), times: dice.whole(1, 9) },
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

function always(operation: Operation, effect: Fault["effect"]): Fault {
    return { operation, times: Infinity, effect };
}
