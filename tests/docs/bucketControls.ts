import type { ObservedBucket } from "../support/observedBucket";

/**
 * The status of a control:
 * - `met`: every bucket that this package creates meets it; `holds` checks what S3 returns for the bucket;
 * - an `option` of ExportBucket enables it: `holds` is false without and true with it;
 * - a `resource` that the user declares in addition, for example as in `example`;
 * - `notMet`: no bucket meets it, with no option;
 * - `outside`: it concerns something that this package does not create.
 */
export type Control =
    | { readonly met: true; readonly holds: Check }
    | { readonly option: "encryption" | "objectLock"; readonly holds: Check }
    | { readonly resource: string; readonly example?: string }
    | { readonly notMet: true; readonly holds: Check }
    | { readonly outside: true };

type Check = (bucket: ObservedBucket) => boolean;

interface Statement {
    readonly Effect: string;
    readonly Principal: unknown;
    readonly Action: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const statementsOf = (policy: unknown) => (policy as { Statement: readonly Statement[] }).Statement;
const allows = ({ policy }: ObservedBucket) => statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
const denies = ({ policy }: ObservedBucket) => statementsOf(policy).filter(({ Effect }) => Effect === "Deny");

const blocks = (name: keyof NonNullable<ObservedBucket["publicAccessBlock"]>) => (bucket: ObservedBucket) =>
    bucket.publicAccessBlock?.[name] === true;
const everyBlock: Check = (bucket) =>
    (["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const).every((name) =>
        blocks(name)(bucket),
    );
const noAcls: Check = ({ ownershipControls }) =>
    ownershipControls?.Rules?.[0].ObjectOwnership === "BucketOwnerEnforced";
const tlsOnly: Check = (bucket) =>
    denies(bucket).some(
        ({ Principal, Action, Condition }) =>
            Principal === "*" && Action === "s3:*" && Condition?.Bool["aws:SecureTransport"] === "false",
    );
const servicesOnly: Check = (bucket) =>
    allows(bucket).every(({ Principal }) => Object.keys(Principal as object).join() === "Service");
const noLockout: Check = (bucket) => denies(bucket).every(({ Condition }) => Condition !== undefined);
const versioned: Check = ({ versioning }) => versioning === "Enabled";
/** S3 accepts MFA delete only for a bucket without lifecycle rules. */
const deletesWithMfa: Check = (bucket) => versioned(bucket) && !hasLifecycle(bucket);
const encrypted: Check = ({ encryption }) => encryption?.Rules?.[0].ApplyServerSideEncryptionByDefault !== undefined;
const withKms: Check = ({ encryption }) =>
    encryption?.Rules?.[0].ApplyServerSideEncryptionByDefault?.SSEAlgorithm === "aws:kms";
const hasLifecycle: Check = ({ lifecycle }) => (lifecycle.rules ?? []).length > 0;
const abortsUploads: Check = ({ lifecycle }) =>
    (lifecycle.rules ?? []).some(({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload !== undefined);
const locked: Check = ({ objectLock }) => objectLock?.ObjectLockEnabled === "Enabled";
const keyRotates: Check = ({ key }) => key?.rotation.enabled === true;
const keyHasPolicy: Check = ({ key }) => key !== undefined && statementsOf(key.policy).length > 0;
const keyIsClosed: Check = ({ key }) =>
    key !== undefined && statementsOf(key.policy).every(({ Principal }) => !JSON.stringify(Principal).includes('"*"'));

const met = (holds: Check): Control => ({ met: true, holds });
const option = (name: "encryption" | "objectLock", holds: Check): Control => ({ option: name, holds });
const resource = (name: string, example?: string): Control => ({ resource: name, example });
const notMet = (holds: Check): Control => ({ notMet: true, holds });
const outside: Control = { outside: true };

/** Security Hub's controls for Amazon S3, all of them, and those for the KMS keys that this package creates. */
const SECURITY_HUB: Readonly<Record<string, Control>> = {
    "S3.1": outside,
    "S3.2": met(everyBlock),
    "S3.3": met(everyBlock),
    "S3.5": met(tlsOnly),
    "S3.6": met(servicesOnly),
    "S3.7": resource("aws.s3.BucketReplicationConfig", "audited-bucket"),
    "S3.8": met(everyBlock),
    "S3.9": resource("aws.s3.BucketLogging", "audited-bucket"),
    "S3.10": met((bucket) => versioned(bucket) && hasLifecycle(bucket)),
    "S3.11": resource("aws.s3.BucketNotification"),
    "S3.12": met(noAcls),
    "S3.13": met(hasLifecycle),
    "S3.14": met(versioned),
    "S3.15": option("objectLock", locked),
    "S3.17": option("encryption", withKms),
    "S3.19": outside,
    "S3.20": notMet(deletesWithMfa),
    "S3.22": outside,
    "S3.23": outside,
    "S3.24": outside,
    "S3.25": outside,
    "KMS.3": option("encryption", keyHasPolicy),
    "KMS.4": option("encryption", keyRotates),
    "KMS.5": option("encryption", keyIsClosed),
};

/** CIS AWS Foundations Benchmark v5.0.0: its section on S3, and the controls for S3 and KMS in others. */
const CIS: Readonly<Record<string, Control>> = {
    "CIS 2.1.1": met(tlsOnly),
    "CIS 2.1.2": notMet(deletesWithMfa),
    "CIS 2.1.3": outside,
    "CIS 2.1.4": met(everyBlock),
    "CIS 3.6": option("encryption", keyRotates),
    "CIS 3.8": outside,
    "CIS 3.9": outside,
};

/** checkov 3.3.30: every check for Terraform whose resources are S3 buckets, their settings and objects, or KMS keys. */
const CHECKOV: Readonly<Record<string, Control>> = {
    CKV_AWS_7: option("encryption", keyRotates),
    CKV_AWS_18: resource("aws.s3.BucketLogging", "audited-bucket"),
    CKV_AWS_19: met(encrypted),
    CKV_AWS_20: met(noAcls),
    CKV_AWS_21: met(versioned),
    CKV_AWS_33: option("encryption", keyIsClosed),
    CKV_AWS_53: met(blocks("BlockPublicAcls")),
    CKV_AWS_54: met(blocks("BlockPublicPolicy")),
    CKV_AWS_55: met(blocks("IgnorePublicAcls")),
    CKV_AWS_56: met(blocks("RestrictPublicBuckets")),
    CKV_AWS_57: met(noAcls),
    CKV_AWS_70: met(servicesOnly),
    CKV_AWS_93: met(noLockout),
    CKV_AWS_143: option("objectLock", locked),
    CKV_AWS_144: resource("aws.s3.BucketReplicationConfig", "audited-bucket"),
    CKV_AWS_145: option("encryption", withKms),
    CKV_AWS_181: option("encryption", withKms),
    CKV_AWS_186: option("encryption", withKms),
    CKV_AWS_227: option("encryption", keyHasPolicy),
    CKV_AWS_300: met(abortsUploads),
    CKV_AWS_375: met(noAcls),
    CKV_AWS_379: met(tlsOnly),
    CKV_AWS_392: outside,
    CKV2_AWS_6: met(everyBlock),
    CKV2_AWS_43: met(noAcls),
    CKV2_AWS_46: outside,
    CKV2_AWS_61: met(hasLifecycle),
    CKV2_AWS_62: resource("aws.s3.BucketNotification"),
    CKV2_AWS_64: option("encryption", keyHasPolicy),
    CKV2_AWS_65: met(noAcls),
};

/** Trivy's checks for S3, and the one for KMS keys. */
const TRIVY: Readonly<Record<string, Control>> = {
    "AVD-AWS-0065": option("encryption", keyRotates),
    "AVD-AWS-0086": met(blocks("BlockPublicAcls")),
    "AVD-AWS-0087": met(blocks("BlockPublicPolicy")),
    "AVD-AWS-0088": met(encrypted),
    "AVD-AWS-0089": resource("aws.s3.BucketLogging", "audited-bucket"),
    "AVD-AWS-0090": met(versioned),
    "AVD-AWS-0091": met(blocks("IgnorePublicAcls")),
    "AVD-AWS-0092": met(noAcls),
    "AVD-AWS-0093": met(blocks("RestrictPublicBuckets")),
    "AVD-AWS-0094": met(everyBlock),
    "AVD-AWS-0132": option("encryption", withKms),
    "AVD-AWS-0170": notMet(deletesWithMfa),
    "AVD-AWS-0171": outside,
    "AVD-AWS-0172": outside,
    "AVD-AWS-0320": met(({ name }) => /^[a-z0-9][a-z0-9-]+[a-z0-9]$/.test(name)),
};

export const CONTROLS: Readonly<Record<string, Control>> = { ...SECURITY_HUB, ...CIS, ...CHECKOV, ...TRIVY };
