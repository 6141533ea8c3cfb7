import { type PolicyDocument, type PolicyStatement } from "../../../providers/policies/statement";

/**
 * The statement that allows EventBridge and CloudWatch alarms to publish to a topic that a KMS key encrypts, to merge into the
 * policy of your own key. Without conditions: `aws:SourceAccount` and `aws:SourceArn` are not supported for EventBridge
 * and encrypted topics. The key encrypts what the topic holds and nothing else, if you use it for nothing else.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 *
 * @example new aws.kms.Key("topic", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [admins, ...topicKeyStatements()] }) })
 */
export function topicKeyStatements(): PolicyStatement[] {
    const allow = (Sid: string, Service: string): PolicyStatement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
    });
    return [allow("PublishFailedRuns", "events.amazonaws.com"), allow("PublishAlarms", "cloudwatch.amazonaws.com")];
}

/** The whole policy of a key for the topic. The account's IAM policies decide who else may use and manage the key. */
export function topicKeyPolicy(partition: string, accountId: string): string {
    const account: PolicyStatement = {
        Sid: "EnableIamPolicies",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
    };
    const policy: PolicyDocument = { Version: "2012-10-17", Statement: [account, ...topicKeyStatements()] };
    return JSON.stringify(policy);
}
