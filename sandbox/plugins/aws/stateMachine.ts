import type { CreateStateMachineCommandInput, SFNClient } from "@aws-sdk/client-sfn";
import { isObject, type PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { removedTags, tagsOf } from "./tags";

const sdk = () => import("@aws-sdk/client-sfn");
const clientOf = (context: AwsContext, inputs: PropertyMap): Promise<SFNClient> =>
    context.client("sfn", inputs, async () => (await sdk()).SFNClient as new (settings: object) => SFNClient);

export const stateMachine: ResourceType<AwsContext> = {
    inputs: [
        "name",
        "namePrefix",
        "definition",
        "roleArn",
        "type",
        "loggingConfiguration",
        "tracingConfiguration",
        "tags",
        "region",
    ],
    required: ["definition", "roleArn"],
    replaceOn: ["name", "namePrefix", "type", "region"],
    computed: ["arn", "creationDate", "status", "region", "tagsAll"],
    defaults: { type: "STANDARD" },
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const { CreateStateMachineCommand } = await sdk();
        const client = await clientOf(context, inputs);
        const { stateMachineArn: arn = "", creationDate } = await client.send(
            new CreateStateMachineCommand({
                name: String(inputs.name),
                type: String(inputs.type) as CreateStateMachineCommandInput["type"],
                ...settingsOf(inputs),
                ...(inputs.tags ? { tags: tagPairs(inputs) } : {}),
            }),
        );
        const outputs = { arn, creationDate: creationDate?.toISOString() ?? "", status: "ACTIVE" };
        return { id: arn, outputs: { ...outputs, region: context.regionFor(inputs), tagsAll: tagsOf(inputs) } };
    },
    async read(context, id, state) {
        const { DescribeStateMachineCommand } = await sdk();
        const client = await clientOf(context, state);
        const found = await unlessMissing(["StateMachineDoesNotExist"], () =>
            client.send(new DescribeStateMachineCommand({ stateMachineArn: id })),
        );
        return (
            found && {
                arn: id,
                definition: found.definition ?? "",
                roleArn: found.roleArn ?? "",
                status: found.status ?? "",
            }
        );
    },
    async update(context, id, inputs, outputs) {
        const sfn = await sdk();
        const client = await clientOf(context, outputs);
        await client.send(new sfn.UpdateStateMachineCommand({ stateMachineArn: id, ...settingsOf(inputs) }));
        const tagKeys = removedTags(outputs, inputs);
        const tags = tagPairs(inputs);
        if (tagKeys.length > 0) await client.send(new sfn.UntagResourceCommand({ resourceArn: id, tagKeys }));
        if (tags.length > 0) await client.send(new sfn.TagResourceCommand({ resourceArn: id, tags }));
        return { tags: tagsOf(inputs), tagsAll: tagsOf(inputs) };
    },
    async delete(context, id, outputs) {
        const { DeleteStateMachineCommand } = await sdk();
        await (await clientOf(context, outputs)).send(new DeleteStateMachineCommand({ stateMachineArn: id }));
    },
};

function settingsOf(
    inputs: PropertyMap,
): Pick<CreateStateMachineCommandInput, "definition" | "roleArn" | "loggingConfiguration" | "tracingConfiguration"> {
    const { loggingConfiguration: logging, tracingConfiguration: tracing } = inputs;
    return {
        definition: String(inputs.definition),
        roleArn: String(inputs.roleArn),
        ...(isObject(logging) && {
            loggingConfiguration: {
                level: String(logging.level ?? "OFF") as "ALL" | "ERROR" | "FATAL" | "OFF",
                includeExecutionData: logging.includeExecutionData === true,
                destinations:
                    typeof logging.logDestination === "string"
                        ? [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logDestination } }]
                        : [],
            },
        }),
        ...(isObject(tracing) && { tracingConfiguration: { enabled: tracing.enabled === true } }),
    };
}

function tagPairs(inputs: PropertyMap): { key: string; value: string }[] {
    return Object.entries(tagsOf(inputs)).map(([key, value]) => ({ key, value }));
}
