import { type MachinePlan } from "../../../components/scheduledLogExport/machine/plan";
import { type MachineGrant } from "../../../components/scheduledLogExport/resources/policies";
import { zoneClock } from "../../../components/scheduledLogExport/machine/zoneClock";
import { OCTOBER } from "./events";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const MACHINE_NAME = "nightly-machine";
export const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${MACHINE_NAME}`;

const UTC = zoneClock("UTC", 0, 0);

/** A plan: one manifest of three groups, every day. */
export function planOf(changes: Partial<MachinePlan> = {}): MachinePlan {
    return {
        name: "nightly",
        partition: "aws",
        bucketName: "audit-archive",
        destinationPrefix: "audit",
        layout: "hive",
        splitBy: "day",
        clock: UTC,
        from: OCTOBER,
        settleHours: 12,
        groups: { manifestSizes: [3], digest: "three" },
        tableName: "nightly-checkpoints",
        topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:nightly-failures`,
        manifestBucketName: "nightly-manifests",
        ...changes,
    };
}

/** The resources that the policy of the state machine depends on. */
export function grantOf({
    tableName,
    topicArn,
    manifestBucketName,
    bucketName,
    destinationPrefix,
}: MachinePlan): MachineGrant {
    return {
        partition: "aws",
        region: REGION,
        accountId: ACCOUNT,
        stateMachineArn: MACHINE,
        tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${tableName}`,
        topicArn,
        manifestBucketArn: `arn:aws:s3:::${manifestBucketName}`,
        bucketArn: `arn:aws:s3:::${bucketName}`,
        destinationPrefix,
    };
}
