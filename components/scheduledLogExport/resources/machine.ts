import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { standInForMocks } from "../../../providers/outputs";
import { DEFAULT_DESTINATION_PREFIX } from "../../../providers/exportTask/inputs";
import { partitionOf } from "../../../providers/policies/partition";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { type PlanResources, resolvePlan } from "../machine/resolvePlan";
import { stateMachine } from "../machine/stateMachine";
import { executionLogging } from "./executionLogs";
import { machinePolicy, trustPolicy } from "./policies";
import { policyDocument } from "./policyDocument";

/** What the state machine reads and writes, and the keys of it. */
export interface MachineResources extends PlanResources {
    readonly accountId: pulumi.Output<string>;
    readonly kmsKeyArn: pulumi.Output<string> | undefined;
    readonly topicKeyArn: pulumi.Output<string> | undefined;
}

/** Creates the state machine and its role. */
export function makeMachine(
    name: string,
    args: ScheduledLogExportArgs,
    resources: MachineResources,
    parent: pulumi.Resource,
): {
    role: aws.iam.Role;
    rolePolicy: aws.iam.RolePolicy;
    stateMachine: aws.sfn.StateMachine;
    executionLogs: aws.cloudwatch.LogGroup | undefined;
} {
    const { transform = {} } = args;
    const { region, accountId, bucket, table, topic, manifestBucket, names, kmsKeyArn, topicKeyArn } = resources;
    const trust = pulumi.all([region, accountId]).apply(([at, account]) => {
        const machines = `arn:${partitionOf(at)}:states:${at}:${account}:stateMachine:*`;
        return policyDocument(trustPolicy("states.amazonaws.com", account, machines));
    });
    const role = new aws.iam.Role(
        ...applyTransform(transform.role, `${name}-role`, { assumeRolePolicy: trust }, { parent }),
    );
    const logging = executionLogging(name, args, role, parent);
    const definition = resolvePlan(name, args, resources).apply((plan) => JSON.stringify(stateMachine(plan)));
    const machine = new aws.sfn.StateMachine(
        ...applyTransform(
            transform.stateMachine,
            `${name}-machine`,
            { roleArn: role.arn, type: "STANDARD", definition, ...logging?.configuration },
            { parent, dependsOn: logging?.dependsOn },
        ),
    );
    // Created after the machine, whose ARN it contains: the machine starts its own visits.
    const policy = pulumi
        .all([
            pulumi.all([region, accountId]),
            standInForMocks(machine.arn, "arn:aws:states:us-east-1:123456789012:stateMachine:machine"),
            table.arn,
            topic.arn,
            manifestBucket.arn,
            bucket.bucketArn,
            names,
            pulumi.all([kmsKeyArn, bucket.kmsKeyArn, topicKeyArn]),
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
                    topicKeyArn: keys[2],
                    readsTags: args.select?.tags !== undefined,
                }),
            ),
        );
    const rolePolicy = new aws.iam.RolePolicy(
        ...applyTransform(transform.rolePolicy, `${name}-role-policy`, { role: role.id, policy }, { parent }),
    );
    return { role, rolePolicy, stateMachine: machine, executionLogs: logging?.logGroup };
}
