import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Failure, refuse, refuseUnknown } from "../providers/exportTask/failure";
import { assertInputs } from "../providers/exportTask/inputError";
import { checkBucketName } from "../providers/exportTask/names";
import { awsSettings } from "./awsProvider";
import { bucketPolicy, partitionOf } from "./bucketPolicy";
import { awsBucket, AwsBucketNodes, AwsBucketTransforms } from "./buckets/aws";
import { checkLifecycleRules, LifecycleRule, lifecycleWarnings } from "./lifecycleRules";
import { applyTransform, Transform } from "./transform";

export const EXPORT_BUCKET_TYPE = "cloudwatch-logs-export:index:ExportBucket";

/** A bucket that exists: `aws.s3.Bucket`, `awsNative.s3.Bucket`, or a name. */
export type ExistingBucket =
    | pulumi.Input<string>
    | { readonly bucket: pulumi.Output<string>; readonly arn: pulumi.Output<string> }
    | { readonly bucketName: pulumi.Output<string | undefined>; readonly arn: pulumi.Output<string> };

/** A bucket that is made here. */
export interface NewBucketArgs {
    /**
     * The bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, unique in the world.
     * @default the component's name and a random suffix
     */
    readonly bucketName?: pulumi.Input<string>;
    /**
     * The Pulumi provider that makes the bucket.
     * @default "aws"
     */
    readonly provider?: "aws";
    /**
     * What becomes of exported objects as they age.
     * @default none: objects stay for ever
     * @example [{ transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }]
     */
    readonly lifecycleRules?: readonly LifecycleRule[];
    /**
     * Days after which the parts of an upload that was never finished are removed.
     * @default 7
     */
    readonly abortIncompleteMultipartUploadDays?: number;
    /**
     * Keeps what is overwritten or deleted as noncurrent versions.
     * @default true
     */
    readonly versioning?: boolean;
    /**
     * The IDs of the accounts whose log groups may be exported into the bucket.
     * @default the account of the aws provider
     */
    readonly sourceAccounts?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * What becomes of the bucket when it is removed from the program or the stack is destroyed. An archive outlives its
     * stack, so it stays; `"delete"` empties and deletes it.
     * @default "retain"
     */
    readonly onDestroy?: "retain" | "delete";
    /** Tags of the bucket. */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Changes the arguments of inner resources. */
    readonly transform?: AwsBucketTransforms;
}

/** A bucket that is adopted; nothing of it is changed unless `policy` says so. */
export interface ExistingBucketArgs {
    readonly existing: ExistingBucket;
    /**
     * `"managed"` writes the whole bucket policy, in place of the one that the bucket has: a bucket has only one. With
     * `"unmanaged"` the statements of `exportStatements` have to be in the policy that you manage.
     * @default "unmanaged"
     */
    readonly policy?: "managed" | "unmanaged";
    /** As for a new bucket; for `policy: "managed"`. */
    readonly sourceAccounts?: pulumi.Input<pulumi.Input<string>[]>;
    /** Changes the arguments of the bucket policy. */
    readonly transform?: { readonly policy?: Transform<aws.s3.BucketPolicyArgs> };
}

export type ExportBucketArgs = NewBucketArgs | ExistingBucketArgs;

/**
 * A bucket that receives exports, to be shared by any number of `LogExport`s: private, encrypted, versioned, TLS only,
 * open to CloudWatch Logs of the given accounts and to nobody else.
 *
 * @example
 * ```ts
 * const archive = new ExportBucket("archive", {
 *     lifecycleRules: [{ transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }],
 * });
 * ```
 */
export class ExportBucket extends pulumi.ComponentResource {
    /** The bucket's name, known once the bucket is fit to receive exports. */
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    /** The accounts that the bucket policy names; undefined where the policy is not managed here. */
    readonly sourceAccounts: pulumi.Output<string[] | undefined>;
    /** The inner resources; empty where the bucket is only adopted. */
    readonly nodes: Partial<AwsBucketNodes>;

    /** @throws {InputError} where an argument is wrong. */
    constructor(name: string, args: ExportBucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        assertInputs(`ExportBucket "${name}"`, checkBucketArgs(args));
        super(EXPORT_BUCKET_TYPE, name, {}, opts);
        const made = "existing" in args ? adopt(name, args, this) : make(name, args, this);
        this.bucketName = made.bucketName;
        this.bucketArn = made.bucketArn;
        this.sourceAccounts = made.sourceAccounts;
        this.nodes = made.nodes;
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }
}

/** Whether a value is an ExportBucket, also one that another copy of this package made. */
export function isExportBucket(value: unknown): value is ExportBucket {
    return (value as { __pulumiType?: string } | undefined | null)?.__pulumiType === EXPORT_BUCKET_TYPE;
}

type Made = Pick<ExportBucket, "bucketName" | "bucketArn" | "sourceAccounts" | "nodes">;

function make(name: string, args: NewBucketArgs, parent: pulumi.Resource): Made {
    const lifecycleRules = args.lifecycleRules ?? [];
    for (const warning of lifecycleWarnings(lifecycleRules)) void pulumi.log.warn(warning, parent);
    const sourceAccounts = sourceAccountsOf(args.sourceAccounts, parent);
    const nodes = awsBucket(
        name,
        {
            bucketName: args.bucketName,
            versioning: args.versioning ?? true,
            lifecycleRules,
            abortIncompleteMultipartUploadDays: args.abortIncompleteMultipartUploadDays ?? 7,
            sourceAccounts,
            onDestroy: args.onDestroy ?? "retain",
            tags: args.tags,
            transform: args.transform ?? {},
        },
        parent,
    );
    // The policy is made last, so whoever takes the name from it waits until the bucket is fit, with a single dependency:
    // each would be written twice into the state of every export.
    return { bucketName: nodes.policy.bucket, bucketArn: nodes.bucket.arn, sourceAccounts, nodes };
}

function adopt(name: string, args: ExistingBucketArgs, parent: pulumi.Resource): Made {
    const { bucketName, arn } = identityOf(args.existing);
    const { region } = awsSettings(parent);
    const bucketArn =
        arn ?? pulumi.all([region, bucketName]).apply(([at, of]) => `arn:${partitionOf(at ?? "")}:s3:::${of}`);
    if (args.policy !== "managed") {
        return { bucketName, bucketArn, sourceAccounts: pulumi.output(undefined), nodes: {} };
    }
    const sourceAccounts = sourceAccountsOf(args.sourceAccounts, parent);
    const document = pulumi
        .all([aws.getRegionOutput({}, { parent }).region, bucketArn, sourceAccounts])
        .apply(([region, bucketArn, sourceAccounts]) =>
            JSON.stringify(bucketPolicy({ region, bucketArn, sourceAccounts })),
        );
    const policy = new aws.s3.BucketPolicy(
        ...applyTransform(
            args.transform?.policy,
            `${name}-policy`,
            { bucket: bucketName, policy: document },
            { parent, retainOnDelete: true },
        ),
    );
    return { bucketName: policy.bucket, bucketArn, sourceAccounts, nodes: { policy } };
}

function identityOf(existing: ExistingBucket): { bucketName: pulumi.Output<string>; arn?: pulumi.Output<string> } {
    if (typeof existing === "object" && "arn" in existing) {
        const given = "bucket" in existing ? existing.bucket : existing.bucketName;
        return { bucketName: given.apply((bucketName) => bucketName ?? ""), arn: existing.arn };
    }
    return { bucketName: pulumi.output(existing as pulumi.Input<string>) };
}

function sourceAccountsOf(
    given: pulumi.Input<pulumi.Input<string>[]> | undefined,
    parent: pulumi.Resource,
): pulumi.Output<string[]> {
    return given === undefined
        ? aws.getCallerIdentityOutput({}, { parent }).accountId.apply((account) => [account])
        : pulumi.output(given);
}

/** Whether a property is one of a new bucket, of an existing one, or of both. */
const PROPERTIES: Readonly<Record<keyof NewBucketArgs | keyof ExistingBucketArgs, "new" | "existing" | "both">> = {
    bucketName: "new",
    provider: "new",
    lifecycleRules: "new",
    abortIncompleteMultipartUploadDays: "new",
    versioning: "new",
    onDestroy: "new",
    tags: "new",
    existing: "existing",
    policy: "existing",
    sourceAccounts: "both",
    transform: "both",
};
const NEW_ONLY = Object.entries(PROPERTIES).flatMap(([name, of]) => (of === "new" ? [name] : []));

/** What can be told to be wrong before anything is made. */
export function checkBucketArgs(args: ExportBucketArgs): Failure[] {
    const given = args as NewBucketArgs & Partial<ExistingBucketArgs>;
    const failures: (Failure | undefined)[] = [
        ...refuseUnknown("an ExportBucket", "", args, Object.keys(PROPERTIES)),
        ...checkChoice(given),
        ...checkOptions(given),
        ...checkLifecycleRules(given.lifecycleRules ?? []),
        checkName(given.bucketName),
        checkExisting(given.existing),
        ...checkAccounts(given.sourceAccounts),
    ];
    return failures.filter((failure) => failure !== undefined);
}

const isLater = (value: unknown) => pulumi.Output.isInstance(value) || value instanceof Promise;

function checkName(name: unknown): Failure | undefined {
    if (name === undefined || isLater(name)) return undefined;
    return typeof name === "string"
        ? checkBucketName("bucketName", name)
        : refuse("bucketName", name, "a bucket's name", "Leave it out for the component's name and a random suffix.");
}

function checkExisting(existing: unknown): Failure | undefined {
    if (existing === undefined || existing === null || isLater(existing)) return undefined; // see checkChoice
    if (typeof existing === "string") return checkBucketName("existing", existing);
    const isBucket =
        typeof existing === "object" && "arn" in existing && ("bucket" in existing || "bucketName" in existing);
    if (isBucket) return undefined;
    const next = isExportBucket(existing)
        ? "Give the ExportBucket itself: bucket: sharedBucket."
        : "Give the bucket resource, or the bucket's name as a text in quotes.";
    return refuse("existing", existing, "a bucket or its name", next);
}

function checkChoice(given: NewBucketArgs & Partial<ExistingBucketArgs>): Failure[] {
    if (!("existing" in given)) {
        return given.policy === undefined
            ? []
            : [refuse("policy", given.policy, "absent for a new bucket", "A new bucket's policy is always managed.")];
    }
    if (given.existing === undefined || given.existing === null) {
        return [refuse("existing", given.existing, "a bucket or its name", "Leave it out for a new bucket.")];
    }
    return NEW_ONLY.filter((name) => given[name as keyof NewBucketArgs] !== undefined).map((name) =>
        refuse(
            name,
            given[name as keyof NewBucketArgs],
            "absent where existing is given",
            "An existing bucket's settings stay as they are: set them where the bucket is managed.",
        ),
    );
}

function checkOptions(given: NewBucketArgs & Partial<ExistingBucketArgs>): Failure[] {
    const choices: Record<string, readonly unknown[]> = {
        provider: ["aws"],
        onDestroy: ["retain", "delete"],
        policy: ["managed", "unmanaged"],
        versioning: [true, false],
    };
    const failures = Object.entries(choices).flatMap(([name, allowed]) => {
        const value = given[name as keyof typeof given];
        if (value === undefined || allowed.includes(value)) return [];
        return [
            refuse(
                name,
                value,
                allowed.map((one) => JSON.stringify(one)).join(" or "),
                "Leave it out for the default.",
            ),
        ];
    });
    const days = given.abortIncompleteMultipartUploadDays;
    if (days !== undefined && !(Number.isInteger(days) && days >= 1)) {
        const next = "7 is the default.";
        failures.push(refuse("abortIncompleteMultipartUploadDays", days, "a whole number of days, 1 or more", next));
    }
    return failures;
}

function checkAccounts(accounts: NewBucketArgs["sourceAccounts"]): Failure[] {
    if (accounts === undefined || isLater(accounts)) return [];
    const next = 'Give at least one account ID, with its leading zeros, in quotes: ["012345678901"].';
    if (!Array.isArray(accounts) || accounts.length === 0) {
        return [refuse("sourceAccounts", accounts, "a list of account IDs", next)];
    }
    return (accounts as unknown[]).flatMap((account, index) =>
        (typeof account === "string" && /^\d{12}$/.test(account)) || isLater(account)
            ? []
            : [refuse(`sourceAccounts[${index}]`, account, "an account ID of 12 digits", next)],
    );
}
