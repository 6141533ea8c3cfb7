import * as pulumi from "@pulumi/pulumi";
import { providerText } from "../providerText";
import type { BucketContentsInputs } from "./lifecycle";

/** Pinned: it stands in users' states. */
export const BUCKET_CONTENTS_TYPE = "pulumi-nodejs:dynamic/cloudwatch-logs-export:BucketContents";
const PROVIDER = providerText("pulumi-cloudwatch-logs-export/bucketContents");

type Args = { readonly [Name in keyof BucketContentsInputs]: pulumi.Input<BucketContentsInputs[Name] | undefined> };

/**
 * The objects of a bucket that is made with @pulumi/aws-native. Cloud Control deletes only an empty bucket, so with
 * `removalPolicy: "delete"` this removes every version of every object when it is deleted itself: after the bucket's policy,
 * without which nothing can be exported into the bucket any more, and before the bucket.
 *
 * It is there with `"retain"` too, and removes nothing: were it made only for `"delete"`, a change to `"retain"` would take
 * it out of the program, and with it the objects.
 */
export class BucketContents extends pulumi.CustomResource {
    constructor(name: string, args: Args, opts: pulumi.CustomResourceOptions) {
        super(BUCKET_CONTENTS_TYPE, name, { ...args, __provider: PROVIDER }, opts);
    }
}
