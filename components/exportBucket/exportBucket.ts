import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../../providers/validation/inputError";
import { awsSettings, type ProviderPackage } from "../awsSettings";
import { type BucketAccessArgs, bucketGrant } from "./access";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { partitionOf } from "../../providers/policies/principal";
import { awsProvider } from "./resources/aws";
import { awsNativeProvider } from "./resources/awsNative";
import { type BucketProvider } from "./resources/bucketProvider";
import { type ExportBucketNodes } from "./resources/innerResources";
import { keyWarnings } from "./encryption";
import { keyFor } from "./key";
import { bucketSettings } from "./settings";
import {
    type ExistingBucket,
    type ExistingBucketArgs,
    type ExportBucketArgs,
    type NewBucketArgs,
    providerOf,
} from "./args";
import { checkBucketArgs } from "./checks";
import { EXPORT_BUCKET_TYPE, isOfType } from "../resourceTypes";
import { lifecycleWarnings } from "./lifecycle/warnings";
import { objectLockWarnings } from "./objectLock";

/**
 * A bucket that receives exports, to be shared by any number of `LogExport`s: private, encrypted, versioned, TLS only,
 * and only CloudWatch Logs of the given accounts may export into it.
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
    /** The customer managed key that encrypts the bucket; undefined for SSE-S3 and for an existing bucket. */
    readonly kmsKeyArn?: pulumi.Output<string>;
    /** The accounts in the bucket policy; undefined if the policy is not managed by this package. */
    readonly sourceAccounts: pulumi.Output<string[] | undefined>;
    /** The inner resources; none for an existing bucket with an unmanaged policy. */
    readonly nodes: ExportBucketNodes;

    /** Whether a value is an ExportBucket, also one that another copy of this package made. */
    static override isInstance(value: unknown): value is ExportBucket {
        return isOfType(value, EXPORT_BUCKET_TYPE);
    }

    /** @throws {InputError} if an argument is wrong. */
    constructor(name: string, args: ExportBucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        assertInputs(`ExportBucket "${name}"`, checkBucketArgs(args));
        super(EXPORT_BUCKET_TYPE, name, {}, opts);
        const provider = PROVIDERS[providerOf(args)];
        const made =
            "existing" in args ? useExisting(name, args, provider, this) : createBucket(name, args, provider, this);
        this.bucketName = made.bucketName;
        this.bucketArn = made.bucketArn;
        this.kmsKeyArn = made.kmsKeyArn;
        this.sourceAccounts = made.sourceAccounts;
        this.nodes = made.nodes;
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }
}

const PROVIDERS: Readonly<Record<ProviderPackage, BucketProvider>> = {
    aws: awsProvider,
    "aws-native": awsNativeProvider,
};

type BucketParts = Pick<ExportBucket, "bucketName" | "bucketArn" | "kmsKeyArn" | "sourceAccounts" | "nodes">;

function createBucket(
    name: string,
    args: NewBucketArgs,
    provider: BucketProvider,
    parent: pulumi.Resource,
): BucketParts {
    const warnings = [
        ...lifecycleWarnings(args.lifecycleRules ?? [], args),
        ...objectLockWarnings(args),
        ...keyWarnings(args),
    ];
    for (const warning of warnings) void pulumi.log.warn(warning, parent);
    const transform = args.transform ?? {};
    const key = keyFor(name, args, provider, parent);
    const settings = bucketSettings(args, key?.keyArn);
    const { bucketName, bucketArn, region, prerequisites, nodes } = provider.makeBucket(
        name,
        settings,
        transform,
        parent,
    );
    const opts = { parent, retainOnDelete: settings.removalPolicy === "retain" };
    const alias = key?.aliasOf(bucketName);
    const { document, sourceAccounts } = policyFor(args, region, bucketArn, provider, parent);
    const policy = provider.makePolicy(name, { bucketName, document }, transform, {
        ...opts,
        dependsOn: prerequisites,
    });
    // The policy is created last. Exports take the bucket's name from it, so they wait for the whole bucket with a single
    // dependency: each dependency would be written into the state of every export twice.
    return {
        bucketName: policy.bucketName,
        bucketArn,
        kmsKeyArn: key?.keyArn,
        sourceAccounts,
        nodes: { ...nodes, ...key?.nodes, ...alias, ...policy.nodes },
    };
}

function useExisting(
    name: string,
    args: ExistingBucketArgs,
    provider: BucketProvider,
    parent: pulumi.Resource,
): BucketParts {
    const { bucketName, arn } = identityOf(args.existing);
    const { region } = awsSettings(parent, providerOf(args));
    const bucketArn =
        arn ?? pulumi.all([region, bucketName]).apply(([at, of]) => `arn:${partitionOf(at ?? "")}:s3:::${of}`);
    if (args.policy !== "managed") {
        return { bucketName, bucketArn, sourceAccounts: pulumi.output(undefined), nodes: {} };
    }
    const { document, sourceAccounts } = policyFor(args, provider.region(parent), bucketArn, provider, parent);
    const policy = provider.makePolicy(name, { bucketName, document }, args.transform ?? {}, {
        parent,
        retainOnDelete: true,
    });
    return { bucketName: policy.bucketName, bucketArn, sourceAccounts, nodes: policy.nodes };
}

function identityOf(existing: ExistingBucket): { bucketName: pulumi.Output<string>; arn?: pulumi.Output<string> } {
    if (typeof existing === "object" && "arn" in existing) {
        const given = "bucket" in existing ? existing.bucket : existing.bucketName;
        return { bucketName: given.apply((bucketName) => bucketName ?? ""), arn: existing.arn };
    }
    return { bucketName: pulumi.output(existing as pulumi.Input<string>) };
}

/** The policy of a new bucket, or of an existing one whose policy is managed. */
function policyFor(
    args: BucketAccessArgs,
    region: pulumi.Output<string>,
    bucketArn: pulumi.Output<string>,
    provider: BucketProvider,
    parent: pulumi.Resource,
) {
    const place = { region, bucketArn, accountId: () => provider.accountId(parent) };
    const { grant, warning, sourceAccounts } = bucketGrant(args, place);
    warning.apply((text) => text && void pulumi.log.warn(text, parent));
    return { document: grant.apply(bucketPolicy), sourceAccounts };
}
