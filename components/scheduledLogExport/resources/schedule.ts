import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../../providers/policies/partition";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { schedulerPolicy, trustPolicy } from "./policies";
import { policyDocument } from "./policyDocument";

/** How often a backfill is resumed, in case it was stopped or must wait for data to settle. */
const BACKFILL_RATE = "rate(6 hours)";

/** How long a start is tried again: the next one is not far, and two at a time only ask for another round. */
const RETRY_SECONDS = 3600;
/** How long a start that was lost is kept: 14 days, as long as SQS does. */
const LOST_START_SECONDS = 14 * 24 * 3600;

/** Creates the schedule after all other resources, so that the first run finds them in place. */
export function makeSchedule(
    name: string,
    { schedule, transform = {} }: ScheduledLogExportArgs,
    machine: aws.sfn.StateMachine,
    place: pulumi.Output<[string, string]>,
    dependsOn: pulumi.Resource[],
    parent: pulumi.Resource,
): { schedulerRole: aws.iam.Role; deadLetters: aws.sqs.Queue; schedule: aws.scheduler.Schedule } {
    const schedulerRole = new aws.iam.Role(
        ...applyTransform(
            transform.schedulerRole,
            `${name}-scheduler-role`,
            {
                assumeRolePolicy: place.apply(([region, accountId]) =>
                    policyDocument(
                        trustPolicy(
                            "scheduler.amazonaws.com",
                            accountId,
                            // Any group, since transform may put the schedule into another one than "default".
                            `arn:${partitionOf(region)}:scheduler:${region}:${accountId}:schedule-group/*`,
                        ),
                    ),
                ),
            },
            { parent },
        ),
    );
    const deadLetters = new aws.sqs.Queue(
        ...applyTransform(
            transform.deadLetters,
            `${name}-lost-starts`,
            { messageRetentionSeconds: LOST_START_SECONDS, sqsManagedSseEnabled: true },
            { parent },
        ),
    );
    const policy = new aws.iam.RolePolicy(
        `${name}-scheduler-policy`,
        {
            role: schedulerRole.id,
            policy: pulumi
                .all([machine.arn, deadLetters.arn])
                .apply(([arn, queue]) => policyDocument(schedulerPolicy(arn, queue))),
        },
        { parent },
    );
    const { expression, timeZone } =
        schedule === undefined
            ? { expression: BACKFILL_RATE }
            : typeof schedule === "string"
              ? { expression: schedule }
              : schedule;
    const args: aws.scheduler.ScheduleArgs = {
        scheduleExpression: expression,
        scheduleExpressionTimezone: timeZone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
            arn: machine.arn,
            roleArn: schedulerRole.arn,
            input: "{}",
            retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: deadLetters.arn },
        },
    };
    const scheduleResource = new aws.scheduler.Schedule(
        ...applyTransform(transform.schedule, `${name}-schedule`, args, { parent, dependsOn: [policy, ...dependsOn] }),
    );
    return { schedulerRole, deadLetters, schedule: scheduleResource };
}
