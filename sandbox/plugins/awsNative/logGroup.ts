import * as logs from "@aws-sdk/client-cloudwatch-logs";
import type { PropertyMap } from "../../engine/values";
import { logGroupArn } from "../../aws/partition";
import type { AwsContext } from "../aws/context";
import { findLogGroup } from "../aws/logGroup";
import { unlessMissing } from "../aws/sdkShapes";
import type { ResourceType } from "../definition";
import { fromSdkTags, toSdkTags } from "./tags";

/** AWS::Logs::LogGroup, known by its name; its ARN ends in `:*`. */
export const logGroup: ResourceType<AwsContext> = {
    inputs: ["logGroupName", "retentionInDays", "logGroupClass", "kmsKeyId", "tags"],
    replaceOn: ["logGroupName"],
    computed: ["arn"],
    autoName: { property: "logGroupName" },
    async create(context, inputs) {
        const logGroupName = String(inputs.logGroupName);
        await context.logs({}).send(
            new logs.CreateLogGroupCommand({
                logGroupName,
                logGroupClass: inputs.logGroupClass as logs.LogGroupClass | undefined,
                kmsKeyId: inputs.kmsKeyId as string | undefined,
                ...(inputs.tags === undefined ? {} : { tags: tagMap(inputs) }),
            }),
        );
        await setRetention(context, logGroupName, inputs);
        const { region } = context;
        const { accountId } = await context.identity();
        const arn = `${logGroupArn(region, accountId, logGroupName)}:*`;
        return { id: logGroupName, outputs: { arn } };
    },
    async read(context, id) {
        const group = await findLogGroup(context, id, {});
        if (!group) return undefined;
        const arn = `${(group.arn ?? "").replace(/:\*$/, "")}:*`;
        const resourceArn = arn.replace(/:\*$/, "");
        const { tags } = await context.logs({}).send(new logs.ListTagsForResourceCommand({ resourceArn }));
        const list = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
        return {
            logGroupName: id,
            arn,
            logGroupClass: group.logGroupClass ?? "STANDARD",
            ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
            ...(list.length > 0 ? { tags: fromSdkTags(list) } : {}),
        };
    },
    async update(context, id, inputs, outputs) {
        await setRetention(context, id, inputs);
        const resourceArn = String(outputs.arn).replace(/:\*$/, "");
        const [before, tags] = [tagMap(outputs), tagMap(inputs)];
        const tagKeys = Object.keys(before).filter((key) => !(key in tags));
        const client = context.logs({});
        if (tagKeys.length > 0) await client.send(new logs.UntagResourceCommand({ resourceArn, tagKeys }));
        if (Object.keys(tags).length > 0) await client.send(new logs.TagResourceCommand({ resourceArn, tags }));
        return {};
    },
    async delete(context, id) {
        await unlessMissing(["ResourceNotFoundException"], () =>
            context.logs({}).send(new logs.DeleteLogGroupCommand({ logGroupName: id })),
        );
    },
};

function tagMap({ tags }: PropertyMap): Record<string, string> {
    return Object.fromEntries(toSdkTags(tags).map(({ Key, Value }) => [Key, Value]));
}

async function setRetention(context: AwsContext, logGroupName: string, inputs: PropertyMap): Promise<void> {
    const { retentionInDays } = inputs;
    const command =
        typeof retentionInDays === "number"
            ? new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays })
            : new logs.DeleteRetentionPolicyCommand({ logGroupName });
    await context.logs({}).send(command as logs.PutRetentionPolicyCommand);
}
