import type { EventBridgeClient, RuleState } from "@aws-sdk/client-eventbridge";
import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { optional, tagList, tagsOf } from "./tags";

const sdk = () => import("@aws-sdk/client-eventbridge");
const clientOf = (context: AwsContext, inputs: PropertyMap): Promise<EventBridgeClient> =>
    context.client(
        "eventbridge",
        inputs,
        async () => (await sdk()).EventBridgeClient as new (settings: object) => EventBridgeClient,
    );
const missing = ["ResourceNotFoundException"];

export const eventRule: ResourceType<AwsContext> = {
    inputs: ["name", "namePrefix", "description", "eventPattern", "eventBusName", "state", "roleArn", "tags", "region"],
    required: ["eventPattern"],
    replaceOn: ["name", "namePrefix", "eventBusName", "region", "tags"],
    computed: ["arn", "region", "tagsAll"],
    defaults: { eventBusName: "default", state: "ENABLED" },
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const arn = await put(context, inputs, tagList(inputs));
        const outputs = { arn, region: context.regionFor(inputs), tagsAll: tagsOf(inputs) };
        return { id: String(inputs.name), outputs };
    },
    async read(context, id, state) {
        const { DescribeRuleCommand } = await sdk();
        const client = await clientOf(context, state);
        const EventBusName = String(state.eventBusName);
        const found = await unlessMissing(missing, () =>
            client.send(new DescribeRuleCommand({ Name: id, EventBusName })),
        );
        return (
            found && {
                name: id,
                arn: found.Arn ?? "",
                description: found.Description ?? "",
                eventPattern: found.EventPattern ?? "",
                state: found.State ?? "",
            }
        );
    },
    async update(context, _id, inputs) {
        await put(context, inputs);
        return {};
    },
    async delete(context, id, outputs) {
        const { DeleteRuleCommand } = await sdk();
        const EventBusName = String(outputs.eventBusName);
        await (await clientOf(context, outputs)).send(new DeleteRuleCommand({ Name: id, EventBusName }));
    },
};

async function put(
    context: AwsContext,
    inputs: PropertyMap,
    tags: readonly { Key: string; Value: string }[] = [],
): Promise<string> {
    const { PutRuleCommand } = await sdk();
    const client = await clientOf(context, inputs);
    const { RuleArn = "" } = await client.send(
        new PutRuleCommand({
            Name: String(inputs.name),
            EventBusName: String(inputs.eventBusName),
            EventPattern: String(inputs.eventPattern),
            Description: optional(inputs.description),
            State: String(inputs.state) as RuleState,
            RoleArn: optional(inputs.roleArn),
            ...(tags.length > 0 ? { Tags: [...tags] } : {}),
        }),
    );
    return RuleArn;
}

export const eventTarget: ResourceType<AwsContext> = {
    inputs: ["rule", "arn", "targetId", "eventBusName", "input", "inputPath", "roleArn", "region"],
    required: ["rule", "arn"],
    replaceOn: ["rule", "targetId", "eventBusName", "region"],
    computed: ["region"],
    defaults: { eventBusName: "default" },
    autoName: { property: "targetId" },
    async create(context, inputs) {
        await putTarget(context, inputs);
        const id = `${String(inputs.rule)}-${String(inputs.targetId)}`;
        return { id, outputs: { region: context.regionFor(inputs) } };
    },
    async read(context, _id, state) {
        const { ListTargetsByRuleCommand } = await sdk();
        const client = await clientOf(context, state);
        const listed = await unlessMissing(missing, () => client.send(new ListTargetsByRuleCommand(ruleOf(state))));
        const found = listed?.Targets?.find(({ Id }) => Id === state.targetId);
        return found && { arn: found.Arn ?? "", ...(found.Input === undefined ? {} : { input: found.Input }) };
    },
    async update(context, _id, inputs) {
        await putTarget(context, inputs);
        return {};
    },
    async delete(context, _id, outputs) {
        const { RemoveTargetsCommand } = await sdk();
        const client = await clientOf(context, outputs);
        const Ids = [String(outputs.targetId)];
        await unlessMissing(missing, () => client.send(new RemoveTargetsCommand({ ...ruleOf(outputs), Ids })));
    },
};

function ruleOf({ rule, eventBusName }: PropertyMap) {
    return { Rule: String(rule), EventBusName: String(eventBusName) };
}

async function putTarget(context: AwsContext, inputs: PropertyMap): Promise<void> {
    const { PutTargetsCommand } = await sdk();
    const target = {
        Id: String(inputs.targetId),
        Arn: String(inputs.arn),
        Input: optional(inputs.input),
        InputPath: optional(inputs.inputPath),
        RoleArn: optional(inputs.roleArn),
    };
    await (await clientOf(context, inputs)).send(new PutTargetsCommand({ ...ruleOf(inputs), Targets: [target] }));
}
