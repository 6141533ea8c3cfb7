import * as assert from "node:assert/strict";
import { policyOfAwsNative } from "../../../../components/exportBucket/resources/awsNativePolicy";
import { bucketPolicy } from "../../../../providers/policies/bucketPolicy";
import { inSdkNames } from "../../../../sandbox/plugins/awsNative/sdkNames";

/** Recorded from the real provider, which read the policy POLICY through Cloud Control. */
const RECORDED = {
    id: "Pol",
    statement: [
        {
            action: ["s3:DeleteObject"],
            condition: {
                arnLike: { "aws:SourceArn": "q" },
                bool: { "aws:SecureTransport": "false" },
                "forAnyValue:StringLikeIfExists": {
                    "awS:SourceIp": "1",
                    "aws:PrincipalTag/Team": "A",
                    "s3:x-amz-acl": "b",
                    "samL:aud": "x",
                },
                ipAddress: { "aws:SourceIp": ["1.2.3.4/32"] },
                null: { "aws:TokenIssueTime": true },
                numericLessThan: { "s3:TlsVersion": 1.2 },
            },
            effect: "Deny",
            notResource: "arn:aws:s3:::audit-archive/*",
            principal: { aws: ["*"], canonicalUser: "c", federated: "f", service: "x.amazonaws.com" },
            sid: "X",
        },
    ],
    version: "2012-10-17",
};
const POLICY = {
    Id: "Pol",
    Statement: [
        {
            Action: ["s3:DeleteObject"],
            Condition: {
                ArnLike: { "aws:SourceArn": "q" },
                Bool: { "aws:SecureTransport": "false" },
                "ForAnyValue:StringLikeIfExists": {
                    "AWS:SourceIp": "1",
                    "aws:PrincipalTag/Team": "A",
                    "s3:x-amz-acl": "b",
                    "SAML:aud": "x",
                },
                IpAddress: { "aws:SourceIp": ["1.2.3.4/32"] },
                Null: { "aws:TokenIssueTime": true },
                NumericLessThan: { "s3:TlsVersion": 1.2 },
            },
            Effect: "Deny",
            NotResource: "arn:aws:s3:::audit-archive/*",
            Principal: { AWS: ["*"], CanonicalUser: "c", Federated: "f", Service: "x.amazonaws.com" },
            Sid: "X",
        },
    ],
    Version: "2012-10-17",
};

describe("a policy read by @pulumi/aws-native", () => {
    it("has the names of IAM again, those of condition keys but for their case", () => {
        const text = JSON.stringify(policyOfAwsNative(RECORDED));
        assert.deepEqual(
            JSON.parse(text.replace('aws:SourceIp":"1', 'AWS:SourceIp":"1').replace("saml:", "SAML:")),
            POLICY,
        );
    });

    it("has them for each statement of this package", () => {
        const policy = bucketPolicy({
            region: "eu-central-1",
            bucketArn: "arn:aws:s3:::archive",
            sourceAccounts: ["123456789012"],
            sourceLogGroups: ["/a"],
            destinationPrefixes: ["audit"],
            callerRoleArns: ["arn:aws:iam::222222222222:role/exporter"],
        });
        assert.deepEqual(policyOfAwsNative(inSdkNames(policy)), policy);
    });

    it("is as it is if it is none", () => {
        assert.equal(policyOfAwsNative(undefined), undefined);
        assert.deepEqual(policyOfAwsNative({ version: "2012-10-17" }), { Version: "2012-10-17" });
        assert.deepEqual(policyOfAwsNative({ statement: { sid: "One", principal: "*" } }), {
            Statement: { Sid: "One", Principal: "*" },
        });
    });

    it("is given by the stand-in as by the real provider", () => assert.deepEqual(inSdkNames(POLICY), RECORDED));
});
