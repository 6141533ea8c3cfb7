import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { isNotYetKnown, MOCK_KEY_ARN, standInForMocks } from "../../providers/outputs";

/** A KMS key resource: `aws.kms.Key` or `awsNative.kms.Key`. */
export interface KmsKeyResource {
    readonly arn: pulumi.Output<string>;
    readonly keyId: pulumi.Output<string>;
}

/** A KMS key that is created for the bucket. */
export interface NewKeyArgs {
    /**
     * The key's alias, `alias/…`.
     * @default "alias/" and the bucket's name
     */
    readonly aliasName?: string;
    /**
     * Days after which KMS rotates the key material; what was encrypted before stays readable.
     * @default 365
     */
    readonly rotationPeriodDays?: number;
    /**
     * What happens to the key when it is removed from the program: if `encryption` is changed, or with the bucket. What it has
     * encrypted can be read only as long as the key exists, so `"retain"` keeps it, whatever the bucket's own `removalPolicy`;
     * KMS charges for it until you schedule its deletion yourself. `"delete"` schedules its deletion, also while objects remain
     * that it has encrypted.
     * @default "retain"
     */
    readonly removalPolicy?: "retain" | "delete";
    /**
     * With `removalPolicy: "delete"`: days in which the key's deletion can be cancelled.
     * @default 30
     */
    readonly deletionWindowDays?: number;
}

/**
 * How objects are encrypted. Every option encrypts all objects at rest. With a customer managed key, the key policy decides
 * who can read the archive, and CloudTrail records each use of the key.
 *
 * - `"SSE-S3"`: keys that S3 manages, without maintenance or cost.
 * - `{ kmsKey }`: SSE-KMS with your symmetric key in the bucket's Region, as an ARN or a resource. The key policy must contain
 *   the statements of `keyStatements`.
 * - `{ createKey: true }` or `{ createKey: { … } }`: SSE-KMS with a key created by this package, with that policy, rotation and
 *   an alias. The key stays when it is removed from the program, because without it an archive is lost; the alias goes.
 *
 * With SSE-KMS, an S3 Bucket Key avoids most requests to KMS. DSSE-KMS and the AWS managed key `aws/s3` are refused, because
 * CloudWatch Logs does not export to buckets encrypted with them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 */
export type BucketEncryption =
    "SSE-S3" | { readonly kmsKey: pulumi.Input<string> | KmsKeyResource } | { readonly createKey: true | NewKeyArgs };

/** A bucket's default encryption as S3 gets it. */
export type ServerSideEncryptionByDefault =
    | { readonly sseAlgorithm: "AES256" }
    | { readonly sseAlgorithm: "aws:kms"; readonly kmsMasterKeyId: pulumi.Output<string> };

const BUCKET_KEY = "encryption.kmsKey";
const ALLOWED = '"SSE-S3", { kmsKey: … } or { createKey: true }';
const NO_DSSE = "CloudWatch Logs does not export to a bucket with DSSE-KMS: use SSE-S3 or a KMS key.";
const NO_MANAGED_KEY =
    "The policy of the AWS managed key aws/s3 cannot be changed to allow CloudWatch Logs: use SSE-S3 or a customer managed key.";
const NAMES: Readonly<Record<string, string>> = {
    AES256: 'S3 calls it "SSE-S3".',
    "SSE-KMS": "Give the key: { createKey: true } creates one.",
    "aws:kms": "Give the key: { createKey: true } creates one.",
    "DSSE-KMS": NO_DSSE,
    "aws:kms:dsse": NO_DSSE,
    "aws/s3": NO_MANAGED_KEY,
    "alias/aws/s3": NO_MANAGED_KEY,
};

export function checkEncryption(given: unknown): InputFailure[] {
    if (given === undefined || given === "SSE-S3") return [];
    if (typeof given !== "object" || given === null || isNotYetKnown(given) || pulumi.Resource.isInstance(given)) {
        const next =
            (typeof given === "string" && Object.hasOwn(NAMES, given) && NAMES[given]) ||
            "For a key of yours: { kmsKey: … }.";
        return [refuse("encryption", given, ALLOWED, next)];
    }
    const { kmsKey, createKey } = given as { kmsKey?: unknown; createKey?: unknown };
    const unknown = refuseUnknown("encryption", "encryption.", given, ["kmsKey", "createKey"]);
    if (unknown.length > 0) return unknown;
    if ((kmsKey === undefined) === (createKey === undefined)) {
        return [refuse("encryption", given, ALLOWED, "Give one of the two.")];
    }
    return createKey === undefined ? checkKmsKey(kmsKey, BUCKET_KEY) : checkNewKey(createKey);
}

/** The errors in a KMS key argument. */
export function checkKmsKey(key: unknown, property: string): InputFailure[] {
    if (isNotYetKnown(key)) return [];
    if (typeof key === "string") return checkKeyArn(key, property);
    if (typeof key === "object" && key !== null && "arn" in key && "keyId" in key) return [];
    const hint = key !== null && typeof key === "object" && "targetKeyArn" in key;
    const next = hint ? "Of an alias give targetKeyArn." : "Give the aws.kms.Key, or its ARN in quotes.";
    return [refuse(property, key, "a KMS key or its ARN", next)];
}

/**
 * Only an ARN identifies a key in every account: S3 resolves an ID or an alias in the account that writes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
function checkKeyArn(arn: string, property: string, region?: string): InputFailure[] {
    if (/(^|:)(alias\/)?aws\/s3$/.test(arn)) {
        return [refuse(property, arn, "the ARN of a customer managed key", NO_MANAGED_KEY)];
    }
    const keyRegion = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/.exec(arn)?.[1];
    if (keyRegion === undefined) {
        const next = "An ID or an alias can mean another key in another account. `aws kms describe-key` shows the ARN.";
        return [
            refuse(property, arn, 'the ARN of a KMS key, like "arn:aws:kms:eu-central-1:123456789012:key/…"', next),
        ];
    }
    if (region === undefined || keyRegion === region) return [];
    const next = "A KMS key encrypts only in its own Region.";
    return [refuse(property, arn, `a key in ${region}, where it is used`, next)];
}

function checkNewKey(given: unknown): InputFailure[] {
    const property = "encryption.createKey";
    if (given === true) return [];
    if (typeof given !== "object" || given === null || isNotYetKnown(given)) {
        return [refuse(property, given, "true or an object", "Leave encryption out for SSE-S3.")];
    }
    const known = ["aliasName", "rotationPeriodDays", "removalPolicy", "deletionWindowDays"];
    const { aliasName, rotationPeriodDays, removalPolicy, deletionWindowDays } = given as Record<string, unknown>;
    const failures = refuseUnknown("a new key", `${property}.`, given, known);
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    const isAlias = typeof aliasName === "string" && /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/.test(aliasName);
    if (aliasName !== undefined && !isAlias) {
        const next = 'For example "alias/log-archive"; names under alias/aws/ are AWS\'s own.';
        failures.push(refuse(`${property}.aliasName`, aliasName, "alias/ and 1 to 250 of a-z, A-Z, 0-9, / _ -", next));
    }
    if (removalPolicy !== undefined && removalPolicy !== "retain" && removalPolicy !== "delete") {
        const next = "Leave it out to keep the key.";
        failures.push(refuse(`${property}.removalPolicy`, removalPolicy, '"retain" or "delete"', next));
    }
    if (deletionWindowDays !== undefined && removalPolicy !== "delete") {
        const next = "A key that is kept has no deletion to cancel: leave it out.";
        const allowed = 'absent without removalPolicy: "delete" of the key';
        failures.push(refuse(`${property}.deletionWindowDays`, deletionWindowDays, allowed, next));
    }
    const failure = [
        checkWithin(`${property}.rotationPeriodDays`, rotationPeriodDays, 90, 2560),
        checkWithin(`${property}.deletionWindowDays`, deletionWindowDays, 7, 30),
    ];
    return [...failures, ...failure.filter((one) => one !== undefined)];
}

/** What a user should know of a key that does not outlive what it encrypts. */
export function keyWarnings({ encryption }: { readonly encryption?: BucketEncryption }): string[] {
    if (typeof encryption !== "object" || !("createKey" in encryption) || encryption.createKey === true) return [];
    if (encryption.createKey.removalPolicy !== "delete") return [];
    return [
        "encryption.createKey.removalPolicy: the key's deletion is scheduled once it leaves the program, also if only encryption is " +
            "changed and its objects stay. Nobody can read them without it. Leave it out to keep the key.",
    ];
}

function checkWithin(property: string, value: unknown, least: number, most: number): InputFailure | undefined {
    const isWithin = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
    if (value === undefined || isWithin) return undefined;
    return refuse(property, value, `a whole number of days from ${least} to ${most}`, "Leave it out for the default.");
}

/** The ARN of a key argument, checked once it is known. */
export function kmsKeyArnOf(
    kmsKey: pulumi.Input<string> | KmsKeyResource,
    bucketRegion: pulumi.Output<string>,
    property = BUCKET_KEY,
): pulumi.Output<string> {
    const isResource = typeof kmsKey === "object" && !isNotYetKnown(kmsKey) && "arn" in kmsKey;
    const given = isResource ? kmsKey.arn : pulumi.output(kmsKey as pulumi.Input<string>);
    return pulumi.all([standInForMocks(given, MOCK_KEY_ARN), bucketRegion]).apply(([arn, region]) => {
        if (arn !== MOCK_KEY_ARN) assertInputs("A KMS key", checkKeyArn(arn, property, region));
        return arn;
    });
}

/** The default alias of a created key. A bucket's name is unique, but may contain dots, which an alias may not. */
export function aliasFor(bucketName: string): string {
    return `alias/${bucketName.replace(/\./g, "_")}`;
}
