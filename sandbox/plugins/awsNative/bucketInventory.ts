import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap, PropertyValue } from "../../engine/values";
import { asObject } from "../aws/bucketSetting";
import { type BucketConfiguration } from "./bucketConfiguration";

/** All inventories of a bucket. S3 stores them one by one, CloudFormation as a list. */
export const inventoryConfigurations: BucketConfiguration = {
    shape: [
        {
            id: true,
            enabled: true,
            includedObjectVersions: true,
            scheduleFrequency: true,
            optionalFields: true,
            prefix: true,
            destination: { bucketArn: true, bucketAccountId: true, format: true, prefix: true },
        },
    ],
    async put(client, Bucket, value) {
        const wanted = (value as PropertyMap[]).map(inventoryTo);
        await removeInventories(client, Bucket, (Id) => !wanted.some((one) => one.Id === Id));
        for (const InventoryConfiguration of wanted) {
            const { Id } = InventoryConfiguration;
            await client.send(new s3.PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration }));
        }
    },
    async get(client, Bucket) {
        const found = await inventoriesOf(client, Bucket);
        return found.length === 0 ? undefined : found.map(inventoryFrom);
    },
    remove: (client, Bucket) => removeInventories(client, Bucket, () => true),
    missing: [],
};

async function inventoriesOf(client: s3.S3Client, Bucket: string): Promise<s3.InventoryConfiguration[]> {
    const answer = await client.send(new s3.ListBucketInventoryConfigurationsCommand({ Bucket }));
    return answer.InventoryConfigurationList ?? [];
}

async function removeInventories(client: s3.S3Client, Bucket: string, isGone: (id?: string) => boolean) {
    for (const { Id } of await inventoriesOf(client, Bucket)) {
        if (isGone(Id)) await client.send(new s3.DeleteBucketInventoryConfigurationCommand({ Bucket, Id }));
    }
}

function inventoryTo(inventory: PropertyMap): s3.InventoryConfiguration {
    const { bucketArn, bucketAccountId, format, prefix } = asObject(inventory.destination);
    return {
        Id: String(inventory.id),
        IsEnabled: inventory.enabled as boolean,
        IncludedObjectVersions: inventory.includedObjectVersions as s3.InventoryIncludedObjectVersions,
        Schedule: { Frequency: inventory.scheduleFrequency as s3.InventoryFrequency },
        OptionalFields: inventory.optionalFields as s3.InventoryOptionalField[] | undefined,
        Filter: inventory.prefix === undefined ? undefined : { Prefix: String(inventory.prefix) },
        Destination: {
            S3BucketDestination: {
                Bucket: String(bucketArn),
                AccountId: bucketAccountId as string | undefined,
                Format: format as s3.InventoryFormat,
                Prefix: prefix as string | undefined,
            },
        },
    };
}

function inventoryFrom(found: s3.InventoryConfiguration): PropertyMap {
    const destination = found.Destination?.S3BucketDestination;
    return given({
        id: found.Id,
        enabled: found.IsEnabled,
        includedObjectVersions: found.IncludedObjectVersions,
        scheduleFrequency: found.Schedule?.Frequency,
        optionalFields: found.OptionalFields,
        prefix: found.Filter?.Prefix,
        destination: given({
            bucketArn: destination?.Bucket,
            bucketAccountId: destination?.AccountId,
            format: destination?.Format,
            prefix: destination?.Prefix,
        }),
    });
}

function given(values: Readonly<Record<string, PropertyValue | undefined>>): PropertyMap {
    return Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined),
    );
}
