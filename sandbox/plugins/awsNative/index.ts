import { readFileSync } from "node:fs";
import type { PropertyValue } from "../../engine/values";
import { dnsSuffixOf, partitionOf } from "../../aws/partition";
import { configureAws, type AwsContext } from "../aws/context";
import type { Package } from "../definition";
import { bucket } from "./bucket";
import { bucketPolicy, policyOf } from "./bucketPolicy";
import { alias, key } from "./key";
import { logGroup } from "./logGroup";

// The CLI warns about a plugin that is older than the SDK.
const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/aws-native/package.json"), "utf8")) as {
    version: string;
};

/** The part of the aws-native provider that this package's programs use. */
export const awsNative: Package<AwsContext> = {
    name: "aws-native",
    version,
    configure: ({ assumeRole, ...inputs }) =>
        configureAws(assumeRole ? { ...inputs, assumeRoles: rolesOf(assumeRole) } : inputs, "aws-native"),
    resources: {
        "aws-native:s3:Bucket": bucket,
        "aws-native:s3:BucketPolicy": bucketPolicy,
        "aws-native:logs:LogGroup": logGroup,
        "aws-native:kms:Alias": alias,
        "aws-native:kms:Key": key,
    },
    functions: {
        "aws-native:s3:getBucketPolicy": async (context, { bucket }) => {
            const policy = await policyOf(context, String(bucket));
            if (policy === undefined)
                throw new Error(`ResourceNotFoundException: AWS::S3::BucketPolicy ${String(bucket)}`);
            return { policyDocument: JSON.parse(policy) as PropertyValue };
        },
        "aws-native:index:getAccountId": async (context) => ({ accountId: (await context.identity()).accountId }),
        "aws-native:index:getRegion": ({ region }) => Promise.resolve({ region }),
        "aws-native:index:getPartition": ({ region }) =>
            Promise.resolve({ partition: partitionOf(region), dnsSuffix: dnsSuffixOf(region) }),
        "aws-native:index:getUrlSuffix": ({ region }) => Promise.resolve({ urlSuffix: dnsSuffixOf(region) }),
    },
};

/** The role, which @pulumi/aws-native passes to its provider as JSON. */
function rolesOf(assumeRole: PropertyValue): PropertyValue[] {
    return [typeof assumeRole === "string" ? (JSON.parse(assumeRole) as PropertyValue) : assumeRole];
}
