import { partitionOf } from "../policies/partition";

/** A call that was made of AWS. */
export interface Call {
    /** The service's own name of it. */
    readonly operation: string;
    readonly input: object;
    readonly region: string;
}

const CALLS = new WeakMap<object, Call>();

/** Remembers which call an error is the answer of. The call that failed first counts: that of credentials, before another. */
export function noteCall(error: unknown, call: Call): void {
    if (typeof error === "object" && error !== null && !CALLS.has(error)) CALLS.set(error, call);
}

export function callOf(error: unknown): Call | undefined {
    return typeof error === "object" && error !== null ? CALLS.get(error) : undefined;
}

/** What the caller must be allowed for a call. */
export interface Need {
    readonly permissions: readonly string[];
    /** The ARN of what the call is about, or `*`. */
    readonly resource: (input: Input, place: Place) => string;
}

interface Place {
    readonly partition: string;
    readonly region: string;
}

/** The parameters that name a resource, of all calls. */
interface Input {
    readonly Bucket?: string;
    readonly Key?: string;
    readonly Delete?: { readonly Objects?: readonly { readonly Key?: string }[] };
    readonly KeyId?: string;
    readonly RoleArn?: string;
    readonly logGroupName?: string;
}

const anything = () => "*";
const bucket = ({ Bucket }: Input, { partition }: Place) => `arn:${partition}:s3:::${Bucket}`;
/** An export's objects are under `prefix/taskId/`; the grant is for the prefix. */
const objects = (input: Input, place: Place) => {
    const { Key = input.Delete?.Objects?.[0].Key ?? "" } = input;
    const prefix = Key.split("/").slice(0, -2);
    return [bucket(input, place), ...prefix, "*"].join("/");
};
const logGroups = ({ logGroupName = "*" }: Input, { partition, region }: Place) =>
    `arn:${partition}:logs:${region}:*:log-group:${logGroupName}`;
const key = ({ KeyId = "*" }: Input) => KeyId;
const role = ({ RoleArn = "*" }: Input) => RoleArn;

/**
 * Every call that this package makes of AWS itself, and what it needs. The AWS resources of a program are made by the aws
 * provider, which asks for permissions of its own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const NEEDS: Readonly<Record<string, Need>> = {
    GetCallerIdentity: { permissions: [], resource: anything },
    AssumeRole: { permissions: ["sts:AssumeRole"], resource: role },
    AssumeRoleWithWebIdentity: { permissions: ["sts:AssumeRoleWithWebIdentity"], resource: role },

    CreateExportTask: { permissions: ["logs:CreateExportTask"], resource: logGroups },
    DescribeExportTasks: { permissions: ["logs:DescribeExportTasks"], resource: anything },
    CancelExportTask: { permissions: ["logs:CancelExportTask"], resource: anything },
    DescribeLogGroups: { permissions: ["logs:DescribeLogGroups"], resource: logGroups },
    ListLogGroups: { permissions: ["logs:ListLogGroups"], resource: anything },
    DescribeAccountPolicies: { permissions: ["logs:DescribeAccountPolicies"], resource: anything },

    ListObjectsV2: { permissions: ["s3:ListBucket"], resource: bucket },
    HeadBucket: { permissions: ["s3:ListBucket"], resource: bucket },
    ListObjectVersions: { permissions: ["s3:ListBucketVersions"], resource: bucket },
    GetObject: { permissions: ["s3:GetObject"], resource: objects },
    PutObject: { permissions: ["s3:PutObject"], resource: objects },
    DeleteObject: { permissions: ["s3:DeleteObject"], resource: objects },
    DeleteObjects: { permissions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], resource: objects },
    GetBucketPolicy: { permissions: ["s3:GetBucketPolicy"], resource: bucket },
    GetBucketEncryption: { permissions: ["s3:GetEncryptionConfiguration"], resource: bucket },

    DescribeKey: { permissions: ["kms:DescribeKey"], resource: key },
    GetKeyPolicy: { permissions: ["kms:GetKeyPolicy"], resource: key },
};

/** What a call needs, and on what. */
export function neededFor({ operation, input, region }: Call): { permissions: readonly string[]; resource: string } {
    const { permissions, resource } = NEEDS[operation] ?? { permissions: [], resource: anything };
    return { permissions, resource: resource(input as Input, { partition: partitionOf(region), region }) };
}
