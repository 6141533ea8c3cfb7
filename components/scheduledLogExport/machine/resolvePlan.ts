import { createHash } from "node:crypto";
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_DESTINATION_PREFIX, DEFAULT_SETTLE_HOURS } from "../../../providers/exportTask/inputs";
import { parseTimestamp } from "../../../providers/validation/timestamp";
import { partitionOf } from "../../../providers/policies/partition";
import type { ExportBucket } from "../../exportBucket/exportBucket";
import { DEFAULT_TIME_ZONE } from "../../time/timeZone";
import { type ScheduledLogExportArgs } from "../args";
import { endOfLogExport } from "./continuation";
import {
    DEFAULT_QUIET_SPLIT_BY,
    DEFAULT_SPLIT_BY,
    type GivenGroups,
    GROUPS_PER_MANIFEST,
    type MachinePlan,
    type SelectedGroups,
} from "./plan";
import { groupSelection } from "./selection";
import { zoneClock } from "./zoneClock";

/** The resources that the definition names. Some of their properties are known only once they are created. */
export interface PlanResources {
    readonly region: pulumi.Output<string>;
    readonly bucket: ExportBucket;
    readonly table: aws.dynamodb.Table;
    readonly topic: aws.sns.Topic;
    readonly manifestBucket: aws.s3.Bucket;
    /** The log groups; undefined if each run selects them. */
    readonly names: pulumi.Output<string[]> | undefined;
}

/** Everything that the state machine is generated from: arguments with their defaults, and properties of resources. */
export function resolvePlan(
    name: string,
    args: ScheduledLogExportArgs,
    resources: PlanResources,
): pulumi.Output<MachinePlan> {
    const { quietGroups } = args;
    const time = (property: string, value: ScheduledLogExportArgs["from"]) => parseTimestamp(property, value) as number;
    const from = args.continues ? endOfLogExport(args.continues) : pulumi.output(time("from", args.from));
    return pulumi
        .all([
            resources.region,
            resources.bucket.bucketName,
            resources.table.name,
            resources.topic.arn,
            resources.manifestBucket.bucket,
            resources.names,
            from,
        ])
        .apply(([region, bucketName, tableName, topicArn, manifestBucketName, names, from]) => ({
            name: readableName(name),
            partition: partitionOf(region),
            bucketName,
            destinationPrefix: args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
            layout: args.layout ?? "hive",
            logStreamNamePrefix: args.logStreamNamePrefix,
            splitBy: args.splitBy ?? DEFAULT_SPLIT_BY,
            clock: zoneClock(args.rangeTimeZone ?? DEFAULT_TIME_ZONE, from, Date.now()),
            quiet: quietGroups && {
                bytesPerDay: quietGroups.belowBytesPerDay,
                splitBy: quietGroups.splitBy ?? DEFAULT_QUIET_SPLIT_BY,
            },
            from,
            to: args.once && time("to", args.to),
            settleHours: args.settleHours ?? DEFAULT_SETTLE_HOURS,
            groups: groupsOf(args, names),
            tableName,
            topicArn,
            manifestBucketName,
        }));
}

function groupsOf({ select }: ScheduledLogExportArgs, names: string[] | undefined): GivenGroups | SelectedGroups {
    if (select) return { select: groupSelection(select) };
    const given = names ?? [];
    const manifestSizes = [];
    for (let left = given.length; left > 0; left -= GROUPS_PER_MANIFEST) {
        manifestSizes.push(Math.min(left, GROUPS_PER_MANIFEST));
    }
    return { manifestSizes, digest: createHash("sha256").update(given.join(" ")).digest("hex").slice(0, 32) };
}

/** Distinguishes the tasks from those of other stacks. ASCII only: the service does not document which characters it allows. */
function readableName(name: string): string {
    return `${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replace(/[^\x20-\x7e]/g, "_").slice(0, 400);
}
