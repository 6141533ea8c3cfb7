import * as pulumi from "@pulumi/pulumi";
import { PolicyDocument } from "../bucketPolicy";
import { BucketSettings } from "../bucketSettings";

/** A Pulumi provider that can make buckets: what it does in its own way. What there is to decide stands elsewhere. */
export interface BucketProvider<Transforms, Nodes> {
    /** The account that the provider works in. */
    accountId(parent: pulumi.Resource): pulumi.Output<string>;
    /** The Region that the provider works in. */
    region(parent: pulumi.Resource): pulumi.Output<string>;
    /** Makes a bucket with everything but its policy. */
    makeBucket(
        name: string,
        settings: BucketSettings,
        transform: Transforms,
        parent: pulumi.Resource,
    ): MadeBucket<Nodes>;
    /** Gives a bucket its policy. */
    makePolicy(
        name: string,
        policy: PolicyOf,
        transform: Transforms,
        opts: pulumi.CustomResourceOptions,
    ): MadePolicy<Nodes>;
}

/** A bucket that is there, and still without a policy. */
export interface MadeBucket<Nodes> {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly region: pulumi.Output<string>;
    readonly nodes: Nodes;
    /** What has to be in place before the policy lets anybody in: encryption, versioning, no public access. */
    readonly fitness: pulumi.Resource[];
}

export interface PolicyOf {
    readonly bucketName: pulumi.Input<string>;
    readonly document: pulumi.Output<PolicyDocument>;
}

export interface MadePolicy<Nodes> {
    /** The bucket's name, known once the policy is in place. */
    readonly bucketName: pulumi.Output<string>;
    readonly nodes: Nodes;
}
