import type { DynamoDBClient, ScalarAttributeType } from "@aws-sdk/client-dynamodb";
import { isObject, type PropertyMap, type PropertyValue } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { optional, removedTags, tagList, tagsOf } from "./tags";

const sdk = () => import("@aws-sdk/client-dynamodb");
const clientOf = (context: AwsContext, inputs: PropertyMap): Promise<DynamoDBClient> =>
    context.client(
        "dynamodb",
        inputs,
        async () => (await sdk()).DynamoDBClient as new (settings: object) => DynamoDBClient,
    );

export const table: ResourceType<AwsContext> = {
    inputs: [
        "name",
        "attributes",
        "billingMode",
        "hashKey",
        "rangeKey",
        "deletionProtectionEnabled",
        "pointInTimeRecovery",
        "serverSideEncryption",
        "tags",
        "region",
    ],
    replaceOn: ["name", "attributes", "hashKey", "rangeKey", "billingMode", "region"],
    computed: ["arn", "region", "tagsAll"],
    autoName: { property: "name" },
    async create(context, inputs) {
        const { CreateTableCommand } = await sdk();
        const TableName = String(inputs.name);
        const keys = [
            { AttributeName: String(inputs.hashKey), KeyType: "HASH" as const },
            ...(inputs.rangeKey ? [{ AttributeName: String(inputs.rangeKey), KeyType: "RANGE" as const }] : []),
        ];
        const client = await clientOf(context, inputs);
        const { TableDescription } = await client.send(
            new CreateTableCommand({
                TableName,
                BillingMode: (optional(inputs.billingMode) ?? "PROVISIONED") as "PAY_PER_REQUEST" | "PROVISIONED",
                KeySchema: keys,
                AttributeDefinitions: objects(inputs.attributes).map(({ name, type }) => ({
                    AttributeName: String(name),
                    AttributeType: String(type) as ScalarAttributeType,
                })),
                DeletionProtectionEnabled: inputs.deletionProtectionEnabled === true,
                ...encryptionOf(inputs),
                ...(inputs.tags ? { Tags: tagList(inputs) } : {}),
            }),
        );
        await putRest(context, inputs);
        const arn = TableDescription?.TableArn ?? "";
        return { id: TableName, outputs: { arn, region: context.regionFor(inputs), tagsAll: tagsOf(inputs) } };
    },
    async read(context, id, state) {
        const dynamodb = await sdk();
        const client = await clientOf(context, state);
        const TableName = id;
        const found = await unlessMissing(["ResourceNotFoundException"], () =>
            client.send(new dynamodb.DescribeTableCommand({ TableName })),
        );
        if (!found?.Table) return undefined;
        const backups = await client.send(new dynamodb.DescribeContinuousBackupsCommand({ TableName }));
        const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
        const enabled = recovery?.PointInTimeRecoveryStatus === "ENABLED";
        return {
            name: id,
            arn: found.Table.TableArn ?? "",
            deletionProtectionEnabled: found.Table.DeletionProtectionEnabled ?? false,
            ...(state.pointInTimeRecovery !== undefined || enabled ? { pointInTimeRecovery: { enabled } } : {}),
        };
    },
    async update(context, id, inputs, outputs) {
        const dynamodb = await sdk();
        const client = await clientOf(context, outputs);
        await client.send(
            new dynamodb.UpdateTableCommand({
                TableName: id,
                DeletionProtectionEnabled: inputs.deletionProtectionEnabled === true,
                ...encryptionOf(inputs),
            }),
        );
        await putRest(context, inputs);
        const ResourceArn = String(outputs.arn);
        const [TagKeys, Tags] = [removedTags(outputs, inputs), tagList(inputs)];
        if (TagKeys.length > 0) await client.send(new dynamodb.UntagResourceCommand({ ResourceArn, TagKeys }));
        if (Tags.length > 0) await client.send(new dynamodb.TagResourceCommand({ ResourceArn, Tags }));
        return { tags: tagsOf(inputs), tagsAll: tagsOf(inputs) };
    },
    async delete(context, id, outputs) {
        const { DeleteTableCommand } = await sdk();
        const client = await clientOf(context, outputs);
        await unlessMissing(["ResourceNotFoundException"], () =>
            client.send(new DeleteTableCommand({ TableName: id })),
        );
    },
};

function encryptionOf({ serverSideEncryption: given }: PropertyMap): object {
    if (!isObject(given)) return {};
    const KMSMasterKeyId = optional(given.kmsKeyArn);
    return {
        SSESpecification: {
            Enabled: given.enabled === true,
            ...(KMSMasterKeyId && { KMSMasterKeyId }),
        },
    };
}

/** Settings that need separate calls. */
async function putRest(context: AwsContext, inputs: PropertyMap): Promise<void> {
    const dynamodb = await sdk();
    const client = await clientOf(context, inputs);
    const TableName = String(inputs.name);
    const { pointInTimeRecovery } = inputs;
    const PointInTimeRecoveryEnabled = isObject(pointInTimeRecovery) && pointInTimeRecovery.enabled === true;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled };
    await client.send(new dynamodb.UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
}

function objects(value: PropertyValue | undefined): PropertyMap[] {
    return Array.isArray(value) ? value.filter(isObject) : [];
}
