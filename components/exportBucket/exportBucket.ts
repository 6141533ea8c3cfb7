import * as pulumi from "@pulumi/pulumi";
import { MOCK_BUCKET_ARN, standInForMocks } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { awsSettings, type ProviderPackage } from "../awsSettings";
import { type BucketAccessArgs, bucketGrant } from "./access";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { partitionOf } from "../../providers/policies/partition";
import { awsProvider } from "./resources/aws";
import { awsNativeProvider } from "./resources/awsNative";
import { type BucketProvider } from "./resources/bucketProvider";
import { type ExportBucketNodes } from "./resources/innerResources";
import { keyWarnings } from "./encryption";
import { keyFor } from "./key";
import { type ExistingPolicy, mergePolicies } from "./existingPolicy";
import { readExistingPolicy } from "./readExistingPolicy";
import { claimPolicy } from "./policyWriters";
import { bucketSettings } from "./settings";
import {
    type ExistingBucket,
    type ExistingBucketArgs,
    type ExportBucketArgs,
    type NewBucketArgs,
    providerOf,
} from "./args";
import { checkBucketArgs, checkExistingName } from "./checks";
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
    /** The bucket's ARN. */
    readonly bucketArn: pulumi.Output<string>;
    /** The bucket's Region; undefined if the program does not say it, as for an existing bucket that is given by name. */
    readonly bucketRegion: pulumi.Output<string | undefined>;
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
        claimPolicyOf(args, this);
        const provider = PROVIDERS[providerOf(args)];
        const made =
            "existing" in args ? useExisting(name, args, provider, this) : createBucket(name, args, provider, this);
        this.bucketName = made.bucketName;
        this.bucketArn = made.bucketArn;
        this.bucketRegion = regionOf(args, this);
        this.kmsKeyArn = made.kmsKeyArn;
        this.sourceAccounts = made.sourceAccounts;
        this.nodes = made.nodes;
        for (const bucket of [made.nodes.bucket, made.nodes.awsNativeBucket, this.bucketName]) {
            if (bucket && writesPolicy(args)) claimPolicy(this, bucket, "bucketName", bucket);
        }
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }
}

const PROVIDERS: Readonly<Record<ProviderPackage, BucketProvider>> = {
    aws: awsProvider,
    "aws-native": awsNativeProvider,
};

/** Of a new bucket also before it is made: the Region of the provider. */
function regionOf(args: ExportBucketArgs, component: pulumi.Resource): pulumi.Output<string | undefined> {
    if (args.region !== undefined) return pulumi.output(args.region);
    if (!("existing" in args)) return awsSettings(component, providerOf(args)).region;
    return pulumi.output((args.existing as { region?: pulumi.Input<string> }).region);
}

const writesPolicy = (args: ExportBucketArgs) => !("existing" in args) || args.policy === "managed";

/** Where the bucket is known as the program declares it. */
function claimPolicyOf(args: ExportBucketArgs, component: pulumi.Resource): void {
    if (!writesPolicy(args)) return;
    const [property, bucket] = "existing" in args ? ["existing", args.existing] : ["bucketName", args.bucketName];
    if (bucket !== undefined) claimPolicy(component, bucket, property, bucket);
}

/** A bucket's name, once it is known that nothing else in the program writes its policy. */
function withClaimedPolicy(bucketName: pulumi.Output<string>, component: pulumi.Resource): pulumi.Output<string> {
    return bucketName.apply((name) => {
        if (name) claimPolicy(component, name, "existing", name);
        return name;
    });
}

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
    const policyOf = { region: args.region, bucketName: withClaimedPolicy(bucketName, parent), document };
    const policy = provider.makePolicy(name, policyOf, transform, {
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
    // The provider is asked only if it writes the policy: a bucket that it does not touch needs none that is configured.
    const given = args.region === undefined ? undefined : pulumi.output(args.region);
    const managedIn = args.policy === "managed" ? (given ?? provider.region(parent)) : undefined;
    const region: pulumi.Output<string | undefined> = managedIn ?? awsSettings(parent, providerOf(args)).region;
    const bucketArn =
        arn ?? pulumi.all([region, bucketName]).apply(([at, of]) => `arn:${partitionOf(at ?? "")}:s3:::${of}`);
    if (managedIn === undefined) {
        return { bucketName, bucketArn, sourceAccounts: pulumi.output(undefined), nodes: {} };
    }
    const claimed = withClaimedPolicy(bucketName, parent);
    const found = readExistingPolicy({ region: args.region, bucketName: claimed }, provider, parent);
    const { document, sourceAccounts } = policyFor(args, managedIn, bucketArn, provider, parent, found);
    const policyOf = { region: args.region, bucketName: claimed, document };
    const policy = provider.makePolicy(name, policyOf, args.transform ?? {}, {
        parent,
        retainOnDelete: true,
    });
    return { bucketName: policy.bucketName, bucketArn, sourceAccounts, nodes: policy.nodes };
}

function identityOf(existing: ExistingBucket): { bucketName: pulumi.Output<string>; arn?: pulumi.Output<string> } {
    if (typeof existing === "object" && "arn" in existing) {
        const given = "bucket" in existing ? existing.bucket : existing.bucketName;
        return {
            bucketName: given.apply((bucketName) => bucketName ?? ""),
            arn: standInForMocks(existing.arn, MOCK_BUCKET_ARN),
        };
    }
    const bucketName = pulumi.output(existing as pulumi.Input<string>).apply((name) => {
        assertInputs("ExportBucket", checkExistingName(name));
        return name;
    });
    return { bucketName };
}

/** The policy of a new bucket, or of an existing one whose policy is managed. */
function policyFor(
    args: BucketAccessArgs,
    region: pulumi.Output<string>,
    bucketArn: pulumi.Output<string>,
    provider: BucketProvider,
    parent: pulumi.Resource,
    existing?: pulumi.Output<ExistingPolicy>,
) {
    const place = { region, bucketArn, accountId: () => provider.accountId(parent), existing };
    const { grant, warning, sourceAccounts } = bucketGrant(args, place);
    warning.apply((text) => text && void pulumi.log.warn(text, parent));
    const own = grant.apply(bucketPolicy);
    const document = existing
        ? pulumi.all([existing, own]).apply(([found, policy]) => mergePolicies(found, policy))
        : own;
    return { document, sourceAccounts };
}
