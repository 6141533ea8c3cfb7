import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { TABLE_KEY } from "../machine/checkpoint";

/**
 * The table of checkpoints, created or given. Like the bucket, it stays when it leaves the stack: without it, everything would
 * be exported a second time.
 */
export function makeCheckpointTable(
    name: string,
    { checkpoints, transform = {} }: ScheduledLogExportArgs,
    kmsKeyArn: pulumi.Output<string> | undefined,
    parent: pulumi.Resource,
): aws.dynamodb.Table {
    const tableName = `${name}-checkpoints`;
    if (checkpoints) return aws.dynamodb.Table.get(tableName, checkpoints.existing, undefined, { parent });
    const args: aws.dynamodb.TableArgs = {
        billingMode: "PAY_PER_REQUEST",
        hashKey: TABLE_KEY,
        attributes: [{ name: TABLE_KEY, type: "S" }],
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: kmsKeyArn && { enabled: true, kmsKeyArn },
    };
    const opts = { parent, retainOnDelete: true };
    return new aws.dynamodb.Table(...applyTransform(transform.table, tableName, args, opts));
}
