import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_DESTINATION_PREFIX } from "../../../providers/exportTask/inputs";
import { partitionOf } from "../../../providers/policies/partition";
import type { ExportBucket } from "../../exportBucket/exportBucket";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { resolvePlan } from "../machine/resolvePlan";
import { stateMachine } from "../machine/stateMachine";
import { machinePolicy, trustPolicy } from "./policies";
import { policyDocument } from "./policyDocument";

/** What the state machine reads and writes. */
export interface MachineResources {
    readonly region: pulumi.Output<string>;
    readonly accountId: pulumi.Output<string>;
    readonly bucket: ExportBucket;
    readonly table: aws.dynamodb.Table;
    readonly topic: aws.sns.Topic;
    readonly manifestBucket: aws.s3.Bucket;
    /** The log groups; undefined if each run selects them. */
    readonly names: pulumi.Output<string[]> | undefined;
    readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** Creates the state machine and its role. */
export function makeMachine(
    name: string,
    args: ScheduledLogExportArgs,
    resources: MachineResources,
    parent: pulumi.Resource,
): { role: aws.iam.Role; rolePolicy: aws.iam.RolePolicy; stateMachine: aws.sfn.StateMachine } {
    const { transform = {} } = args;
    const { region, accountId, bucket, table, topic, manifestBucket, names, kmsKeyArn } = resources;
    const trust = pulumi.all([region, accountId]).apply(([at, account]) => {
        const machines = `arn:${partitionOf(at)}:states:${at}:${account}:stateMachine:*`;
        return policyDocument(trustPolicy("states.amazonaws.com", account, machines));
    });
    const role = new aws.iam.Role(
        ...applyTransform(transform.role, `${name}-role`, { assumeRolePolicy: trust }, { parent }),
    );
    const definition = resolvePlan(name, args, resources).apply((plan) => JSON.stringify(stateMachine(plan)));
    const machine = new aws.sfn.StateMachine(
        ...applyTransform(
            transform.stateMachine,
            `${name}-machine`,
            { roleArn: role.arn, type: "STANDARD", definition },
            { parent },
        ),
    );
    // Created after the machine, whose ARN it contains: the machine starts its own visits.
    const policy = pulumi
        .all([
            pulumi.all([region, accountId]),
            machine.arn,
            table.arn,
            topic.arn,
            manifestBucket.arn,
            bucket.bucketArn,
            names,
            pulumi.all([kmsKeyArn, bucket.kmsKeyArn]),
        ])
        .apply(([[at, account], stateMachineArn, tableArn, topicArn, manifestBucketArn, bucketArn, groups, keys]) =>
            policyDocument(
                machinePolicy({
                    partition: partitionOf(at),
                    region: at,
                    accountId: account,
                    stateMachineArn,
                    tableArn,
                    topicArn,
                    manifestBucketArn,
                    bucketArn,
                    destinationPrefix: args.destinationPrefix ?? DEFAULT_DESTINATION_PREFIX,
                    logGroupNames: groups,
                    kmsKeyArn: keys[0],
                    bucketKeyArn: keys[1],
                    readsTags: args.select?.tags !== undefined,
                }),
            ),
        );
    const rolePolicy = new aws.iam.RolePolicy(
        ...applyTransform(transform.rolePolicy, `${name}-role-policy`, { role: role.id, policy }, { parent }),
    );
    return { role, rolePolicy, stateMachine: machine };
}
