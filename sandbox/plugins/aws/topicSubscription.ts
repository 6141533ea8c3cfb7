import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { clientOf, missing, sdk } from "./sns";

/** A subscription to a topic. Every change replaces it. */
export const topicSubscription: ResourceType<AwsContext> = {
    inputs: ["topic", "protocol", "endpoint", "region"],
    required: ["topic", "protocol", "endpoint"],
    replaceOn: ["topic", "protocol", "endpoint", "region"],
    computed: ["arn", "ownerId", "pendingConfirmation", "confirmationWasAuthenticated", "region"],
    async create(context, inputs) {
        const { SubscribeCommand } = await sdk();
        const client = await clientOf(context, inputs);
        const { SubscriptionArn: id = "" } = await client.send(
            new SubscribeCommand({
                TopicArn: String(inputs.topic),
                Protocol: String(inputs.protocol),
                Endpoint: String(inputs.endpoint),
                ReturnSubscriptionArn: true,
            }),
        );
        return { id, outputs: { ...(await attributesOf(context, id, inputs)), region: context.regionFor(inputs) } };
    },
    read: (context, id, state) => attributesOf(context, id, state),
    async delete(context, id, outputs) {
        const { UnsubscribeCommand } = await sdk();
        await (await clientOf(context, outputs)).send(new UnsubscribeCommand({ SubscriptionArn: id }));
    },
};

async function attributesOf(context: AwsContext, id: string, inputs: PropertyMap): Promise<PropertyMap | undefined> {
    const { GetSubscriptionAttributesCommand } = await sdk();
    const client = await clientOf(context, inputs);
    const ask = () => client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: id }));
    const found = await unlessMissing(missing, ask);
    const { TopicArn, Protocol, Endpoint, Owner, PendingConfirmation } = found?.Attributes ?? {};
    return (
        found && {
            arn: id,
            topic: TopicArn ?? "",
            protocol: Protocol ?? "",
            endpoint: Endpoint ?? "",
            ownerId: Owner ?? "",
            pendingConfirmation: PendingConfirmation === "true",
            confirmationWasAuthenticated: PendingConfirmation !== "true",
        }
    );
}
