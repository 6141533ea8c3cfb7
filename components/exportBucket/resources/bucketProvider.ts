import type * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument } from "../../../providers/policies/statement";
import { type BucketSettings } from "../settings";
import { type ExportBucketNodes, type ExportBucketTransforms } from "./innerResources";

/** The operations that differ between the Pulumi providers that can create a bucket. They decide nothing. */
export interface BucketProvider {
    /** The provider's account. */
    accountId(parent: pulumi.Resource): pulumi.Output<string>;
    /** The provider's Region. */
    region(parent: pulumi.Resource): pulumi.Output<string>;
    /** Creates a KMS key. */
    makeKey(name: string, settings: KeySettings, transform: ExportBucketTransforms, parent: pulumi.Resource): MadeKey;
    /** Creates the alias of a key. */
    makeKeyAlias(
        name: string,
        alias: AliasOf,
        transform: ExportBucketTransforms,
        opts: pulumi.CustomResourceOptions,
    ): ExportBucketNodes;
    /** Creates a bucket with everything except its policy. */
    makeBucket(
        name: string,
        settings: BucketSettings,
        transform: ExportBucketTransforms,
        parent: pulumi.Resource,
    ): MadeBucket;
    /** Whether the policy of a bucket can be written over one that the provider did not create. */
    readonly takesOverPolicies: boolean;
    /** The policy that a bucket has, as text or as an object; undefined if it has none. */
    readPolicy(bucket: BucketOf, parent: pulumi.Resource): Promise<unknown>;
    /** Creates the policy of a bucket. */
    makePolicy(
        name: string,
        policy: PolicyOf,
        transform: ExportBucketTransforms,
        opts: pulumi.CustomResourceOptions,
    ): MadePolicy;
}

/** A KMS key as plain data, with every default filled in. */
export interface KeySettings {
    readonly region: pulumi.Input<string> | undefined;
    readonly description: string;
    readonly policy: pulumi.Output<PolicyDocument>;
    readonly rotationPeriodDays: number;
    readonly deletionWindowDays: number;
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly removalPolicy: "retain" | "delete";
}

export interface MadeKey {
    readonly keyArn: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
}

export interface AliasOf {
    readonly region: pulumi.Input<string> | undefined;
    readonly aliasName: pulumi.Input<string>;
    readonly keyArn: pulumi.Output<string>;
}

/** A bucket that was created, still without a policy. */
export interface MadeBucket {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly region: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
    /** What must be in place before the policy allows access: encryption, versioning, no public access. */
    readonly prerequisites: pulumi.Resource[];
}

export interface BucketOf {
    readonly region: string | undefined;
    readonly bucketName: string;
}

export interface PolicyOf {
    readonly region: pulumi.Input<string> | undefined;
    readonly bucketName: pulumi.Input<string>;
    readonly document: pulumi.Output<PolicyDocument>;
}

export interface MadePolicy {
    /** The bucket's name, known once the policy exists. */
    readonly bucketName: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
}
