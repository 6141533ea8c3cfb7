import { operations as cloudwatch } from "../../aws/cloudwatch/operations";
import { operations as dynamodb } from "../../aws/dynamodb/operations";
import { operations as events } from "../../aws/events/operations";
import { operations as logs } from "../../aws/logs/operations";
import { operations as sns } from "../../aws/sns/operations";
import { operations as states } from "../../aws/states/operations";
import { operations as tagging } from "../../aws/tagging/operations";
import type { Resource } from "../resource";

/** A service as Step Functions knows it, and its protocol. */
export interface Integration {
    /** The service's name in signatures and in IAM. */
    readonly signingName: string;
    readonly protocol: "json" | "query" | "s3";
    /** The beginning of X-Amz-Target. */
    readonly target?: string;
    /** The service's own parameters begin with a lower-case letter. In Step Functions all begin with a capital. */
    readonly camelCase?: boolean;
    /** The prefix of its errors' names: in the SDK integration, and in the optimized one. */
    readonly errorPrefix: Readonly<Record<Resource["kind"], string>>;
    /** The error for those that the SDK has no class for. */
    readonly otherError: Readonly<Record<Resource["kind"], string>>;
    /** The errors that the SDK has a class for, without the suffix Exception. */
    readonly errors: readonly string[];
    /** The operations with their parameters, as the service spells them. */
    readonly operations: Readonly<Record<string, { readonly parameters: readonly string[] }>>;
    /** Parameters that may be given as JSON, and are then sent as a string. */
    readonly jsonTexts?: readonly string[];
    /** Members that are timestamps in the protocol. State machines see ISO strings. */
    readonly instants?: readonly string[];
}

const s3 = {
    ListObjectsV2: { parameters: ["Bucket", "Prefix", "Delimiter", "MaxKeys", "StartAfter", "ContinuationToken"] },
    GetObject: { parameters: ["Bucket", "Key", "VersionId"] },
    HeadObject: { parameters: ["Bucket", "Key", "VersionId"] },
    PutObject: { parameters: ["Bucket", "Key", "Body", "ContentType", "ChecksumAlgorithm", "IfNoneMatch"] },
    DeleteObject: { parameters: ["Bucket", "Key"] },
};

const both = (sdk: string, optimized: string): Integration["errorPrefix"] => ({ "aws-sdk": sdk, optimized });

/** By the name in the Resource. Those with `optimized` also exist as optimized integrations. */
const integrations: Readonly<Record<string, Integration & { readonly optimized?: readonly string[] }>> = {
    cloudwatchlogs: {
        signingName: "logs",
        protocol: "json",
        target: "Logs_20140328",
        camelCase: true,
        errorPrefix: both("CloudWatchLogs", ""),
        otherError: both("CloudWatchLogsException", ""),
        errors: [
            "AccessDenied",
            "InvalidOperation",
            "InvalidParameter",
            "LimitExceeded",
            "OperationAborted",
            "ResourceAlreadyExists",
            "ResourceNotFound",
            "ServiceUnavailable",
            "Throttling",
        ],
        operations: logs,
    },
    cloudwatch: {
        signingName: "monitoring",
        protocol: "json",
        target: "GraniteServiceVersion20100801",
        errorPrefix: both("CloudWatch", ""),
        otherError: both("CloudWatchException", ""),
        errors: [
            "InternalServiceFault",
            "InvalidParameterCombination",
            "InvalidParameterValue",
            "MissingRequiredParameter",
        ],
        operations: cloudwatch,
    },
    s3: {
        signingName: "s3",
        protocol: "s3",
        errorPrefix: both("S3", "S3"),
        otherError: both("S3Exception", "AmazonS3Exception"),
        errors: ["NoSuchBucket", "NoSuchKey", "NotFound"],
        operations: s3,
        jsonTexts: ["Body"],
        optimized: ["getObject", "listObjectsV2"], // only for ItemReader
    },
    dynamodb: {
        signingName: "dynamodb",
        protocol: "json",
        target: "DynamoDB_20120810",
        errorPrefix: both("DynamoDb", "DynamoDB"),
        otherError: both("DynamoDbException", "AmazonDynamoDBException"),
        errors: [
            "ConditionalCheckFailed",
            "InternalServerError",
            "ProvisionedThroughputExceeded",
            "RequestLimitExceeded",
            "ResourceNotFound",
            "Throttling",
        ],
        operations: dynamodb,
        optimized: ["getItem", "putItem", "updateItem", "deleteItem"],
    },
    sns: {
        signingName: "sns",
        protocol: "query",
        errorPrefix: both("Sns", "SNS"),
        otherError: both("SnsException", "AmazonSNSException"),
        errors: ["AuthorizationError", "InternalError", "InvalidParameter", "NotFound", "Throttled"],
        operations: sns,
        optimized: ["publish"],
        jsonTexts: ["Message"],
    },
    eventbridge: {
        signingName: "events",
        protocol: "json",
        target: "AWSEvents",
        errorPrefix: both("EventBridge", "EventBridge"),
        otherError: both("EventBridgeException", "AmazonEventBridgeException"),
        errors: ["Internal", "ResourceNotFound"],
        operations: events,
    },
    resourcegroupstaggingapi: {
        signingName: "tagging",
        protocol: "json",
        target: "ResourceGroupsTaggingAPI_20170126",
        errorPrefix: both("ResourceGroupsTaggingApi", ""),
        otherError: both("ResourceGroupsTaggingApiException", ""),
        errors: ["InternalService", "InvalidParameter", "PaginationTokenExpired", "Throttled"],
        operations: tagging,
    },
    sfn: {
        signingName: "states",
        protocol: "json",
        target: "AWSStepFunctions",
        camelCase: true,
        errorPrefix: both("Sfn", "StepFunctions"),
        otherError: both("SfnException", "AWSStepFunctionsException"),
        errors: ["ExecutionAlreadyExists", "ExecutionDoesNotExist", "InvalidName", "StateMachineDoesNotExist"],
        operations: states,
        jsonTexts: ["Input"],
        instants: ["StartDate", "StopDate", "CreationDate"],
    },
};

/** The names of optimized integrations that differ. */
const optimizedNames: Readonly<Record<string, string>> = { events: "eventbridge", states: "sfn" };
const optimizedActions: Readonly<Record<string, readonly string[]>> = {
    eventbridge: ["putEvents"],
    sfn: ["startExecution"],
};

/** The integration of a Resource, or undefined if it is not emulated. */
export function integrationOf({ kind, service, action }: Resource): Integration | undefined {
    const name = kind === "optimized" ? (optimizedNames[service] ?? service) : service;
    const found = Object.hasOwn(integrations, name) ? integrations[name] : undefined;
    if (!found || !Object.hasOwn(found.operations, operationOf(action))) return undefined;
    const actions = found.optimized ?? optimizedActions[name] ?? [];
    return kind === "aws-sdk" || actions.includes(action) ? found : undefined;
}

/** `putItem` → `PutItem`. */
export function operationOf(action: string): string {
    return capital(action);
}

export function capital(name: string): string {
    return name.charAt(0).toUpperCase() + name.slice(1);
}
