import * as logs from "@aws-sdk/client-cloudwatch-logs";
import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import { logGroupArn } from "../../aws/partition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { removedTags, tagsOf } from "./tags";

export const logGroup: ResourceType<AwsContext> = {
    inputs: ["name", "namePrefix", "retentionInDays", "logGroupClass", "kmsKeyId", "skipDestroy", "tags", "region"],
    replaceOn: ["name", "namePrefix", "logGroupClass", "region"],
    computed: ["arn", "logGroupClass", "region", "tagsAll"],
    defaults: { skipDestroy: false },
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const name = String(inputs.name);
        const client = context.logs(inputs);
        await client.send(
            new logs.CreateLogGroupCommand({
                logGroupName: name,
                logGroupClass: inputs.logGroupClass as logs.LogGroupClass | undefined,
                kmsKeyId: inputs.kmsKeyId as string | undefined,
                ...(inputs.tags ? { tags: tagsOf(inputs) } : {}),
            }),
        );
        await setRetention(client, name, inputs);
        const { accountId } = await context.identity();
        const region = context.regionFor(inputs);
        return {
            id: name,
            outputs: {
                arn: logGroupArn(region, accountId, name),
                logGroupClass: inputs.logGroupClass ?? "STANDARD",
                region,
                tagsAll: inputs.tags ?? {},
            },
        };
    },
    async read(context, id, state) {
        const group = await findLogGroup(context, id, state);
        return (
            group && {
                name: id,
                arn: (group.arn ?? "").replace(/:\*$/, ""),
                retentionInDays: group.retentionInDays ?? 0,
                logGroupClass: group.logGroupClass ?? "STANDARD",
                region: context.regionFor(state),
            }
        );
    },
    async update(context, id, inputs, outputs) {
        const client = context.logs(outputs);
        await setRetention(client, id, inputs);
        const resourceArn = String(outputs.arn);
        const tags = tagsOf(inputs);
        const tagKeys = removedTags(outputs, inputs);
        if (tagKeys.length > 0) {
            await client.send(new logs.UntagResourceCommand({ resourceArn, tagKeys }));
        }
        if (Object.keys(tags).length > 0) {
            await client.send(new logs.TagResourceCommand({ resourceArn, tags }));
        }
        return { tags, tagsAll: tags };
    },
    async delete(context, id, outputs) {
        if (outputs.skipDestroy !== true) {
            await unlessMissing(["ResourceNotFoundException"], () =>
                context.logs(outputs).send(new logs.DeleteLogGroupCommand({ logGroupName: id })),
            );
        }
    },
};

/** Finds a log group by its exact name. The service only searches by prefix. */
export async function findLogGroup(
    context: AwsContext,
    name: string,
    inputs: PropertyMap,
): Promise<logs.LogGroup | undefined> {
    const pages = logs.paginateDescribeLogGroups({ client: context.logs(inputs) }, { logGroupNamePrefix: name });
    for await (const page of pages) {
        const found = page.logGroups?.find((group) => group.logGroupName === name);
        if (found) {
            return found;
        }
    }
    return undefined;
}

async function setRetention(
    client: logs.CloudWatchLogsClient,
    logGroupName: string,
    { retentionInDays }: PropertyMap,
): Promise<void> {
    if (typeof retentionInDays === "number" && retentionInDays > 0) {
        await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    } else {
        await client.send(new logs.DeleteRetentionPolicyCommand({ logGroupName }));
    }
}

export const logStream: ResourceType<AwsContext> = {
    inputs: ["name", "logGroupName", "region"],
    required: ["logGroupName"],
    replaceOn: ["name", "logGroupName", "region"],
    computed: ["arn", "region"],
    autoName: { property: "name" },
    async create(context, inputs) {
        const [logGroupName, logStreamName] = [String(inputs.logGroupName), String(inputs.name)];
        await context.logs(inputs).send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
        const { accountId } = await context.identity();
        const region = context.regionFor(inputs);
        const group = logGroupArn(region, accountId, logGroupName);
        return { id: logStreamName, outputs: { arn: `${group}:log-stream:${logStreamName}`, region } };
    },
    async read(context, id, state) {
        const request = { logGroupName: String(state.logGroupName), logStreamNamePrefix: id };
        const page = await unlessMissing(["ResourceNotFoundException"], () =>
            context.logs(state).send(new logs.DescribeLogStreamsCommand(request)),
        );
        const found = page?.logStreams?.find((stream) => stream.logStreamName === id);
        return found && { name: id, arn: found.arn ?? "" };
    },
    async delete(context, id, outputs) {
        const request = { logGroupName: String(outputs.logGroupName), logStreamName: id };
        await unlessMissing(["ResourceNotFoundException"], () =>
            context.logs(outputs).send(new logs.DeleteLogStreamCommand(request)),
        );
    },
};
