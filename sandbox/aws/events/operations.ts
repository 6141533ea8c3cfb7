import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { arnOf, runOperation, type Input, type Operation } from "../http/operations";
import { partitionOf } from "../partition";
import { record } from "../record";
import type { EventRule } from "./rule";

interface EventsInput {
    readonly Entries?: readonly Readonly<Record<string, unknown>>[];
    readonly Name?: string;
    readonly Rule?: string;
    readonly EventBusName?: string;
    readonly EventPattern?: string;
    readonly Description?: string;
    readonly State?: string;
    readonly RoleArn?: string;
    readonly Tags?: readonly { Key: string; Value: string }[];
    readonly TagKeys?: readonly string[];
    readonly Targets?: readonly ({ readonly Id: string } & Readonly<Record<string, unknown>>)[];
    readonly Ids?: readonly string[];
    readonly ResourceARN?: string;
}

const rule: Operation["resource"] = (call, input) =>
    String(input.ResourceARN ?? ruleArn(call, String(input.Name ?? input.Rule), input.EventBusName));

export const operations: Readonly<Record<string, Operation>> = {
    PutEvents: {
        parameters: ["Entries"],
        resource: (call, input) => busArn(call, busOf(input)),
        context: ({ Entries }) => ({
            "events:source": ((Entries ?? []) as readonly { Source?: unknown }[]).map(({ Source }) => String(Source)),
        }),
        run: putEvents,
    },
    PutRule: {
        parameters: ["Name", "EventBusName", "EventPattern", "Description", "State", "RoleArn", "Tags"],
        resource: rule,
        run: putRule,
    },
    DescribeRule: { parameters: ["Name", "EventBusName"], resource: rule, run: describeRule },
    DeleteRule: { parameters: ["Name", "EventBusName"], resource: rule, run: deleteRule },
    PutTargets: { parameters: ["Rule", "EventBusName", "Targets"], resource: rule, run: putTargets },
    ListTargetsByRule: { parameters: ["Rule", "EventBusName"], resource: rule, run: listTargetsByRule },
    RemoveTargets: { parameters: ["Rule", "EventBusName", "Ids"], resource: rule, run: removeTargets },
    TagResource: { parameters: ["ResourceARN", "Tags"], resource: rule, run: tagResource },
    UntagResource: { parameters: ["ResourceARN", "TagKeys"], resource: rule, run: untagResource },
};

export function runEvents(call: Call, input: Input): object {
    return runOperation("events", operations, call, input);
}

function busArn(call: Call, name: string): string {
    return arnOf(call, partitionOf(call.region), "events", `event-bus/${name}`);
}

function busOf(input: Input): string {
    const [first] = (input.Entries ?? []) as EventsInput["Entries"] & object;
    return String(first?.EventBusName ?? "default");
}

function ruleArn(call: Call, name: string, bus: unknown = "default"): string {
    const prefix = bus === "default" ? "" : `${String(bus)}/`;
    return arnOf(call, partitionOf(call.region), "events", `rule/${prefix}${name}`);
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html: up to ten entries, each checked by itself. */
function putEvents(call: Call, { Entries = [] }: EventsInput): object {
    if (Entries.length < 1 || Entries.length > 10) {
        throw new AwsError(
            "ValidationException",
            "1 validation error detected: Value at 'entries' failed to satisfy constraint: " +
                "Member must have length less than or equal to 10",
        );
    }
    const answers = Entries.map((entry) => {
        const problem = problemOf(entry);
        if (problem) return problem;
        const { Source, DetailType, Detail, EventBusName = "default", Resources = [] } = entry;
        const id = call.uuid();
        call.world.events.push({
            at: call.now,
            id,
            eventBusName: String(EventBusName),
            source: String(Source),
            detailType: String(DetailType),
            detail: String(Detail),
            resources: Resources as readonly string[],
        });
        return { EventId: id };
    });
    return { Entries: answers, FailedEntryCount: answers.filter((answer) => "ErrorCode" in answer).length };
}

function problemOf(entry: Readonly<Record<string, unknown>>): { ErrorCode: string; ErrorMessage: string } | undefined {
    const unknown = Object.keys(entry).find(
        (name) => !["Source", "DetailType", "Detail", "EventBusName", "Resources"].includes(name),
    );
    if (unknown) throw new AwsError("NotImplemented", `The sandbox does not emulate ${unknown} of an event.`, 501);
    const missing = ["Source", "DetailType", "Detail"].find((name) => !entry[name]);
    if (missing) return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${missing} is not valid.` };
    if (String(entry.Source).startsWith("aws.")) {
        return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
    }
    try {
        JSON.parse(String(entry.Detail));
    } catch {
        return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    }
    return undefined;
}

function ruleOf(call: Call, input: EventsInput): EventRule {
    const arn = input.ResourceARN ?? ruleArn(call, String(input.Name ?? input.Rule), input.EventBusName);
    const found = call.world.rules[arn];
    if (!found) {
        throw new AwsError(
            "ResourceNotFoundException",
            `Rule ${input.Name ?? input.Rule} does not exist on EventBus default.`,
        );
    }
    return found;
}

function putRule(call: Call, input: EventsInput): object {
    const { Name = "", EventBusName = "default", Tags = [] } = input;
    const arn = ruleArn(call, Name, EventBusName);
    const existing = call.world.rules[arn];
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    call.world.rules[arn] = {
        arn,
        name: Name,
        eventBusName: EventBusName,
        eventPattern: input.EventPattern,
        description: input.Description,
        state: input.State ?? "ENABLED",
        roleArn: input.RoleArn,
        tags: existing?.tags ?? tags,
        targets: existing?.targets ?? record(),
    };
    return { RuleArn: arn };
}

function describeRule(call: Call, input: EventsInput): object {
    const { arn, name, eventBusName, eventPattern, description, state, roleArn } = ruleOf(call, input);
    return {
        Arn: arn,
        Name: name,
        EventBusName: eventBusName,
        EventPattern: eventPattern,
        Description: description,
        State: state,
        RoleArn: roleArn,
    };
}

function deleteRule(call: Call, input: EventsInput): object {
    const arn = ruleArn(call, input.Name ?? "", input.EventBusName);
    if (Object.keys(call.world.rules[arn]?.targets ?? {}).length > 0) {
        throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
    }
    delete call.world.rules[arn];
    return {};
}

function putTargets(call: Call, input: EventsInput): object {
    const { targets } = ruleOf(call, input);
    for (const target of input.Targets ?? []) targets[target.Id] = target;
    return { FailedEntries: [], FailedEntryCount: 0 };
}

function listTargetsByRule(call: Call, input: EventsInput): object {
    return { Targets: Object.values(ruleOf(call, input).targets) };
}

function removeTargets(call: Call, input: EventsInput): object {
    for (const id of input.Ids ?? []) delete ruleOf(call, input).targets[id];
    return { FailedEntries: [], FailedEntryCount: 0 };
}

function tagResource(call: Call, input: EventsInput): object {
    for (const { Key, Value } of input.Tags ?? []) ruleOf(call, input).tags[Key] = Value;
    return {};
}

function untagResource(call: Call, input: EventsInput): object {
    for (const key of input.TagKeys ?? []) delete ruleOf(call, input).tags[key];
    return {};
}
