import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { authorizePassRole } from "../iam/passRole";
import { arnOf, runOperation, type Input, type Operation } from "../http/operations";
import { partitionOf } from "../partition";

interface ScheduleInput extends Input {
    readonly Name: string;
    readonly GroupName?: string;
    readonly Target?: { readonly RoleArn?: string };
    readonly Tags?: readonly { Key: string; Value: string }[];
}

const kept = [
    "Name",
    "GroupName",
    "Description",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "FlexibleTimeWindow",
    "State",
    "StartDate",
    "EndDate",
    "KmsKeyArn",
    "Target",
    "ActionAfterCompletion",
];
const resource: Operation["resource"] = (call, { Name, GroupName = "default" }) =>
    arn(call, `schedule/${String(GroupName)}/${String(Name)}`);
const group: Operation["resource"] = (call, { Name }) => arn(call, `schedule-group/${String(Name)}`);

const operations: Readonly<Record<string, Operation>> = {
    CreateSchedule: { parameters: kept, resource, run: createSchedule },
    GetSchedule: { parameters: ["Name", "GroupName"], resource, run: getSchedule },
    UpdateSchedule: { parameters: kept, resource, run: updateSchedule },
    DeleteSchedule: { parameters: ["Name", "GroupName"], resource, run: deleteSchedule },
    CreateScheduleGroup: { parameters: ["Name", "Tags"], resource: group, run: createGroup },
    GetScheduleGroup: { parameters: ["Name"], resource: group, run: getGroup },
    DeleteScheduleGroup: { parameters: ["Name"], resource: group, run: deleteGroup },
};

export function runScheduler(call: Call, input: Input): object {
    return runOperation("scheduler", operations, call, input);
}

function arn(call: Call, rest: string): string {
    return arnOf(call, partitionOf(call.region), "scheduler", rest);
}

function createSchedule(call: Call, input: ScheduleInput): object {
    const { Name, GroupName = "default" } = input;
    const id = resource?.(call, input) ?? "";
    if (call.world.schedules[id]) throw new AwsError("ConflictException", `Schedule ${Name} already exists.`, 409);
    if (GroupName !== "default" && !call.world.scheduleGroups[arn(call, `schedule-group/${GroupName}`)]) {
        throw missing(`Schedule group ${GroupName} does not exist.`);
    }
    put(call, id, input, call.now);
    return { ScheduleArn: id };
}

function put(call: Call, id: string, input: ScheduleInput, creationDate: number): void {
    checkExpression(input);
    authorizePassRole(call, input.Target?.RoleArn, "scheduler.amazonaws.com");
    call.world.schedules[id] = {
        arn: id,
        name: input.Name,
        groupName: input.GroupName ?? "default",
        creationDate,
        lastModificationDate: call.now,
        given: input,
    };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function checkExpression({ ScheduleExpression, FlexibleTimeWindow, Target }: ScheduleInput): void {
    const expression = String(ScheduleExpression);
    const valid =
        /^rate\([1-9]\d* (minutes?|hours?|days?)\)$/.test(expression) ||
        /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(expression) ||
        /^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/.test(expression);
    if (!valid) throw new AwsError("ValidationException", `Invalid Schedule Expression ${expression}.`);
    if (!FlexibleTimeWindow || !Target) {
        throw new AwsError("ValidationException", "FlexibleTimeWindow and Target must not be null");
    }
}

function scheduleOf(call: Call, input: ScheduleInput) {
    const schedule = call.world.schedules[resource?.(call, input) ?? ""];
    if (!schedule) throw missing(`Schedule ${input.Name} does not exist.`);
    return schedule;
}

function missing(message: string): AwsError {
    return new AwsError("ResourceNotFoundException", message, 404);
}

function getSchedule(call: Call, input: ScheduleInput): object {
    const { arn: Arn, name, groupName, creationDate, lastModificationDate, given } = scheduleOf(call, input);
    const dates = { CreationDate: creationDate / 1000, LastModificationDate: lastModificationDate / 1000 };
    return {
        State: "ENABLED",
        ActionAfterCompletion: "NONE",
        ...given,
        Arn,
        Name: name,
        GroupName: groupName,
        ...dates,
    };
}

function updateSchedule(call: Call, input: ScheduleInput): object {
    const { arn: id, creationDate } = scheduleOf(call, input);
    put(call, id, input, creationDate);
    return { ScheduleArn: id };
}

function deleteSchedule(call: Call, input: ScheduleInput): object {
    delete call.world.schedules[scheduleOf(call, input).arn];
    return {};
}

function createGroup(call: Call, { Name, Tags = [] }: ScheduleInput): object {
    const id = arn(call, `schedule-group/${Name}`);
    if (call.world.scheduleGroups[id])
        throw new AwsError("ConflictException", `Schedule group ${Name} already exists.`, 409);
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    call.world.scheduleGroups[id] = { arn: id, name: Name, creationDate: call.now, tags };
    return { ScheduleGroupArn: id };
}

function getGroup(call: Call, { Name }: ScheduleInput): object {
    const found = call.world.scheduleGroups[arn(call, `schedule-group/${Name}`)];
    if (!found) throw missing(`Schedule group ${Name} does not exist.`);
    return {
        Arn: found.arn,
        Name,
        State: "ACTIVE",
        CreationDate: found.creationDate / 1000,
        LastModificationDate: found.creationDate / 1000,
    };
}

/** Also deletes the group's schedules. */
function deleteGroup(call: Call, input: ScheduleInput): object {
    getGroup(call, input);
    delete call.world.scheduleGroups[arn(call, `schedule-group/${input.Name}`)];
    for (const [id, { groupName }] of Object.entries(call.world.schedules)) {
        if (groupName === input.Name) delete call.world.schedules[id];
    }
    return {};
}
