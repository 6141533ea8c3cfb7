import type { CreateScheduleCommandInput, SchedulerClient } from "@aws-sdk/client-scheduler";
import { isObject, type PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { fromSdk, toSdk, unlessMissing } from "./sdkShapes";
import { optional, tagList, tagsOf } from "./tags";

const sdk = () => import("@aws-sdk/client-scheduler");
const clientOf = (context: AwsContext, inputs: PropertyMap): Promise<SchedulerClient> =>
    context.client(
        "scheduler",
        inputs,
        async () => (await sdk()).SchedulerClient as new (settings: object) => SchedulerClient,
    );
const missing = ["ResourceNotFoundException"];

export const schedule: ResourceType<AwsContext> = {
    inputs: [
        "name",
        "namePrefix",
        "groupName",
        "description",
        "scheduleExpression",
        "scheduleExpressionTimezone",
        "flexibleTimeWindow",
        "state",
        "startDate",
        "endDate",
        "kmsKeyArn",
        "target",
        "region",
    ],
    required: ["scheduleExpression", "flexibleTimeWindow", "target"],
    replaceOn: ["name", "namePrefix", "groupName", "region"],
    computed: ["arn", "region"],
    defaults: { groupName: "default", state: "ENABLED", scheduleExpressionTimezone: "UTC" },
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const { CreateScheduleCommand } = await sdk();
        const { ScheduleArn: arn = "" } = await (
            await clientOf(context, inputs)
        ).send(new CreateScheduleCommand(requestOf(inputs)));
        const id = `${String(inputs.groupName)}/${String(inputs.name)}`;
        return { id, outputs: { arn, region: context.regionFor(inputs) } };
    },
    async read(context, id, state) {
        const { GetScheduleCommand } = await sdk();
        const client = await clientOf(context, state);
        const [GroupName, Name] = id.split("/");
        const found = await unlessMissing(missing, () => client.send(new GetScheduleCommand({ GroupName, Name })));
        return (
            found && {
                arn: found.Arn ?? "",
                scheduleExpression: found.ScheduleExpression ?? "",
                scheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "UTC",
                state: found.State ?? "",
                flexibleTimeWindow: fromSdk(found.FlexibleTimeWindow),
                target: fromSdk(found.Target),
            }
        );
    },
    async update(context, _id, inputs) {
        const { UpdateScheduleCommand } = await sdk();
        await (await clientOf(context, inputs)).send(new UpdateScheduleCommand(requestOf(inputs)));
        return {};
    },
    async delete(context, id, outputs) {
        const { DeleteScheduleCommand } = await sdk();
        const client = await clientOf(context, outputs);
        const [GroupName, Name] = id.split("/");
        await unlessMissing(missing, () => client.send(new DeleteScheduleCommand({ GroupName, Name })));
    },
};

function requestOf(inputs: PropertyMap): CreateScheduleCommandInput {
    const date = (value: unknown) => (optional(value) === undefined ? undefined : new Date(String(value)));
    return {
        Name: String(inputs.name),
        GroupName: String(inputs.groupName),
        Description: optional(inputs.description),
        ScheduleExpression: String(inputs.scheduleExpression),
        ScheduleExpressionTimezone: String(inputs.scheduleExpressionTimezone),
        State: String(inputs.state) as CreateScheduleCommandInput["State"],
        StartDate: date(inputs.startDate),
        EndDate: date(inputs.endDate),
        KmsKeyArn: optional(inputs.kmsKeyArn),
        FlexibleTimeWindow: toSdk(inputs.flexibleTimeWindow) as CreateScheduleCommandInput["FlexibleTimeWindow"],
        Target: toSdk(targetOf(inputs)) as CreateScheduleCommandInput["Target"],
    };
}

/** Targets that take an input. */
function targetOf({ target }: PropertyMap): PropertyMap {
    const known = ["arn", "roleArn", "input", "retryPolicy", "deadLetterConfig"];
    const given = isObject(target) ? target : {};
    const unknown = Object.keys(given).find((key) => !known.includes(key));
    if (unknown) throw new Error(`The sandbox's stand-in for Schedule does not support target.${unknown}.`);
    return given;
}

export const scheduleGroup: ResourceType<AwsContext> = {
    inputs: ["name", "namePrefix", "tags", "region"],
    replaceOn: ["name", "namePrefix", "tags", "region"],
    computed: ["arn", "state", "region", "tagsAll"],
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const { CreateScheduleGroupCommand } = await sdk();
        const Name = String(inputs.name);
        const Tags = inputs.tags ? tagList(inputs) : undefined;
        const client = await clientOf(context, inputs);
        const { ScheduleGroupArn: arn = "" } = await client.send(new CreateScheduleGroupCommand({ Name, Tags }));
        const outputs = { arn, state: "ACTIVE", region: context.regionFor(inputs), tagsAll: tagsOf(inputs) };
        return { id: Name, outputs };
    },
    async read(context, id, state) {
        const { GetScheduleGroupCommand } = await sdk();
        const client = await clientOf(context, state);
        const found = await unlessMissing(missing, () => client.send(new GetScheduleGroupCommand({ Name: id })));
        return found && { arn: found.Arn ?? "", state: found.State ?? "" };
    },
    async delete(context, id, outputs) {
        const { DeleteScheduleGroupCommand } = await sdk();
        const client = await clientOf(context, outputs);
        await unlessMissing(missing, () => client.send(new DeleteScheduleGroupCommand({ Name: id })));
    },
};
