/** One statement of an IAM policy, as far as this package writes them. */
export interface Statement {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal: "*" | { readonly Service: string };
    readonly Action: string;
    readonly Resource: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Who may export into which bucket. */
export interface ExportGrant {
    /** The Region of bucket and log groups. */
    readonly region: string;
    readonly bucketArn: string;
    /** The IDs of the accounts whose log groups may be exported into the bucket. */
    readonly sourceAccounts: readonly string[];
}

/**
 * The statements by which CloudWatch Logs may export into a bucket, to be merged into a policy of your own. Both
 * conditions on the source keep other accounts from using the service as their deputy.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 */
export function exportStatements({ region, bucketArn, sourceAccounts }: ExportGrant): Statement[] {
    const partition = bucketArn.split(":")[1];
    const Principal = { Service: logsPrincipal(region) };
    const source = {
        StringEquals: { "aws:SourceAccount": [...sourceAccounts] },
        ArnLike: {
            "aws:SourceArn": sourceAccounts.map((account) => `arn:${partition}:logs:${region}:${account}:log-group:*`),
        },
    };
    return [
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
            Resource: `${bucketArn}/*`,
            Condition: {
                ...source,
                StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
            },
        },
    ];
}

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: readonly Statement[];
}

/** The whole policy of a bucket made for exports: the grant, and nothing over plain HTTP. */
export function bucketPolicy(grant: ExportGrant): PolicyDocument {
    const denyInsecureTransport: Statement = {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [grant.bucketArn, `${grant.bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    return { Version: "2012-10-17", Statement: [...exportStatements(grant), denyInsecureTransport] };
}

/** The service's principal in a Region; in China it ends in .cn. */
export function logsPrincipal(region: string): string {
    return `logs.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

export function partitionOf(region: string): string {
    return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
