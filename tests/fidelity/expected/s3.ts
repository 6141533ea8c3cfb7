import type { ExpectedDifferences } from "./expectedDifferences";

export const S3: readonly ExpectedDifferences[] = [
    {
        what: "Encryption by default",
        why: "Since January 2023 S3 encrypts every new object with SSE-S3, names the encryption in the answers about it, and every bucket has a configuration that says so.",
        sources: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html"],
        differences: [
            {
                call: "GetBucketEncryption of a new bucket",
                at: "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm",
                sandbox: '"AES256"',
                moto: "nothing",
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "ServerSideEncryptionConfiguration.Rules[0].BucketKeyEnabled",
                sandbox: "false",
                moto: "nothing",
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "error.code",
                sandbox: "nothing",
                moto: '"ServerSideEncryptionConfigurationNotFoundError"',
            },
            {
                call: "GetBucketEncryption of a new bucket",
                at: "error.message",
                sandbox: "nothing",
                moto: '"The server side encryption configuration was not found"',
            },
            { call: "PutObject a/1.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "PutObject a/2.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "PutObject b/3 +ü.gz", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "GetObject", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
            { call: "HeadObject", at: "ServerSideEncryption", sandbox: '"AES256"', moto: "nothing" },
        ],
    },
    {
        what: "Lifecycle rules are checked",
        why: "S3 refuses STANDARD_IA before 30 days, and answers with the size under which objects are not moved. A rule that S3 would refuse has to fail in a test.",
        sources: [
            "https://docs.amazonaws.cn/en_us/AmazonS3/latest/API/API_Transition.html",
            "https://docs.aws.amazon.com/boto3/latest/reference/services/s3/bucketlifecycleconfiguration/transition_default_minimum_object_size.html",
        ],
        differences: [
            {
                call: "PutBucketLifecycleConfiguration",
                at: "TransitionDefaultMinimumObjectSize",
                sandbox: '"all_storage_classes_128K"',
                moto: "nothing",
            },
            {
                call: "PutBucketLifecycleConfiguration to STANDARD_IA after 7 days",
                at: "error.code",
                sandbox: '"InvalidArgument"',
                moto: "nothing",
            },
            {
                call: "PutBucketLifecycleConfiguration to STANDARD_IA after 7 days",
                at: "error.message",
                sandbox:
                    "\"'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'\"",
                moto: "nothing",
            },
        ],
    },
    {
        what: "Headers and fields of S3",
        why: "HeadBucket says whether the name is an access point's alias; a listing repeats the continuation token it was asked with; display names of owners are no longer given since 21 November 2025.",
        sources: [
            "https://docs.aws.amazon.com/sdk-for-ruby/v3/api/Aws/S3/Types/HeadBucketOutput.html",
            "https://docs.aws.amazon.com/goto/WebAPI/s3-2006-03-01/Owner",
            "https://docs.aws.amazon.com/sdk-for-ruby/v3/api/Aws/S3/Types/ListObjectsV2Output.html",
        ],
        differences: [
            { call: "HeadBucket", at: "AccessPointAlias", sandbox: "false", moto: "nothing" },
            { call: "ListObjectsV2, second page", at: "ContinuationToken", sandbox: '"<token>"', moto: "nothing" },
            {
                call: "ListObjectVersions",
                at: "DeleteMarkers[0].Owner.DisplayName",
                sandbox: "nothing",
                moto: '"webfile"',
            },
            { call: "ListObjectVersions", at: "Versions[0].Owner.DisplayName", sandbox: "nothing", moto: '"webfile"' },
        ],
    },
    {
        what: "DeleteObjects, quietly",
        why: "In quiet mode the answer names only what could not be deleted. moto names everything.",
        sources: [
            "https://docs.aws.amazon.com/sdkfornet1/latest/apidocs/html/P_Amazon_S3_Model_DeleteObjectsRequest_Quiet.htm",
        ],
        differences: [
            { call: "DeleteObjects", at: "Deleted[0].DeleteMarker", sandbox: "nothing", moto: "true" },
            { call: "DeleteObjects", at: "Deleted[0].DeleteMarkerVersionId", sandbox: "nothing", moto: '"<uuid>"' },
            { call: "DeleteObjects", at: "Deleted[0].Key", sandbox: "nothing", moto: '"a/2.gz"' },
            { call: "DeleteObjects", at: "Deleted[1].Key", sandbox: "nothing", moto: '"none"' },
        ],
    },
    {
        what: "A versioned bucket that is not empty",
        why: "S3's message about a bucket with versioning asks for all versions to be deleted; users report it so.",
        sources: ["https://github.com/rebuy-de/aws-nuke/issues/64"],
        differences: [
            {
                call: "DeleteBucket that is not empty",
                at: "error.message",
                sandbox: '"The bucket you tried to delete is not empty. You must delete all versions in the bucket."',
                moto: '"The bucket you tried to delete is not empty"',
            },
        ],
    },
    {
        what: "Tags of objects",
        why: "S3 names the version that was tagged, and refuses two tags of one key.",
        sources: [
            "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html",
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html",
        ],
        differences: [
            { call: "PutObjectTagging", at: "VersionId", sandbox: '"<VersionId>"', moto: "nothing" },
            {
                call: "PutObjectTagging of one key twice",
                at: "error.code",
                sandbox: '"InvalidTag"',
                moto: "nothing",
            },
            {
                call: "PutObjectTagging of one key twice",
                at: "error.message",
                sandbox: '"Cannot provide multiple Tags with the same key"',
                moto: "nothing",
            },
        ],
    },
];
