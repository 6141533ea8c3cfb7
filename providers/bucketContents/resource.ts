import * as pulumi from "@pulumi/pulumi";
import { handedDownConfig } from "../handedDown";
import { aliasOfOtherHost, type HostedType, isPluginProcess, typeHere } from "../host";
import { providerText } from "../providerText";
import type { BucketContentsInputs } from "./lifecycle";

/** Pinned: they stand in users' states. */
export const BUCKET_CONTENTS_TYPE: HostedType = {
    dynamic: "pulumi-nodejs:dynamic/cloudwatch-logs-export:BucketContents",
    plugin: "cloudwatch-logs-export:index:BucketContents",
};
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
        const aliases = [...(opts.aliases ?? []), aliasOfOtherHost(BUCKET_CONTENTS_TYPE)];
        const provider = isPluginProcess() ? handedDownConfig() : { __provider: PROVIDER };
        super(typeHere(BUCKET_CONTENTS_TYPE), name, { ...args, ...provider }, { ...opts, aliases });
    }
}
