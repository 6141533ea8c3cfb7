import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import type { Operation } from "../http/operations";
import { entries } from "../http/query";
import { invalid, noTopic } from "./errors";
import type { Topic } from "./topic";

// Subscriptions are stored; nothing is delivered to them.

interface SubscriptionInput {
    readonly TopicArn?: string;
    readonly Protocol?: string;
    readonly Endpoint?: string;
    readonly SubscriptionArn?: string;
    readonly ReturnSubscriptionArn?: string;
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const PROTOCOLS = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];
/** The protocols for which the endpoint's owner must confirm a subscription. */
const NEED_CONFIRMATION = ["http", "https", "email", "email-json"];

export const subscriptionOperations: Readonly<Record<string, Operation>> = {
    Subscribe: {
        parameters: ["TopicArn", "Protocol", "Endpoint", "ReturnSubscriptionArn"],
        resource: (_call, { TopicArn }) => String(TopicArn),
        run: subscribe,
    },
    GetSubscriptionAttributes: { parameters: ["SubscriptionArn"], resource: topicArnOf, run: getAttributes },
    Unsubscribe: { parameters: ["SubscriptionArn"], resource: topicArnOf, run: unsubscribe },
};

/** A subscription's ARN consists of its topic's ARN and an ID. */
function topicArnOf(_call: Call, { SubscriptionArn }: SubscriptionInput): string {
    return String(SubscriptionArn).split(":").slice(0, 6).join(":");
}

function subscribe(call: Call, { TopicArn = "", Protocol = "", Endpoint = "", ...input }: SubscriptionInput): object {
    const topic = call.world.topics[TopicArn] as Topic | undefined;
    if (!topic) throw noTopic();
    if (!PROTOCOLS.includes(Protocol)) throw invalid(`Amazon SNS does not support this protocol string: ${Protocol}`);
    if (/^email/.test(Protocol) && !/^\S+@\S+$/.test(Endpoint)) throw invalid("Email address");
    const same = topic.subscriptions?.find((one) => one.protocol === Protocol && one.endpoint === Endpoint);
    const isPending = NEED_CONFIRMATION.includes(Protocol);
    const subscription = same ?? {
        arn: `${TopicArn}:${call.uuid()}`,
        protocol: Protocol,
        endpoint: Endpoint,
        isPending,
    };
    if (!same) topic.subscriptions = [...(topic.subscriptions ?? []), subscription];
    const isShown = !subscription.isPending || input.ReturnSubscriptionArn === "true";
    return { SubscriptionArn: isShown ? subscription.arn : "pending confirmation" };
}

function getAttributes(call: Call, { SubscriptionArn = "" }: SubscriptionInput): object {
    const topicArn = topicArnOf(call, { SubscriptionArn });
    const found = call.world.topics[topicArn]?.subscriptions?.find(({ arn }) => arn === SubscriptionArn);
    if (!found) throw new AwsError("NotFound", "Subscription does not exist", 404);
    const attributes = {
        SubscriptionArn,
        TopicArn: topicArn,
        Protocol: found.protocol,
        Endpoint: found.endpoint,
        Owner: call.caller.accountId,
        PendingConfirmation: String(found.isPending),
        ConfirmationWasAuthenticated: String(!found.isPending),
        RawMessageDelivery: "false",
    };
    return { Attributes: entries(attributes) };
}

/** Unsubscribing twice succeeds, as in SNS. */
function unsubscribe(call: Call, { SubscriptionArn = "" }: SubscriptionInput): object {
    const topic = call.world.topics[topicArnOf(call, { SubscriptionArn })] as Topic | undefined;
    if (topic) topic.subscriptions = topic.subscriptions?.filter(({ arn }) => arn !== SubscriptionArn);
    return {};
}
