// A bucket with settings, and log groups, on the default provider and on an explicit one.
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

const bucket = new aws.s3.Bucket("Archive", { forceDestroy: true, tags: { purpose: "audit" } });
const { accountId } = aws.getCallerIdentityOutput();
const policy = new aws.s3.BucketPolicy("policy", {
    bucket: bucket.bucket,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "Check",
                Effect: "Allow",
                Principal: { Service: "logs.us-east-1.amazonaws.com" },
                Action: "s3:GetBucketAcl",
                Resource: bucket.arn,
                Condition: { StringEquals: { "aws:SourceAccount": accountId } },
            },
        ],
    }),
});
new aws.s3.BucketLifecycleConfiguration("lifecycle", {
    bucket: bucket.id,
    rules: [{ id: "old", status: "Enabled", filter: { prefix: "audit/" }, expiration: { days: 365 } }],
});
new aws.s3.BucketVersioning("versioning", {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
});
new aws.s3.BucketPublicAccessBlock("access", { bucket: bucket.id, blockPublicAcls: true });
new aws.s3.BucketOwnershipControls("ownership", {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
});
new aws.s3.BucketServerSideEncryptionConfiguration("encryption", {
    bucket: bucket.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
const group = new aws.cloudwatch.LogGroup("checkout", { name: "/shop/checkout", retentionInDays: 30 });
const frankfurt = new aws.Provider("frankfurt", { region: "eu-central-1" });
const far = new aws.cloudwatch.LogGroup("far", {}, { provider: frankfurt });
if (new pulumi.Config().requireBoolean("secondGroup")) {
    new aws.cloudwatch.LogGroup("second", { name: "/shop/second" });
}
module.exports = {
    accountId,
    bucket: bucket.bucket,
    bucketArn: bucket.arn,
    policyBucket: policy.bucket,
    groupArn: group.arn,
    farArn: far.arn,
    farName: far.name,
};
