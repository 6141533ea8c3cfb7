import { assertInputs } from "../validation/inputError";
import { checkBucketArn, checkRegion } from "../validation/names";
import { checkGrant } from "./grantChecks";
import { logsPrincipal } from "./partition";
import type { ExportSource } from "./sourceCondition";
import { sourceCondition } from "./sourceCondition";
import type { PolicyDocument, PolicyStatement } from "./statement";

/** Who may export into which bucket. */
export interface ExportGrant extends ExportSource {
    readonly bucketArn: string;
    /**
     * The destination prefixes that exports may write to, each with everything below it.
     * @default the whole bucket
     */
    readonly destinationPrefixes?: readonly string[];
    /**
     * The ARNs of the roles that call CreateExportTask in other accounts than the bucket's: they must be allowed to write
     * too.
     * @default none
     */
    readonly callerRoleArns?: readonly string[];
}

const OWNER_CONTROLS = { "s3:x-amz-acl": "bucket-owner-full-control" };

/**
 * The statements that allow CloudWatch Logs to export into a bucket, to merge into your own policy.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 *
 * @throws {InputError} if an argument is wrong.
 * @throws {Error} if neither accounts nor an organisation are given.
 */
export function exportStatements(grant: ExportGrant): PolicyStatement[] {
    const { region, bucketArn } = grant;
    const failures = [checkRegion("region", region), checkBucketArn("bucketArn", bucketArn, region)];
    assertInputs("exportStatements", [...failures.filter((one) => one !== undefined), ...checkGrant(grant)]);
    return grantStatements(grant);
}

/** The same for a grant that has been checked, or that only shows in a message. */
export function grantStatements(grant: ExportGrant): PolicyStatement[] {
    const { region, bucketArn, destinationPrefixes, callerRoleArns = [] } = grant;
    const Principal = { Service: logsPrincipal(region) };
    const source = sourceCondition(grant, bucketArn.split(":")[1]);
    const Resource = objectsBelow(bucketArn, destinationPrefixes, "*");
    const statements: PolicyStatement[] = [
        {
            Sid: "CloudWatchLogsGetBucketAcl",
            Effect: "Allow",
            Principal,
            Action: "s3:GetBucketAcl",
            Resource: bucketArn,
            Condition: source,
        },
        {
            Sid: "CloudWatchLogsPutObject",
            Effect: "Allow",
            Principal,
            Action: "s3:PutObject",
            Resource,
            Condition: { ...source, StringEquals: { ...source.StringEquals, ...OWNER_CONTROLS } },
        },
    ];
    return callerRoleArns.length === 0
        ? statements
        : [...statements, ...callerStatements(bucketArn, destinationPrefixes, callerRoleArns)];
}

/** The ARNs of the objects below the prefixes, or below the bucket's root, whose further keys match a pattern. */
function objectsBelow(bucketArn: string, prefixes: readonly string[] | undefined, pattern: string) {
    return oneOrAll((prefixes ?? []).map((prefix) => `${bucketArn}/${prefix}/${pattern}`)) ?? `${bucketArn}/${pattern}`;
}

/** A list as AWS writes it: without brackets if it has one entry; undefined if it has none. */
function oneOrAll(list: readonly string[]): string | readonly string[] | undefined {
    return list.length > 1 ? list : list[0];
}

/**
 * The permissions of a caller in another account, each below the prefixes only: to export, to verify, and to write and read
 * manifests.
 */
function callerStatements(
    bucketArn: string,
    prefixes: readonly string[] | undefined,
    roleArns: readonly string[],
): PolicyStatement[] {
    const of = { Effect: "Allow", Principal: { AWS: oneOrAll(roleArns) ?? [] } } as const;
    const listed = oneOrAll((prefixes ?? []).map((prefix) => `${prefix}/*`));
    return [
        {
            Sid: "ExportCallersPutObject",
            ...of,
            Action: "s3:PutObject",
            Resource: objectsBelow(bucketArn, prefixes, "*"),
            Condition: { StringEquals: OWNER_CONTROLS },
        },
        {
            Sid: "ExportCallersListBucket",
            ...of,
            Action: "s3:ListBucket",
            Resource: bucketArn,
            ...(listed !== undefined && { Condition: { StringLike: { "s3:prefix": listed } } }),
        },
        {
            Sid: "ExportCallersManifests",
            ...of,
            Action: ["s3:PutObject", "s3:GetObject"],
            Resource: objectsBelow(bucketArn, prefixes, "*/_export-*.json"),
        },
    ];
}

/** The whole policy of a bucket for exports: the grant, and a denial of plain HTTP. */
export function bucketPolicy(grant: ExportGrant): PolicyDocument {
    const denyInsecureTransport: PolicyStatement = {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [grant.bucketArn, `${grant.bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    return { Version: "2012-10-17", Statement: [...grantStatements(grant), denyInsecureTransport] };
}
