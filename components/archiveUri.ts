import * as pulumi from "@pulumi/pulumi";

/** A part of a bucket as the package's command takes it: `s3://bucket/prefix/`, or `s3://bucket/` for the whole bucket. */
export function archiveUri(bucketName: pulumi.Input<string>, prefix: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi
        .all([bucketName, prefix])
        .apply(([bucket, folder]) => `s3://${bucket}/${folder === "" ? "" : `${folder}/`}`);
}
