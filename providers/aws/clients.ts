import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type KmsApi, kmsApi } from "./kms";
import { type LogsApi, logsApi } from "./logs";
import { withoutVersionNotice } from "./nodeVersionNotice";
import { newPace } from "./pace";
import { type S3Api, s3Api } from "./s3";
import { type Access, type AccountRule } from "./access";
import { type AwsTime, awsTime } from "./awsTime";
import { noteCall } from "./calls";
import { isSlotTaken, nameOf } from "./errors";
import { flagOf, type ReadConfig } from "./configuration";
import { credentialsFor } from "./credentials";
import { assertFromAws } from "./onTheWay";
import { environmentProfile, environmentRegion as regionWithoutNetwork } from "./region";
import { requestHandlerFor } from "./requestHandler";
import { type Clock } from "../clock";

/** An account and a Region, and what the provider asks of them. */
export interface Aws {
    readonly logs: LogsApi;
    readonly s3: S3Api;
    readonly kms: KmsApi;
    caller(): Promise<Caller>;
    /** AWS's own time in milliseconds since 1970, as of its last answer. */
    time(): number;
}

export interface Caller {
    readonly account: string;
    readonly arn: string;
}

/** How requests are sent. Without time limits a connection that goes silent hangs for ever. */
export interface Connection {
    /** @default 10,000 */
    readonly connectionTimeout?: number;
    /** @default 60,000 */
    readonly requestTimeout?: number;
    /** @default 8 */
    readonly maxAttempts?: number;
    /** Sends the requests in place of the SDK's own handler. */
    readonly requestHandler?: CloudWatchLogsClient["config"]["requestHandler"];
    /** For a process that lives on another time than its AWS: the SDK would take every error for one of the clock. */
    readonly disableClockSkewCorrection?: boolean;
}

/**
 * Opens the clients. Asks nothing of AWS yet.
 * @param clock by it the calls about export tasks are kept below the service's rates.
 */
export function connect(access: Access, clock: Clock, connection: Connection = {}): Aws {
    return withoutVersionNotice(() => openClients(access, clock, connection));
}

function openClients(access: Access, clock: Clock, connection: Connection): Aws {
    const { connectionTimeout = 10_000, requestTimeout = 60_000, disableClockSkewCorrection } = connection;
    const { region, accounts, clients: given = {}, network } = access;
    const profile = access.profile ?? environmentProfile();
    const { endpoints = {}, maxAttempts = 8, retryMode = "adaptive", stsRegion = region, ...settings } = given;
    const { useFipsEndpoint, useDualstackEndpoint, customUserAgent, useGlobalEndpoint, forcePathStyle } = settings;
    // Without throwOnRequestTimeout the SDK only warns.
    const timeouts = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true };
    const requestHandler = connection.requestHandler ?? requestHandlerFor(network, timeouts) ?? timeouts;
    const any = { requestHandler, useFipsEndpoint, useDualstackEndpoint, customUserAgent };
    // The SDK refuses the two together; the aws provider takes an endpoint that is named in place of the FIPS one.
    const at = (endpoint: string | undefined) => ({ endpoint, ...(endpoint && { useFipsEndpoint: false }) });
    const ofSts = { ...any, region: stsRegion, ...at(endpoints.sts) };
    const credentials = credentialsFor(access, any, ofSts);
    const retries = { retryMode, maxAttempts: connection.maxAttempts ?? maxAttempts, disableClockSkewCorrection };
    const common = { ...any, ...retries, region, profile, credentials };
    const ofLogs = { ...common, ...at(endpoints.logs) };
    const logs = new CloudWatchLogsClient(ofLogs);
    vetoRetries(logs, isSlotTaken);
    // While the SDK waited to repeat a call, somebody else could start the task: start.ts looks before each attempt.
    const start = new CloudWatchLogsClient(ofLogs);
    vetoRetries(start, (error) => !isClockCorrected(error));
    const sts = new STSClient({ ...common, ...ofSts });
    const ofS3 = { ...common, ...at(endpoints.s3), useGlobalEndpoint, forcePathStyle };
    const s3 = new S3Client({ ...ofS3, followRegionRedirects: true });
    const time = awsTime(clock);
    const clients = [logs, start, sts, s3] as Observed[];
    learnTime(clients, time);
    nameCalls(clients, region);
    let caller: Promise<Caller> | undefined;
    return {
        logs: logsApi(logs, start, newPace(clock)),
        s3: s3Api(s3, clock),
        kms: kmsApi(({ KMSClient }) => {
            const kms = withoutVersionNotice(() => new KMSClient({ ...common, ...at(endpoints.kms) }));
            nameCalls([kms as Observed], region);
            return kms;
        }),
        caller: () => {
            caller ??= askCaller(sts, accounts).catch((error: unknown) => {
                caller = undefined; // a passing failure is not remembered
                throw error;
            });
            return caller;
        },
        time: () => time.now(),
    };
}

interface Answer {
    readonly response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}
type Next = (args: { readonly input: object; readonly request?: { readonly hostname?: string } }) => Promise<Answer>;
type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;
/** The part of a client that its middleware is added to; the clients' own types differ in everything else. */
interface Observed {
    readonly middlewareStack: {
        add(middleware: Middleware, options: { step: string; priority: "low" | "high"; name: string }): void;
    };
}

/** Reads the Date header of every answer that is AWS's, also of errors: "low" is next to the handler, before errors are thrown. */
function learnTime(clients: readonly Observed[], time: AwsTime): void {
    const learning: Middleware = (next) => async (args) => {
        const answer = await next(args);
        assertFromAws(answer.response ?? {}, args.request?.hostname ?? "The host");
        time.learn(answer.response?.headers?.date);
        return answer;
    };
    for (const { middlewareStack } of clients) {
        middlewareStack.add(learning, { step: "deserialize", priority: "low", name: "learnAwsTime" });
    }
}

/** Notes on every error which call it is the answer of. */
function nameCalls(clients: readonly Observed[], region: string): void {
    const naming: Middleware =
        (next, { commandName = "" }) =>
        async (args) => {
            try {
                return await next(args);
            } catch (error) {
                noteCall(error, { operation: commandName.replace(/Command$/, ""), input: args.input, region });
                throw error;
            }
        };
    for (const { middlewareStack } of clients) {
        middlewareStack.add(naming, { step: "initialize", priority: "high", name: "nameCall" });
    }
}

/** The Region that the environment and the AWS configuration files name, or that of the EC2 instance. */
export async function environmentRegion(config: ReadConfig, profile?: string): Promise<string | undefined> {
    const region = await regionWithoutNetwork(config, profile);
    if (region !== undefined || flagOf(config, "skipMetadataApiCheck")) return region;
    try {
        return await withoutVersionNotice(
            () => new CloudWatchLogsClient({ profile: profile ?? environmentProfile() }),
        ).config.region();
    } catch {
        return undefined; // the SDK throws where none is set
    }
}

async function askCaller(sts: STSClient, accounts: AccountRule | undefined) {
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    assertAllowed(accounts, Account, Arn);
    return { account: Account, arn: Arn };
}

/** @throws {Error} if stack config excludes the account. */
function assertAllowed({ allowed, forbidden }: AccountRule = {}, account: string, arn: string): void {
    const rule = forbidden?.includes(account)
        ? `aws:forbiddenAccountIds forbids`
        : allowed && !allowed.includes(account)
          ? `aws:allowedAccountIds, which names ${allowed.join(", ")}, does not allow`
          : undefined;
    if (rule === undefined) return;
    throw new Error(
        `The credentials are those of ${arn} in account ${account}, which the stack config ${rule}. ` +
            "Use credentials of another account, or correct the stack config.",
    );
}

/**
 * Refused at the door for its date, and the SDK has taken over the service's time to sign with. The name matters: the SDK
 * notes a correction on whatever error it learnt the time from, also on one of a call that was handled.
 */
function isClockCorrected(error: unknown): boolean {
    const { clockSkewCorrected } = (error as { $metadata?: { clockSkewCorrected?: boolean } }).$metadata ?? {};
    return clockSkewCorrected === true && ["InvalidSignatureException", "RequestExpired"].includes(nameOf(error));
}

/** Leaves the SDK's retries as they are, except that errors named by `isFinal` are thrown at once. */
function vetoRetries(client: CloudWatchLogsClient, isFinal: (error: unknown) => boolean): void {
    const strategyOf = client.config.retryStrategy;
    type Strategy = Awaited<ReturnType<typeof strategyOf>>;
    client.config.retryStrategy = async () => {
        const strategy = await strategyOf();
        if (!("refreshRetryTokenForRetry" in strategy)) {
            throw new Error(
                "This version of the AWS SDK retries in a way that pulumi-cloudwatch-logs-export cannot limit.",
            );
        }
        const limited: Strategy = {
            acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
            recordSuccess: (token) => strategy.recordSuccess(token),
            refreshRetryTokenForRetry: (token, info) => {
                if (isFinal(info.error)) throw info.error;
                return strategy.refreshRetryTokenForRetry(token, info);
            },
        };
        return limited;
    };
}
