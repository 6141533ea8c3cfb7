import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_DESTINATION_PREFIX, DEFAULT_SETTLE_HOURS } from "../../../providers/exportTask/inputs";
import { parseTimestamp } from "../../../providers/validation/timestamp";
import { partitionOf } from "../../../providers/policies/principal";
import type { ExportBucket } from "../../exportBucket/exportBucket";
import { DEFAULT_TIME_ZONE } from "../../time/timeZone";
import { type ScheduledLogExportArgs } from "../args";
import { endOf } from "./continuation";
import { type GivenGroups, GROUPS_PER_MANIFEST, type MachinePlan, type SelectedGroups } from "./plan";
import { groupSelection } from "./selection";
import { zoneClock } from "./zoneClock";

/** The resources that the machine uses; some of their properties are known only once they are created. */
interface Made {
    readonly region: pulumi.Output<string>;
    readonly bucket: ExportBucket;
    readonly table: aws.dynamodb.Table;
    readonly topic: aws.sns.Topic;
    readonly manifestBucket: aws.s3.Bucket;
    readonly names: pulumi.Output<string[]> | undefined;
}

/** The arguments as the machine needs them. */
export function resolvePlan(name: string, args: ScheduledLogExportArgs, made: Made): pulumi.Output<MachinePlan> {
    const { quietGroups } = args;
    const time = (property: string, value: ScheduledLogExportArgs["from"]) => parseTimestamp(property, value) as number;
    const from = args.continues ? endOf(args.continues) : pulumi.output(time("from", args.from));
    return pulumi
        .all([
            made.region,
            made.bucket.bucketName,
            made.table.name,
            made.topic.arn,
            made.manifestBucket.bucket,
            made.names,
            from,
        ])
        .apply(([region, bucketName, tableName, topicArn, manifestBucketName, names, from]) => ({
            name: readableName(name),
            partition: partitionOf(region),
            bucketName,
            destinationPrefix: args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
            layout: args.layout ?? "hive",
            logStreamNamePrefix: args.logStreamNamePrefix,
            splitBy: args.splitBy ?? "day",
            clock: zoneClock(args.timeZone ?? DEFAULT_TIME_ZONE, from, Date.now()),
            quiet: quietGroups && {
                bytesPerDay: quietGroups.belowBytesPerDay,
                splitBy: quietGroups.splitBy ?? "week",
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
    return { manifestSizes, digest: given.join(" ") };
}

/** Distinguishes this one's tasks from those of other stacks; the service documents no alphabet, so ASCII alone. */
function readableName(name: string): string {
    return `${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replace(/[^\x20-\x7e]/g, "_").slice(0, 400);
}
