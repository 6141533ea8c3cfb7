import { readFileSync } from "node:fs";
import type { Package } from "../definition";
import { bucket } from "./bucket";
import { bucketLogging } from "./bucketLogging";
import { bucketObjectv2 } from "./bucketObject";
import { bucketReplicationConfig } from "./bucketReplicationConfig";
import * as settings from "./bucketSettings";
import { eventRule, eventTarget } from "./eventRule";
import { configureAws, type AwsContext } from "./context";
import { functions } from "./functions";
import { inventory } from "./inventory";
import { catalogDatabase, catalogTable, dashboard, metricAlarm, namedQuery, queue } from "./recorded";
import { role, rolePolicy } from "./role";
import { schedule, scheduleGroup } from "./schedule";
import { stateMachine } from "./stateMachine";
import { table } from "./table";
import { topic, topicPolicy } from "./topic";
import { topicSubscription } from "./topicSubscription";
import { alias, key } from "./key";
import { logGroup, logStream } from "./logGroup";

// The CLI warns about a plugin that is older than the SDK.
const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/aws/package.json"), "utf8")) as {
    version: string;
};

/** The part of the aws provider that this package's programs use. */
export const aws: Package<AwsContext> = {
    name: "aws",
    version,
    configure: configureAws,
    regionOf: (context, inputs) => context.regionFor(inputs),
    resources: {
        "aws:s3/bucket:Bucket": bucket,
        "aws:s3/bucketPolicy:BucketPolicy": settings.bucketPolicy,
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": settings.bucketLifecycleConfiguration,
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
            settings.bucketServerSideEncryptionConfiguration,
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": settings.bucketPublicAccessBlock,
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls": settings.bucketOwnershipControls,
        "aws:s3/bucketVersioning:BucketVersioning": settings.bucketVersioning,
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": settings.bucketObjectLockConfiguration,
        "aws:s3/bucketLogging:BucketLogging": bucketLogging,
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig": bucketReplicationConfig,
        "aws:s3/inventory:Inventory": inventory,
        "aws:s3/bucketObjectv2:BucketObjectv2": bucketObjectv2,
        "aws:athena/namedQuery:NamedQuery": namedQuery,
        "aws:cloudwatch/logGroup:LogGroup": logGroup,
        "aws:cloudwatch/logStream:LogStream": logStream,
        "aws:cloudwatch/eventRule:EventRule": eventRule,
        "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
        "aws:cloudwatch/dashboard:Dashboard": dashboard,
        "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
        "aws:sqs/queue:Queue": queue,
        "aws:dynamodb/table:Table": table,
        "aws:glue/catalogDatabase:CatalogDatabase": catalogDatabase,
        "aws:glue/catalogTable:CatalogTable": catalogTable,
        "aws:iam/role:Role": role,
        "aws:iam/rolePolicy:RolePolicy": rolePolicy,
        "aws:kms/alias:Alias": alias,
        "aws:kms/key:Key": key,
        "aws:scheduler/schedule:Schedule": schedule,
        "aws:scheduler/scheduleGroup:ScheduleGroup": scheduleGroup,
        "aws:sfn/stateMachine:StateMachine": stateMachine,
        "aws:sns/topic:Topic": topic,
        "aws:sns/topicPolicy:TopicPolicy": topicPolicy,
        "aws:sns/topicSubscription:TopicSubscription": topicSubscription,
    },
    functions,
};
