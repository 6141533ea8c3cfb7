import { assertInputs } from "../validation/inputError";
import { checkRegion } from "../validation/names";
import { checkGrant } from "./grantChecks";
import { logsPrincipal, partitionOf } from "./partition";
import { type ExportSource, sourceCondition } from "./sourceCondition";
import { type PolicyDocument, type PolicyStatement } from "./statement";

/** Who may use a KMS key for exports. */
export interface KeyGrant extends ExportSource {
    /** The ARNs of the roles that call CreateExportTask in other accounts than the key's. */
    readonly callerRoleArns?: readonly string[];
}

const USE = ["kms:GenerateDataKey*", "kms:Decrypt"];

/**
 * The statements that allow CloudWatch Logs to export into a bucket that a KMS key encrypts, to merge into the policy of your
 * own key.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 *
 * @throws {InputError} if an argument is wrong.
 * @throws {Error} if neither accounts nor an organisation are given.
 */
export function keyStatements(grant: KeyGrant): PolicyStatement[] {
    const failure = checkRegion("region", grant.region);
    assertInputs("keyStatements", [...(failure ? [failure] : []), ...checkGrant(grant)]);
    return keyGrantStatements(grant);
}

/** The same for a grant that has been checked, or that only shows in a message. */
export function keyGrantStatements(grant: KeyGrant): PolicyStatement[] {
    const { region, callerRoleArns = [] } = grant;
    // In a key policy "*" means the key itself.
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
 * The whole policy of a key for exports. Its first statement lets the account's IAM policies control the key: without it
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
    return { Version: "2012-10-17", Statement: [account, ...keyGrantStatements(grant)] };
}
