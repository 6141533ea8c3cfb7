import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { bucketPolicy } from "../../../providers/policies/bucketPolicy";
import { keyPolicy } from "../../../providers/policies/keyPolicy";
import { type Account, ACCOUNT, BUCKET, REGION } from "../../support/account";
import { CALLER_ROLE, errorOf, warnings, withCast } from "./cast";
import { type Grant, policyOf } from "./grants";
import { exportAll } from "./scenarios";

/** The account that owns the bucket and key, if it differs from the log groups'. */
const OWNER = "999999999999";

const KEY_ARN = `arn:aws:kms:${REGION}:${OWNER}:key/*`;

/** A statement of a bucket's or a key's policy, and what happens without it. */
export interface StatementNeed {
    readonly sid: string;
    readonly for: string;
    readonly without: string;
    readonly shows: Exclude<Grant["shows"], "byProvider">;
}

const source = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };
export const SAME_ACCOUNT = { bucket: bucketPolicy(source), key: keyPolicy({ ...source, accountId: ACCOUNT }) };
const across = { ...source, callerRoleArns: [CALLER_ROLE] };
export const OTHER_ACCOUNT = { bucket: bucketPolicy(across), key: keyPolicy({ ...across, accountId: OWNER }) };
type Policies = typeof SAME_ACCOUNT;

export const BUCKET_STATEMENTS: readonly StatementNeed[] = [
    {
        sid: "CloudWatchLogsGetBucketAcl",
        for: "the service checks the bucket before a task starts",
        without: "`up` fails, and says what the policy must allow",
        shows: { fails: /GetBucketAcl call on the given bucket failed.*must allow/ },
    },
    {
        sid: "CloudWatchLogsPutObject",
        for: "the service writes the objects",
        without: "`up` fails, and says what the policy must allow",
        shows: { fails: /PutObject call on the given bucket failed.*must allow/ },
    },
];

export const CALLER_STATEMENTS: readonly StatementNeed[] = [
    {
        sid: "ExportCallersPutObject",
        for: "CreateExportTask asks it of its caller",
        without: "`up` fails",
        shows: { fails: /Grant the caller s3:PutObject/ },
    },
    {
        sid: "ExportCallersListBucket",
        for: "verify the objects",
        without: "a warning and `verified: false`",
        shows: { warns: /the export is not verified/ },
    },
    {
        sid: "ExportCallersManifests",
        for: "write and read manifests",
        without: "a warning; the export runs and is verified",
        shows: { warns: /The manifest of .* could not be written/ },
    },
];

export const KEY_STATEMENTS: readonly StatementNeed[] = [
    {
        sid: "CloudWatchLogsExport",
        for: "the service encrypts the objects",
        without: "`up` fails",
        shows: { fails: /a KMS key must allow it kms:GenerateDataKey/ },
    },
];

export const CALLER_KEY_STATEMENTS: readonly StatementNeed[] = [
    {
        sid: "ExportCallers",
        for: "CreateExportTask asks it of its caller; manifests",
        without: "`up` fails",
        shows: { fails: /kms:GenerateDataKey and kms:Decrypt, in both policies/ },
    },
];

/** The caller's permissions for another account's key, which CreateExportTask also checks. */
export const CALLER_KEY_USE: readonly Grant[] = [
    {
        actions: ["kms:GenerateDataKey"],
        on: KEY_ARN,
        for: "CreateExportTask asks it of its caller; write the manifest",
        without: "`up` fails",
        shows: { fails: /If a KMS key of another account encrypts it, the caller needs kms:GenerateDataKey/ },
    },
    {
        actions: ["kms:Decrypt"],
        on: KEY_ARN,
        for: "read the manifest of another resource or stack",
        without: "a warning, as without `s3:GetObject`",
        shows: { warns: /The manifest .* could not be read/ },
    },
];

interface Deployment {
    readonly policies: Policies;
    readonly owner: string;
    /** Whether a key encrypts the bucket. */
    readonly isKeyed?: boolean;
    readonly withoutSid?: string;
    readonly withoutAction?: string;
}

/** Exports into a bucket with these policies, by a role with exactly its permissions. */
export function exportInto({ policies, owner, isKeyed, withoutSid, withoutAction }: Deployment) {
    return withCast(async (account, cast) => {
        const { buckets } = account.aws.world;
        delete buckets[BUCKET];
        const bucket = { name: BUCKET, region: REGION, accountId: owner, policy: without(policies.bucket, withoutSid) };
        account.aws.seed({ buckets: [bucket] });
        if (isKeyed) await encrypt(account, owner, without(policies.key, withoutSid));
        const policy = policyOf(isKeyed ? ["export", "key"] : ["export"], withoutAction);
        await cast.allow(
            JSON.parse(JSON.stringify(policy).replaceAll(`kms:${REGION}:${ACCOUNT}`, `kms:${REGION}:${owner}`)),
        );
        return { error: await errorOf(() => exportAll(account)), warnings: warnings(account) };
    });
}

function without<T extends { readonly Statement: readonly { readonly Sid?: string }[] }>(policy: T, sid?: string): T {
    return { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) };
}

async function encrypt({ aws }: Account, owner: string, policy: object): Promise<void> {
    await aws.control.registerKey("AKIAOWNER", { accountId: owner });
    const credentials = { accessKeyId: "AKIAOWNER", secretAccessKey: "sandbox" };
    const kms = new KMSClient({ endpoint: aws.endpoint, region: REGION, credentials });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: JSON.stringify(policy) }));
    kms.destroy();
    const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KeyMetadata?.Arn ?? "" };
    aws.world.buckets[BUCKET].configuration.encryption = { Rule: { ApplyServerSideEncryptionByDefault: byDefault } };
}

export const OWN = { policies: SAME_ACCOUNT, owner: ACCOUNT };
export const ACROSS = { policies: OTHER_ACCOUNT, owner: OWNER };
