import { type MachinePlan } from "../../../components/scheduledLogExport/machine/plan";
import { zoneClock } from "../../../components/scheduledLogExport/machine/zoneClock";

const UTC = zoneClock("UTC", 0, 0);

/** A plan for the pure tests: one manifest of three groups, every day. */
export function planOf(changes: Partial<MachinePlan> = {}): MachinePlan {
    return {
        name: "nightly",
        partition: "aws",
        bucketName: "audit-archive",
        destinationPrefix: "audit",
        layout: "hive",
        splitBy: "day",
        clock: UTC,
        from: Date.parse("2026-10-01T00:00:00Z"),
        settleHours: 12,
        groups: { manifestSizes: [3], digest: "three" },
        tableName: "nightly-checkpoints",
        topicArn: "arn:aws:sns:eu-central-1:123456789012:nightly-failures",
        manifestBucketName: "nightly-manifests",
        ...changes,
    };
}
