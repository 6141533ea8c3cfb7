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
 * @throws {Error} if neither accounts nor an organisation are given.
 */
export function exportStatements(grant: ExportGrant): PolicyStatement[] {
    const { region, bucketArn, destinationPrefixes, callerRoleArns = [] } = grant;
    const Principal = { Service: logsPrincipal(region) };
    const source = sourceCondition(grant, bucketArn.split(":")[1]);
    const objects = destinationPrefixes?.map((prefix) => `${bucketArn}/${prefix}/*`) ?? [`${bucketArn}/*`];
    const Resource = objects.length === 1 ? objects[0] : objects;
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
        : [...statements, ...callerStatements(bucketArn, Resource, callerRoleArns)];
}

/** The permissions of a caller in another account: to export, to verify, and to write and read manifests. */
function callerStatements(
    bucketArn: string,
    objects: PolicyStatement["Resource"],
    roleArns: readonly string[],
): PolicyStatement[] {
    const of = { Effect: "Allow", Principal: { AWS: roleArns.length === 1 ? roleArns[0] : roleArns } } as const;
    return [
        {
            Sid: "ExportCallersPutObject",
            ...of,
            Action: "s3:PutObject",
            Resource: objects,
            Condition: { StringEquals: OWNER_CONTROLS },
        },
        { Sid: "ExportCallersListBucket", ...of, Action: "s3:ListBucket", Resource: bucketArn },
        {
            Sid: "ExportCallersManifests",
            ...of,
            Action: ["s3:PutObject", "s3:GetObject"],
            Resource: `${bucketArn}/*/_export-*.json`,
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
    return { Version: "2012-10-17", Statement: [...exportStatements(grant), denyInsecureTransport] };
}
