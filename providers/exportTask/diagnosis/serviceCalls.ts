import { type ExportGrant, grantStatements } from "../../policies/bucketPolicy";
import { keyGrantStatements } from "../../policies/keyPolicy";
import { dnsSuffixOf } from "../../policies/partition";
import { type PolicyStatement } from "../../policies/statement";

/** What CloudWatch Logs must be allowed to do with bucket and key, and for whom. */
export interface NeededGrant extends ExportGrant {
    readonly sourceAccounts: readonly string[];
    readonly destinationPrefix: string;
    readonly logGroupName: string;
}

/** A call that CloudWatch Logs makes for an export. */
export interface ServiceCall {
    readonly action: string;
    /** What it is made on. */
    readonly resource: string;
    /** The resource that a statement must name. */
    readonly wantedResource: string;
    /** The option of an ExportBucket that decides the resource. */
    readonly option?: string;
    /** The condition keys that it sends beside account and log group. */
    readonly sent: Readonly<Record<string, readonly string[]>>;
    /** The statement that allows it. */
    readonly statement: PolicyStatement;
}

/** The calls that one policy decides. */
export type ServiceCalls = (needed: NeededGrant) => readonly ServiceCall[];

export const bucketCalls: ServiceCalls = (needed) => {
    const { bucketArn, destinationPrefix } = needed;
    const [acl, put] = grantStatements(needed);
    const toPut: ServiceCall = {
        action: "s3:PutObject",
        resource: `${bucketArn}/${destinationPrefix}/task/stream/000000.gz`,
        wantedResource: `one that covers ${bucketArn}/${destinationPrefix}/*`,
        option: "destinationPrefixes",
        sent: { "s3:x-amz-acl": ["bucket-owner-full-control"] },
        statement: put,
    };
    return [
        { action: "s3:GetBucketAcl", resource: bucketArn, wantedResource: bucketArn, sent: {}, statement: acl },
        toPut,
    ];
};

/** Those that S3 makes of KMS for CloudWatch Logs. */
export const keyCalls =
    (keyArn: string): ServiceCalls =>
    (needed) => {
        const [statement] = keyGrantStatements(needed);
        const sent = { "kms:ViaService": [`s3.${needed.region}.${dnsSuffixOf(needed.region)}`] };
        return ["kms:GenerateDataKey", "kms:Decrypt"].map((action) => ({
            action,
            resource: keyArn,
            wantedResource: "*, which means the key",
            sent,
            statement,
        }));
    };
