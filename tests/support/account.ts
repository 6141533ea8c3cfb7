import { formatTimestamp } from "../../providers/validation/timestamp";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { connect } from "../../providers/aws/clients";
import { type ExportTaskInputs, withDefaults } from "../../providers/exportTask/inputs";
import { lifecycle, type Surroundings } from "../../providers/exportTask/lifecycle";
import { type Aws, type AwsOptions, startAws } from "../../sandbox/aws";
import { type Clock, runningClock } from "../../sandbox/clock/clock";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const BUCKET = "audit-archive";
export const GROUP = "/aws/lambda/payments";
export const NOW = Date.parse("2026-11-20T00:00:00Z");
export const RANGE = { from: Date.parse("2026-10-01T00:00:00Z"), to: Date.parse("2026-11-01T00:00:00Z") };

/** An account in the sandbox with a log group, a bucket that grants exports, and a provider on fast time. */
export interface Account {
    readonly aws: Aws;
    readonly clock: Clock;
    /** The provider's messages, in order. */
    readonly said: string[];
    readonly surroundings: Surroundings;
    keysUnder(prefix: string): string[];
    tasks(): ReturnType<Aws["control"]["tasks"]>;
    /** The provider of a new process, without memory of the last. */
    provider(config?: Readonly<Record<string, string>>): ReturnType<typeof lifecycle>;
    close(): Promise<void>;
}

export async function openAccount(options: AwsOptions = {}): Promise<Account> {
    const clock = options.clock ?? runningClock({ start: NOW, since: Date.now(), speed: 200 });
    const aws = await startAws({ clock, ...options });
    const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };
    aws.seed({
        buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }],
        logGroups: [
            {
                name: GROUP,
                region: REGION,
                streams: [{ name: "2026/10/05/[1]abc", events: eventsIn(RANGE.from, RANGE.to, 40) }],
            },
        ],
    });
    Object.assign(process.env, {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_ACCESS_KEY_ID: "AKIASANDBOX",
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_EC2_METADATA_DISABLED: "true",
    });
    const said: string[] = [];
    let owners = 0;
    const surroundings: Surroundings = {
        clock,
        wallTime: () => clock.now(),
        connect: connectToSandbox,
        environmentRegion: () => Promise.resolve(undefined),
        displayMode: () => "live",
        linesOf: () => ({
            status: (message) => said.push(message),
            warn: (message) => said.push(`warning: ${message}`),
            arrived: () => Promise.resolve(),
        }),
        isEngineAlive: () => Promise.resolve(true),
        newOwner: () => `owner-${++owners}`,
    };
    return {
        aws,
        clock,
        said,
        surroundings,
        keysUnder: (prefix) => Object.keys(aws.world.buckets[BUCKET].objects).filter((key) => key.startsWith(prefix)),
        tasks: () => aws.control.tasks(),
        provider: (config = {}) => lifecycle({ get: (key) => config[key] }, surroundings),
        close: () => aws.close(),
    };
}

/** Like the provider, in a process that is not on the sandbox's time. */
export const connectToSandbox: Surroundings["connect"] = (access, clock) =>
    connect(access, clock, { disableClockSkewCorrection: true });

export function eventsIn(from: number, to: number, count: number) {
    const step = (to - from) / count;
    return Array.from({ length: count }, (_, index) => ({
        timestamp: Math.floor(from + index * step),
        message: `event ${index} at ${formatTimestamp(Math.floor(from + index * step))}`,
    }));
}

/** The inputs of an export of the seeded group, as check hands them on. */
export function exportInputs(changes: Partial<ExportTaskInputs> = {}): ExportTaskInputs {
    return withDefaults({
        logGroupName: GROUP,
        ...RANGE,
        destination: BUCKET,
        destinationPrefix: "audit/payments",
        region: REGION,
        shortUrn: "prod::shop::::october",
        ...changes,
    }) as unknown as ExportTaskInputs;
}
