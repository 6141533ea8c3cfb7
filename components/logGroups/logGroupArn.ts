/** What the ARN of a log group, or of one of its log streams, says. */
export interface LogGroupArn {
    readonly region: string;
    readonly account: string;
    readonly logGroupName: string;
    readonly logStreamName?: string;
}

const ARN = /^arn:[^:]*:logs:([^:]*):([^:]*):log-group:([^:]+)(?::log-stream:(.+))?/;

/** The parts of a log group's ARN; undefined for a name. */
export function parseLogGroupArn(nameOrArn: string): LogGroupArn | undefined {
    const found = ARN.exec(nameOrArn);
    if (!found) return undefined;
    const [, region, account, logGroupName, logStreamName] = found;
    return { region, account, logGroupName, ...(logStreamName !== undefined && { logStreamName }) };
}
