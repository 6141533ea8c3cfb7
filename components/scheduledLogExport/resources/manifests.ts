import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PUBLIC_ACCESS_BLOCK } from "../../exportBucket/settings";
import { keyedLogGroups } from "../../logGroups/logGroups";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { givenManifestKey, GROUPS_PER_MANIFEST, RUN_MANIFESTS } from "../machine/plan";

/** A run can take long, but it reads what it writes within weeks. */
const RUN_MANIFEST_DAYS = 365;

/**
 * The manifests, lists of log group names for the distributed map, in a bucket of their own: the archive holds nothing but
 * exports, and may be encrypted, locked or another account's.
 */
export function makeManifests(
    name: string,
    names: pulumi.Output<string[]> | undefined,
    { logGroups, transform = {} }: ScheduledLogExportArgs,
    kmsKeyArn: pulumi.Output<string> | undefined,
    parent: pulumi.Resource,
): { manifestBucket: aws.s3.Bucket; manifests: aws.s3.BucketObjectv2[] } {
    const manifestBucket = new aws.s3.Bucket(
        ...applyTransform(transform.manifestBucket, `${name}-manifests`, { forceDestroy: true }, { parent }),
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
