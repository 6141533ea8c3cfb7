import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { topicPolicy } from "./policies";
import { policyDocument } from "./policyDocument";

/** What the machine cannot report itself: that a run was stopped, or has reached a limit of Step Functions. */
export function tellEndsOfRuns(
    name: string,
    machine: aws.sfn.StateMachine,
    topic: aws.sns.Topic,
    parent: pulumi.Resource,
): void {
    const rule = new aws.cloudwatch.EventRule(
        `${name}-ends`,
        {
            description: "Runs that did not end by themselves, or ended with failures.",
            eventPattern: machine.arn.apply((arn) =>
                JSON.stringify({
                    source: ["aws.states"],
                    "detail-type": ["Step Functions Execution Status Change"],
                    detail: { stateMachineArn: [arn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
                }),
            ),
        },
        { parent },
    );
    const policy = new aws.sns.TopicPolicy(
        `${name}-topic-policy`,
        {
            arn: topic.arn,
            policy: pulumi
                .all([topic.arn, rule.arn])
                .apply(([topicArn, ruleArn]) => policyDocument(topicPolicy(topicArn, ruleArn))),
        },
        { parent },
    );
    new aws.cloudwatch.EventTarget(
        `${name}-ends-target`,
        { rule: rule.name, arn: topic.arn },
        { parent, dependsOn: policy },
    );
}
