import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { topicPolicy } from "./policies";
import { policyDocument } from "./policyDocument";

/**
 * Publishes to the topic when a run fails, times out or is stopped. The state machine itself cannot report that a run was
 * stopped or reached a limit of Step Functions.
 */
export function makeFailureNotifications(
    name: string,
    { transform = {} }: ScheduledLogExportArgs,
    machine: aws.sfn.StateMachine,
    topic: aws.sns.Topic,
    parent: pulumi.Resource,
): void {
    const rule = new aws.cloudwatch.EventRule(
        ...applyTransform(
            transform.failureRule,
            `${name}-failed-runs`,
            {
                description: "Runs that failed, timed out or were stopped.",
                eventPattern: machine.arn.apply((arn) =>
                    JSON.stringify({
                        source: ["aws.states"],
                        "detail-type": ["Step Functions Execution Status Change"],
                        detail: { stateMachineArn: [arn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
                    }),
                ),
            },
            { parent },
        ),
    );
    const policy = new aws.sns.TopicPolicy(
        ...applyTransform(
            transform.topicPolicy,
            `${name}-topic-policy`,
            { arn: topic.arn, policy: topic.arn.apply((topicArn) => policyDocument(topicPolicy(topicArn))) },
            { parent },
        ),
    );
    new aws.cloudwatch.EventTarget(
        `${name}-failed-runs-target`,
        { rule: rule.name, arn: topic.arn },
        { parent, dependsOn: policy },
    );
}
