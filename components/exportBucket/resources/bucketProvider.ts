import type * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument } from "../../../providers/policies/statement";
import { type BucketSettings } from "../settings";
import { type ExportBucketNodes, type ExportBucketTransforms } from "./innerResources";

/** A Pulumi provider that can make buckets: what it does in its own way. What there is to decide stands elsewhere. */
export interface BucketProvider {
    /** The account that the provider works in. */
    accountId(parent: pulumi.Resource): pulumi.Output<string>;
    /** The Region that the provider works in. */
    region(parent: pulumi.Resource): pulumi.Output<string>;
    /** Makes a KMS key. */
    makeKey(name: string, settings: KeySettings, transform: ExportBucketTransforms, parent: pulumi.Resource): MadeKey;
    /** Gives a key its alias. */
    makeKeyAlias(
        name: string,
        alias: AliasOf,
        transform: ExportBucketTransforms,
        opts: pulumi.CustomResourceOptions,
    ): ExportBucketNodes;
    /** Makes a bucket with everything but its policy. */
    makeBucket(
        name: string,
        settings: BucketSettings,
        transform: ExportBucketTransforms,
        parent: pulumi.Resource,
    ): MadeBucket;
    /** Gives a bucket its policy. */
    makePolicy(
        name: string,
        policy: PolicyOf,
        transform: ExportBucketTransforms,
        opts: pulumi.CustomResourceOptions,
    ): MadePolicy;
}

/** A KMS key as plain data, with every default filled in. */
export interface KeySettings {
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
    readonly aliasName: pulumi.Input<string>;
    readonly keyArn: pulumi.Output<string>;
}

/** A bucket that is there, and still without a policy. */
export interface MadeBucket {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly region: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
    /** What has to be in place before the policy lets anybody in: encryption, versioning, no public access. */
    readonly fitness: pulumi.Resource[];
}

export interface PolicyOf {
    readonly bucketName: pulumi.Input<string>;
    readonly document: pulumi.Output<PolicyDocument>;
}

export interface MadePolicy {
    /** The bucket's name, known once the policy is in place. */
    readonly bucketName: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
}
