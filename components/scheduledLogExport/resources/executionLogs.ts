import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { applyTransform } from "../../transform";
import { type ExecutionLogsArgs, type ScheduledLogExportArgs } from "../args";
import { LOG_DELIVERY } from "./policies";
import { policyDocument } from "./policyDocument";

/** As long as Step Functions keeps the history of an execution. */
const DEFAULT_RETENTION_DAYS = 90;

/**
 * Under this prefix the resource policy of CloudWatch Logs, 5,120 characters for all services, does not grow with each log
 * group: https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
 */
const VENDED_LOGS = "/aws/vendedlogs/states/";

interface ExecutionLogging {
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly configuration: Pick<aws.sfn.StateMachineArgs, "loggingConfiguration">;
    /** Step Functions refuses a state machine whose role may not deliver its logs. */
    readonly dependsOn: pulumi.Resource[];
}

/** The log group that Step Functions writes about executions into; undefined if none is wanted. */
export function executionLogging(
    name: string,
    { executionLogs = false, transform = {} }: ScheduledLogExportArgs,
    role: aws.iam.Role,
    parent: pulumi.Resource,
): ExecutionLogging | undefined {
    if (executionLogs === false) return undefined;
    const {
        level = "ERROR",
        includeExecutionData = false,
        retentionInDays = DEFAULT_RETENTION_DAYS,
    }: ExecutionLogsArgs = executionLogs === true ? {} : executionLogs;
    const args = { namePrefix: `${VENDED_LOGS}${name}-`, retentionInDays };
    const logGroup = new aws.cloudwatch.LogGroup(
        ...applyTransform(transform.executionLogs, `${name}-execution-logs`, args, { parent }),
    );
    const policy = new aws.iam.RolePolicy(
        `${name}-log-delivery`,
        { role: role.id, policy: policyDocument(LOG_DELIVERY) },
        { parent },
    );
    const logDestination = logGroup.arn.apply((arn) => `${arn.replace(/:\*$/, "")}:*`);
    return {
        logGroup,
        configuration: { loggingConfiguration: { level, includeExecutionData, logDestination } },
        dependsOn: [policy],
    };
}
