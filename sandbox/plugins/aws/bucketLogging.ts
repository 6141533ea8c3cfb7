import * as s3 from "@aws-sdk/client-s3";
import type { PropertyValue } from "../../engine/values";
import { asObject, bucketSetting } from "./bucketSetting";
import { fromSdk, toSdk } from "./sdkShapes";

export const bucketLogging = bucketSetting({
    inputs: ["targetBucket", "targetPrefix", "targetObjectKeyFormat", "expectedBucketOwner"],
    required: ["targetBucket", "targetPrefix"],
    missing: [],
    put: (client, Bucket, { targetBucket, targetPrefix, targetObjectKeyFormat }) =>
        putLogging(client, Bucket, {
            LoggingEnabled: {
                TargetBucket: String(targetBucket),
                TargetPrefix: String(targetPrefix),
                ...(targetObjectKeyFormat === undefined
                    ? {}
                    : { TargetObjectKeyFormat: toSdk(targetObjectKeyFormat) as s3.TargetObjectKeyFormat }),
            },
        }),
    get: async (client, Bucket) => {
        const { LoggingEnabled } = await client.send(new s3.GetBucketLoggingCommand({ Bucket }));
        return asObject(fromSdk(LoggingEnabled) as PropertyValue);
    },
    remove: (client, Bucket) => putLogging(client, Bucket, {}),
});

function putLogging(client: s3.S3Client, Bucket: string, wanted: s3.BucketLoggingStatus): Promise<unknown> {
    return client.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: wanted }));
}
