import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "../../../sandbox/clock/clock";
import { startAws, type Aws, type AwsOptions } from "../../../sandbox/aws";

export const region = "eu-west-1";
export const account = "123456789012";

/** A clock that a test advances. */
export interface ManualClock extends Clock {
    advance(milliseconds: number): void;
}

function manualClock(start = Date.UTC(2026, 10, 22)): ManualClock {
    let now = start;
    let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
    return {
        now: () => now,
        sleep: (milliseconds) =>
            new Promise((wake) => {
                sleepers.push({ until: now + milliseconds, wake });
            }),
        advance: (milliseconds) => {
            now += milliseconds;
            for (const sleeper of sleepers.filter(({ until }) => until <= now)) sleeper.wake();
            sleepers = sleepers.filter(({ until }) => until > now);
        },
    };
}

export interface ClientOptions {
    readonly region?: string;
    readonly accessKeyId?: string;
}

/** One attempt each, so that a test sees the service's own answer. */
export function clients(endpoint: string, options: ClientOptions = {}) {
    const config = {
        endpoint,
        region: options.region ?? region,
        credentials: { accessKeyId: options.accessKeyId ?? "AKIATEST", secretAccessKey: "secret" },
        maxAttempts: 1,
    };
    return { logs: new CloudWatchLogsClient(config), s3: new S3Client(config), sts: new STSClient(config) };
}

/** A server for each test of a suite: `const test = withAws()` and then `test.aws`, `test.s3`, … */
export function withAws(options: Omit<AwsOptions, "clock"> = {}) {
    const state = {} as { aws: Aws; clock: ManualClock } & ReturnType<typeof clients>;
    beforeEach(async () => {
        const clock = manualClock();
        // The same IDs in every run, so that tests are deterministic.
        const aws = await startAws({ randomSeed: 1, ...options, clock });
        Object.assign(state, { aws, clock }, clients(aws.endpoint));
    });
    afterEach(() => state.aws.close());
    return state;
}

/** The name and message of an error that the SDK throws. */
export function answers(name: string, message?: string | RegExp) {
    return message === undefined ? { name } : { name, message };
}

/** The policy that lets CloudWatch Logs of the Region export into the bucket. */
export function exportPolicy(bucket: string, over: { region?: string; account?: string; prefix?: string } = {}) {
    const source = { region: over.region ?? region, account: over.account ?? account };
    const conditions = {
        StringEquals: { "aws:SourceAccount": source.account },
        ArnLike: { "aws:SourceArn": `arn:aws:logs:${source.region}:${source.account}:log-group:*` },
    };
    const Principal = { Service: `logs.${source.region}.amazonaws.com` };
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "Acl",
                Effect: "Allow",
                Principal,
                Action: "s3:GetBucketAcl",
                Resource: `arn:aws:s3:::${bucket}`,
                Condition: conditions,
            },
            {
                Sid: "Put",
                Effect: "Allow",
                Principal,
                Action: "s3:PutObject",
                Resource: `arn:aws:s3:::${bucket}/${over.prefix ?? ""}*`,
                Condition: {
                    ...conditions,
                    StringEquals: { ...conditions.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
                },
            },
        ],
    };
}
