import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PUBLIC_ACCESS_BLOCK } from "../../exportBucket/settings";
import { keyedLogGroups } from "../../logGroups/logGroups";
import { bucketResourceName } from "../../exportBucket/resources/bucketResourceName";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { givenManifestKey, GROUPS_PER_MANIFEST, RUN_MANIFESTS } from "../machine/plan";

/** When the manifests of a run expire. Even a long run reads a manifest within weeks of writing it. */
const RUN_MANIFEST_DAYS = 365;

/**
 * Creates the manifests, lists of log group names for the distributed Map, in a bucket of their own. The bucket of the
 * exports is not used: it contains nothing but exports, and may have a KMS key, Object Lock or another owner.
 */
export function makeManifests(
    name: string,
    names: pulumi.Output<string[]> | undefined,
    { logGroups, transform = {} }: ScheduledLogExportArgs,
    kmsKeyArn: pulumi.Output<string> | undefined,
    parent: pulumi.Resource,
): { manifestBucket: aws.s3.Bucket; manifests: aws.s3.BucketObjectv2[] } {
    const manifestBucket = new aws.s3.Bucket(
        ...applyTransform(
            transform.manifestBucket,
            bucketResourceName(`${name}-manifests`),
            { forceDestroy: true },
            { parent },
        ),
    );
    const bucket = manifestBucket.bucket;
    new aws.s3.BucketPublicAccessBlock(
        `${name}-manifests-public-access-block`,
        { bucket, ...PUBLIC_ACCESS_BLOCK },
        { parent },
    );
    new aws.s3.BucketLifecycleConfiguration(
        `${name}-manifests-lifecycle`,
        {
            bucket,
            rules: [
                {
                    id: "expire-runs",
                    status: "Enabled",
                    filter: { prefix: RUN_MANIFESTS },
                    expiration: { days: RUN_MANIFEST_DAYS },
                },
            ],
        },
        { parent },
    );
    const encryption =
        kmsKeyArn &&
        new aws.s3.BucketServerSideEncryptionConfiguration(
            `${name}-manifests-encryption`,
            {
                bucket,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
                        bucketKeyEnabled: true,
                    },
                ],
            },
            { parent },
        );
    const count = logGroups ? Math.ceil(keyedLogGroups(logGroups).length / GROUPS_PER_MANIFEST) : 0;
    const manifests = Array.from({ length: count }, (_, index) => {
        const page = (names ?? pulumi.output([] as string[])).apply((all) =>
            JSON.stringify(all.slice(index * GROUPS_PER_MANIFEST, (index + 1) * GROUPS_PER_MANIFEST)),
        );
        const args = { bucket, key: givenManifestKey(index), content: page, contentType: "application/json" };
        return new aws.s3.BucketObjectv2(`${name}-manifest-${index}`, args, { parent, dependsOn: encryption });
    });
    return { manifestBucket, manifests };
}
