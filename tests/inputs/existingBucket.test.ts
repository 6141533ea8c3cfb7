import * as aws from "@pulumi/aws";
import { bad } from "./badInput";
import { refusedByExportBucket } from "./refused";

refusedByExportBucket([
    bad(
        "a transform of what is not touched of an existing bucket",
        { existing: "audit-archive", transform: { bucket: { tags: {} } } },
        "transform.bucket",
        '{"tags":{}}',
        /Allowed are policy/,
        /remove it/,
    ),
    bad(
        "encryption of an existing bucket",
        { existing: "archive", encryption: { createKey: true } },
        "encryption",
        '{"createKey":true}',
        /absent where existing is given/,
        /set them where the bucket is managed/,
    ),
    bad(
        "an existing bucket's ARN",
        { existing: "arn:aws:s3:::archive" },
        "existing",
        '"arn:aws:s3:::archive"',
        /a bucket's name/,
        /Give the name alone: "archive"/,
    ),
    bad(
        "nothing for an existing bucket",
        { existing: undefined },
        "existing",
        "undefined",
        /a bucket or its name/,
        /Leave it out for a new bucket/,
    ),
    bad(
        "a number for an existing bucket",
        { existing: 7 },
        "existing",
        "7",
        /a bucket or its name/,
        /as a text in quotes/,
    ),
    bad(
        "something else for an existing bucket",
        () => ({ existing: new aws.s3.BucketMetric("own", { bucket: "b" }) }),
        "existing",
        "a resource of type aws:s3/bucketMetric:BucketMetric",
        /a bucket or its name/,
        /Give the bucket resource, or the bucket's name/,
    ),
    bad(
        "both an existing and a new bucket",
        { existing: "archive", versioning: true },
        "versioning",
        "true",
        /absent where existing is given/,
        /set them where the bucket is managed/,
    ),
    bad(
        "rules for an existing bucket",
        { existing: "archive", lifecycleRules: [{ expirationDays: 1 }] },
        "lifecycleRules",
        '[{"expirationDays":1}]',
        /absent where existing is given/,
        /set them where the bucket is managed/,
    ),
    bad(
        "an unknown policy",
        { existing: "archive", policy: "merged" },
        "policy",
        '"merged"',
        /"managed" or "unmanaged"/,
        /Leave it out/,
    ),
]);
