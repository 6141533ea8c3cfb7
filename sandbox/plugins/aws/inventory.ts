import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import { asObject } from "./bucketSetting";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";

const missing = ["NoSuchConfiguration", "NoSuchBucket", "NotFound"];

/** A bucket may have many inventories, so the ID consists of the bucket's name and the inventory's. */
export const inventory: ResourceType<AwsContext> = {
    inputs: [
        ...["bucket", "name", "destination", "enabled", "filter", "includedObjectVersions"],
        ...["optionalFields", "schedule", "region"],
    ],
    required: ["bucket", "destination", "includedObjectVersions", "schedule"],
    replaceOn: ["bucket", "name", "region"],
    computed: ["region"],
    defaults: { enabled: true },
    autoName: { property: "name" },
    async create(context, inputs) {
        await put(context.s3(inputs), inputs);
        const id = `${String(inputs.bucket)}:${String(inputs.name)}`;
        return { id, outputs: { region: context.regionFor(inputs) } };
    },
    async read(context, id, state) {
        const { InventoryConfiguration: found } =
            (await unlessMissing(missing, () =>
                context.s3(state).send(new s3.GetBucketInventoryConfigurationCommand(parseId(id))),
            )) ?? {};
        const { Bucket, Id } = parseId(id);
        return found && { bucket: Bucket, name: Id, region: context.regionFor(state), ...inputsFrom(found) };
    },
    async update(context, _id, inputs, outputs) {
        await put(context.s3(outputs), inputs);
        return {};
    },
    async delete(context, id, outputs) {
        await unlessMissing(missing, () =>
            context.s3(outputs).send(new s3.DeleteBucketInventoryConfigurationCommand(parseId(id))),
        );
    },
};

function parseId(id: string): { Bucket: string; Id: string } {
    const [Bucket, Id] = id.split(/:(.*)/s);
    return { Bucket, Id };
}

function put(client: s3.S3Client, inputs: PropertyMap): Promise<unknown> {
    const { bucketArn, accountId, format, prefix, encryption } = asObject(asObject(inputs.destination).bucket);
    const { sseKms, sseS3 } = asObject(encryption);
    const filterPrefix = asObject(inputs.filter).prefix;
    const Id = String(inputs.name);
    const configuration = {
        Id,
        IsEnabled: inputs.enabled !== false,
        IncludedObjectVersions: inputs.includedObjectVersions,
        Schedule: { Frequency: asObject(inputs.schedule).frequency },
        OptionalFields: inputs.optionalFields,
        Filter: filterPrefix === undefined ? undefined : { Prefix: filterPrefix },
        Destination: {
            S3BucketDestination: {
                Bucket: bucketArn,
                AccountId: accountId,
                Format: format,
                Prefix: prefix,
                Encryption:
                    encryption === undefined
                        ? undefined
                        : { SSES3: sseS3, SSEKMS: sseKms && { KeyId: asObject(sseKms).keyId } },
            },
        },
    };
    return client.send(
        new s3.PutBucketInventoryConfigurationCommand({
            Bucket: String(inputs.bucket),
            Id,
            InventoryConfiguration: configuration as unknown as s3.InventoryConfiguration,
        }),
    );
}

function inputsFrom(found: s3.InventoryConfiguration): PropertyMap {
    const { Bucket, AccountId, Format, Prefix, Encryption } = found.Destination?.S3BucketDestination ?? {};
    const given = (values: Record<string, unknown>): PropertyMap =>
        Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as PropertyMap;
    const encryption = Encryption && {
        ...(Encryption.SSES3 ? { sseS3: {} } : {}),
        ...(Encryption.SSEKMS ? { sseKms: { keyId: Encryption.SSEKMS.KeyId } } : {}),
    };
    return given({
        enabled: found.IsEnabled ?? false,
        includedObjectVersions: found.IncludedObjectVersions,
        schedule: { frequency: found.Schedule?.Frequency },
        optionalFields: found.OptionalFields,
        filter: found.Filter && { prefix: found.Filter.Prefix },
        destination: {
            bucket: given({ bucketArn: Bucket, accountId: AccountId, format: Format, prefix: Prefix, encryption }),
        },
    });
}
