import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import { arnOf, runOperation, type Input, type Operation } from "../http/operations";
import { authorizeKey } from "../kms/useKey";
import { partitionOf } from "../partition";
import { entries } from "../http/query";
import { invalid, noTopic } from "./errors";
import { subscriptionOperations } from "./subscriptions";
import type { Topic } from "./topic";

interface TopicInput {
    readonly Name?: string;
    readonly TopicArn?: string;
    readonly ResourceArn?: string;
    readonly Subject?: string;
    readonly Message?: string;
    readonly Attributes?: Readonly<Record<string, string>>;
    readonly AttributeName?: string;
    readonly AttributeValue?: string;
    readonly Tags?: readonly { Key: string; Value: string }[];
    readonly TagKeys?: readonly string[];
}

const resource: Operation["resource"] = (call, input) =>
    String(input.TopicArn ?? input.ResourceArn ?? topicArn(call, input.Name));

export const operations: Readonly<Record<string, Operation>> = {
    CreateTopic: { parameters: ["Name", "Attributes", "Tags"], resource, run: createTopic },
    DeleteTopic: { parameters: ["TopicArn"], resource, run: deleteTopic },
    GetTopicAttributes: { parameters: ["TopicArn"], resource, run: getTopicAttributes },
    SetTopicAttributes: {
        parameters: ["TopicArn", "AttributeName", "AttributeValue"],
        resource,
        run: setTopicAttributes,
    },
    Publish: { parameters: ["TopicArn", "Subject", "Message"], resource, run: publish },
    TagResource: { parameters: ["ResourceArn", "Tags"], resource, run: tagResource },
    ...subscriptionOperations,
    UntagResource: { parameters: ["ResourceArn", "TagKeys"], resource, run: untagResource },
};

export function runSns(call: Call, input: Input): object {
    try {
        return runOperation("sns", operations, call, input);
    } catch (error) {
        // SNS has its own error code.
        if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
        throw new AwsError("AuthorizationError", error.message, 403);
    }
}

function topicArn(call: Call, name: unknown): string {
    return arnOf(call, partitionOf(call.region), "sns", String(name));
}

function topicOf(call: Call, arn: string | undefined): Topic {
    const topic = call.world.topics[arn ?? ""];
    if (!topic) throw noTopic();
    return topic;
}

function createTopic(call: Call, { Name = "", Attributes = {}, Tags = [] }: TopicInput): object {
    if (!/^[\w-]{1,256}$/.test(Name)) throw invalid("Topic Name");
    const arn = topicArn(call, Name);
    if (!call.world.topics[arn]) {
        const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
        call.world.topics[arn] = { arn, name: Name, tags, messages: [] };
        for (const [name, value] of Object.entries(Attributes)) set(call.world.topics[arn], name, value);
    }
    return { TopicArn: arn };
}

/** Deleting a topic that does not exist succeeds, as in SNS. */
function deleteTopic(call: Call, { TopicArn }: TopicInput): object {
    delete call.world.topics[TopicArn ?? ""];
    return {};
}

function set(topic: Topic, name: string, value: string): void {
    if (name === "Policy") topic.policy = value === "" ? undefined : value;
    else if (name === "KmsMasterKeyId") topic.kmsMasterKeyId = value === "" ? undefined : value;
    else if (name === "DisplayName") topic.displayName = value === "" ? undefined : value;
    else throw notEmulated(`the attribute ${name} of SNS topics`);
}

function setTopicAttributes(call: Call, { TopicArn, AttributeName = "", AttributeValue = "" }: TopicInput): object {
    set(topicOf(call, TopicArn), AttributeName, AttributeValue);
    return {};
}

function getTopicAttributes(call: Call, { TopicArn }: TopicInput): object {
    const topic = topicOf(call, TopicArn);
    const attributes = {
        TopicArn: topic.arn,
        Owner: call.caller.accountId,
        DisplayName: topic.displayName ?? "",
        ...(topic.policy !== undefined && { Policy: topic.policy }),
        ...(topic.kmsMasterKeyId !== undefined && { KmsMasterKeyId: topic.kmsMasterKeyId }),
    };
    return { Attributes: entries(attributes) };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function publish(call: Call, { TopicArn, Subject, Message }: TopicInput): object {
    const topic = topicOf(call, TopicArn);
    if (!Message) throw invalid("Empty message");
    if (Buffer.byteLength(Message) > 262_144) throw invalid("Message too long");
    const isSubject = Subject === undefined || (/^[\x20-\x7e]{1,99}$/.test(Subject) && !Subject.startsWith(" "));
    if (!isSubject) throw invalid("Subject");
    try {
        for (const action of ["kms:GenerateDataKey", "kms:Decrypt"])
            authorizeKey(call, topic.kmsMasterKeyId, action, "sns");
    } catch (error) {
        throw new AwsError("KMSAccessDenied", (error as Error).message, 400);
    }
    topic.messages.push({ at: call.now, subject: Subject, message: Message });
    return { MessageId: call.uuid() };
}

function tagResource(call: Call, { ResourceArn, Tags = [] }: TopicInput): object {
    for (const { Key, Value } of Tags) topicOf(call, ResourceArn).tags[Key] = Value;
    return {};
}

function untagResource(call: Call, { ResourceArn, TagKeys = [] }: TopicInput): object {
    for (const key of TagKeys) delete topicOf(call, ResourceArn).tags[key];
    return {};
}
