import type { Settings } from "../settings";
import type { AwsState } from "../state";
import { kmsRefusal } from "../kms/exportGrant";
import { bucketPolicy, resourceArn, secureTransport } from "../s3/access";
import type { Bucket } from "../s3/bucket";
import { logGroupArn, logsPrincipal } from "../partition";
import type { Context } from "../policy/conditions";
import { evaluateResourcePolicy } from "../policy/evaluate";

/** The source of an export, as policies see it. */
export interface ExportSource {
    readonly accountId: string;
    readonly region: string;
    readonly logGroupName: string;
}

/** The principal and condition context of CloudWatch Logs when it calls S3 or KMS for an export. */
function exportRequester(source: ExportSource, settings: Settings) {
    const sourceArn = logGroupArn(source.region, source.accountId, source.logGroupName) + settings.sourceArnSuffix;
    const principal = logsPrincipal(source.region);
    const organization = settings.organizations[source.accountId];
    const context: Context = {
        ...secureTransport,
        ...(organization && { "aws:sourceorgid": [organization] }),
        "aws:sourceaccount": [source.accountId],
        "aws:sourcearn": [sourceArn],
        "aws:principalisawsservice": ["true"],
        "aws:principalservicename": [principal],
    };
    return { requester: { kind: "service" as const, name: principal }, context };
}

/** CreateExportTask's error text for the call that is not granted, or undefined if everything is granted. */
export function exportRefusal(
    world: AwsState,
    settings: Settings,
    source: ExportSource,
    bucket: Bucket,
    keys: readonly string[],
): string | undefined {
    const { requester, context } = exportRequester(source, settings);
    const policy = bucketPolicy(bucket);
    const granted = (action: string, resource: string, more: Context = {}) =>
        evaluateResourcePolicy(policy, { requester, action, resource, context: { ...context, ...more } }) === "allow";

    if (!granted("s3:GetBucketAcl", resourceArn(bucket))) return refusedCall("GetBucketAcl");
    const acl = { "s3:x-amz-acl": ["bucket-owner-full-control"] };
    if (!keys.every((key) => granted("s3:PutObject", resourceArn(bucket, key), acl))) return refusedCall("PutObject");
    return kmsRefusal(world, bucket, { requester, context }) ? refusedCall("PutObject") : undefined;
}

function refusedCall(name: string): string {
    return (
        `${name} call on the given bucket failed. ` +
        "Please check if CloudWatch Logs has been granted permission to perform this operation."
    );
}
