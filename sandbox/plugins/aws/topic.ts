import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { clientOf, missing, sdk } from "./sns";
import { optional, removedTags, tagList, tagsOf } from "./tags";

export const topic: ResourceType<AwsContext> = {
    inputs: ["name", "namePrefix", "displayName", "kmsMasterKeyId", "tags", "region"],
    replaceOn: ["name", "namePrefix", "region"],
    computed: ["arn", "owner", "region", "tagsAll"],
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const { CreateTopicCommand } = await sdk();
        const client = await clientOf(context, inputs);
        const { TopicArn: arn = "" } = await client.send(
            new CreateTopicCommand({
                Name: String(inputs.name),
                Attributes: attributesOf(inputs),
                ...(inputs.tags ? { Tags: tagList(inputs) } : {}),
            }),
        );
        const { accountId } = await context.identity();
        return {
            id: arn,
            outputs: { arn, owner: accountId, region: context.regionFor(inputs), tagsAll: tagsOf(inputs) },
        };
    },
    async read(context, id, state) {
        const { GetTopicAttributesCommand } = await sdk();
        const client = await clientOf(context, state);
        const found = await unlessMissing(missing, () => client.send(new GetTopicAttributesCommand({ TopicArn: id })));
        return (
            found && {
                arn: id,
                displayName: found.Attributes?.DisplayName ?? "",
                kmsMasterKeyId: found.Attributes?.KmsMasterKeyId ?? "",
            }
        );
    },
    async update(context, id, inputs, outputs) {
        const sns = await sdk();
        const client = await clientOf(context, outputs);
        const attributes = { DisplayName: "", KmsMasterKeyId: "", ...attributesOf(inputs) };
        for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
            await client.send(new sns.SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue }));
        }
        const TagKeys = removedTags(outputs, inputs);
        const Tags = tagList(inputs);
        if (TagKeys.length > 0) await client.send(new sns.UntagResourceCommand({ ResourceArn: id, TagKeys }));
        if (Tags.length > 0) await client.send(new sns.TagResourceCommand({ ResourceArn: id, Tags }));
        return { tags: tagsOf(inputs), tagsAll: tagsOf(inputs) };
    },
    async delete(context, id, outputs) {
        const { DeleteTopicCommand } = await sdk();
        await (await clientOf(context, outputs)).send(new DeleteTopicCommand({ TopicArn: id }));
    },
};

function attributesOf({ displayName, kmsMasterKeyId }: PropertyMap): Record<string, string> {
    const [DisplayName, KmsMasterKeyId] = [optional(displayName), optional(kmsMasterKeyId)];
    return { ...(DisplayName && { DisplayName }), ...(KmsMasterKeyId && { KmsMasterKeyId }) };
}

export const topicPolicy: ResourceType<AwsContext> = {
    inputs: ["arn", "policy", "region"],
    required: ["arn", "policy"],
    replaceOn: ["arn", "region"],
    computed: ["owner", "region"],
    async create(context, inputs) {
        await setPolicy(context, inputs, String(inputs.policy));
        const { accountId } = await context.identity();
        return { id: String(inputs.arn), outputs: { owner: accountId, region: context.regionFor(inputs) } };
    },
    async read(context, id, state) {
        const { GetTopicAttributesCommand } = await sdk();
        const client = await clientOf(context, state);
        const found = await unlessMissing(missing, () => client.send(new GetTopicAttributesCommand({ TopicArn: id })));
        return found?.Attributes?.Policy === undefined ? undefined : { policy: found.Attributes.Policy };
    },
    async update(context, _id, inputs) {
        await setPolicy(context, inputs, String(inputs.policy));
        return {};
    },
    async delete(context, _id, outputs) {
        await unlessMissing(missing, () => setPolicy(context, outputs, ""));
    },
};

async function setPolicy(context: AwsContext, inputs: PropertyMap, policy: string): Promise<void> {
    const { SetTopicAttributesCommand } = await sdk();
    const TopicArn = String(inputs.arn);
    const command = new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue: policy });
    await (await clientOf(context, inputs)).send(command);
}
