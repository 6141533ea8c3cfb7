import * as s3 from "@aws-sdk/client-s3";
import { isObject, type PropertyMap, type PropertyValue } from "../../engine/values";
import { asObject } from "../aws/bucketSetting";
import { fromSdk, toSdk } from "../aws/sdkShapes";
import { type BucketConfiguration } from "./bucketConfiguration";

const TAG = { key: true, value: true } as const;

/** The same form as S3's, except the names of the tags in a filter. */
export const replicationConfiguration: BucketConfiguration = {
    shape: {
        role: true,
        rules: [
            {
                id: true,
                status: true,
                priority: true,
                prefix: true,
                filter: { prefix: true, tagFilter: TAG, and: { prefix: true, tagFilters: [TAG] } },
                deleteMarkerReplication: { status: true },
                destination: {
                    bucket: true,
                    account: true,
                    storageClass: true,
                    accessControlTranslation: { owner: true },
                    encryptionConfiguration: { replicaKmsKeyId: true },
                    metrics: { status: true, eventThreshold: { minutes: true } },
                    replicationTime: { status: true, time: { minutes: true } },
                },
                sourceSelectionCriteria: {
                    replicaModifications: { status: true },
                    sseKmsEncryptedObjects: { status: true },
                },
            },
        ],
    },
    put: (client, Bucket, value) => {
        const renamed = rename(asObject(value), { tagFilter: "tag", tagFilters: "tags" });
        const ReplicationConfiguration = toSdk(renamed) as s3.ReplicationConfiguration;
        return client.send(new s3.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    },
    get: async (client, Bucket) => {
        const { ReplicationConfiguration } = await client.send(new s3.GetBucketReplicationCommand({ Bucket }));
        const found = ReplicationConfiguration as unknown as PropertyValue;
        // Before fromSdk, which converts a list of tags to a map.
        return fromSdk(rename(found, { Tag: "TagFilter", Tags: "TagFilters" }));
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketReplicationCommand({ Bucket })),
    missing: ["ReplicationConfigurationNotFoundError"],
};

function rename(value: PropertyValue, names: Readonly<Record<string, string>>): PropertyValue {
    if (Array.isArray(value)) return value.map((element) => rename(element, names));
    if (!isObject(value)) return value;
    const renamed = Object.entries(value).map(([key, element]) => [names[key] ?? key, rename(element, names)]);
    return Object.fromEntries(renamed) as PropertyMap;
}
