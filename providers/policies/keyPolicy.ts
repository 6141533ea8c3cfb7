import { logsPrincipal, partitionOf } from "./principal";
import { type ExportSource, sourceCondition } from "./sourceCondition";
import { type PolicyDocument, type PolicyStatement } from "./statement";

/** Who may use a KMS key for exports. */
export interface KeyGrant extends ExportSource {
    /** As for the bucket: the roles that call CreateExportTask in other accounts than the key's. */
    readonly callerRoleArns?: readonly string[];
}

const USE = ["kms:GenerateDataKey*", "kms:Decrypt"];

/**
 * The statements by which CloudWatch Logs may export into a bucket that a KMS key encrypts, to be merged into the policy
 * of a key of your own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 *
 * @throws {Error} where neither accounts nor an organisation are given.
 */
export function keyStatements(grant: KeyGrant): PolicyStatement[] {
    const { region, callerRoleArns = [] } = grant;
    // In a key policy "*" is the key itself.
    const use = { Effect: "Allow", Action: USE, Resource: "*" } as const;
    const service: PolicyStatement = {
        Sid: "CloudWatchLogsExport",
        ...use,
        Principal: { Service: logsPrincipal(region) },
        Condition: sourceCondition(grant, partitionOf(region)),
    };
    if (callerRoleArns.length === 0) return [service];
    const AWS = callerRoleArns.length === 1 ? callerRoleArns[0] : callerRoleArns;
    return [service, { Sid: "ExportCallers", ...use, Principal: { AWS } }];
}

/**
 * The whole policy of a key made for exports. The account keeps control of it by its IAM policies: without that statement
 * nobody could manage the key or read the archive.
 */
export function keyPolicy(grant: KeyGrant & { readonly accountId: string }): PolicyDocument {
    const account: PolicyStatement = {
        Sid: "EnableIamPolicies",
        Effect: "Allow",
        Principal: { AWS: `arn:${partitionOf(grant.region)}:iam::${grant.accountId}:root` },
        Action: "kms:*",
        Resource: "*",
    };
    return { Version: "2012-10-17", Statement: [account, ...keyStatements(grant)] };
}
