import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { type LogsApi, logsApi } from "./logs";
import { withoutVersionNotice } from "./nodeVersionNotice";
import { type Pace } from "./pace";
import { type S3Api, s3Api } from "./s3";
import { type Access, type RoleToAssume } from "./access";

/** An account and a Region, and what the provider asks of them. */
export interface Aws {
    readonly logs: LogsApi;
    readonly s3: S3Api;
    caller(): Promise<{ account: string; arn: string }>;
}

type Credentials = ReturnType<typeof fromNodeProviderChain>;

/** Without these a connection that goes silent hangs for ever; without throwOnRequestTimeout the SDK only warns. */
export interface Patience {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    /** @default 8 */
    readonly maxAttempts?: number;
    /** Carries the requests in place of the network. */
    readonly requestHandler?: RequestHandler;
}
type RequestHandler = NonNullable<ConstructorParameters<typeof CloudWatchLogsClient>[0]>["requestHandler"];
const PATIENCE: Patience = { connectionTimeout: 10_000, requestTimeout: 60_000 };

/**
 * Opens the clients. Asks nothing of AWS yet.
 * @param pace keeps the calls about export tasks below the service's rates.
 */
export function connect(access: Access, pace: Pace, patience: Patience = PATIENCE): Aws {
    return withoutVersionNotice(() => openClients(access, pace, patience));
}

function openClients(access: Access, pace: Pace, patience: Patience): Aws {
    const { maxAttempts = 8, requestHandler: given, ...timeouts } = patience;
    const requestHandler = given ?? { ...timeouts, throwOnRequestTimeout: true };
    const credentials = credentialsFor(access, { requestHandler });
    const common = { region: access.region, credentials, requestHandler, retryMode: "adaptive", maxAttempts };
    const logs = new CloudWatchLogsClient(common);
    vetoRetries(logs, isSlotTaken);
    const start = new CloudWatchLogsClient(common);
    vetoRetries(start, (error) => isSlotTaken(error) || !(isThrottling(error) || isClockCorrected(error)));
    const sts = new STSClient(common);
    let caller: Promise<{ account: string; arn: string }> | undefined;
    return {
        logs: logsApi(logs, start, pace),
        s3: s3Api(new S3Client({ ...common, followRegionRedirects: true })),
        caller: () => {
            caller ??= askCaller(sts).catch((error: unknown) => {
                caller = undefined; // a passing failure is not remembered
                throw error;
            });
            return caller;
        },
    };
}

/** The Region that the environment and the AWS configuration files name, as the SDK finds it. */
export async function environmentRegion(profile?: string): Promise<string | undefined> {
    try {
        return await withoutVersionNotice(() => new CloudWatchLogsClient({ profile })).config.region();
    } catch {
        return undefined; // the SDK throws where none is set
    }
}

async function askCaller(sts: STSClient) {
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account ?? "", arn: Arn ?? "" };
}

type ClientConfig = NonNullable<Parameters<typeof fromNodeProviderChain>[0]>["clientConfig"];

/** Credentials are asked for over the network too, by clients of the SDK's own. */
function credentialsFor({ region, profile, keys, roles }: Access, clientConfig: ClientConfig): Credentials {
    const first: Credentials = keys ? () => Promise.resolve(keys) : fromNodeProviderChain({ profile, clientConfig });
    return roles.reduce((source, role) => assume(source, role, { ...clientConfig, region }), first);
}

function assume(masterCredentials: Credentials, role: RoleToAssume, clientConfig: ClientConfig): Credentials {
    const provider = fromTemporaryCredentials({
        masterCredentials,
        clientConfig,
        params: {
            RoleArn: role.roleArn,
            RoleSessionName: role.sessionName ?? "pulumi-cloudwatch-logs-export",
            ExternalId: role.externalId,
        },
    });
    return () => provider();
}

/** The only answer that says that another task is active; the SDK would retry it as throttling and hide it. */
export function isSlotTaken(error: unknown): boolean {
    return nameOf(error) === "LimitExceededException";
}

/** Refused for the rate of calls: certainly nothing was done, so the call may be repeated. */
export function isThrottling(error: unknown): boolean {
    return ["ThrottlingException", "TooManyRequestsException", "Throttling"].includes(nameOf(error));
}

/**
 * Refused at the door for its date, and the SDK has taken over the service's time to sign with. The name matters: the SDK
 * notes a correction on whatever error it learnt the time from, also on one of a call that was handled.
 */
function isClockCorrected(error: unknown): boolean {
    const { clockSkewCorrected } = (error as { $metadata?: { clockSkewCorrected?: boolean } }).$metadata ?? {};
    return clockSkewCorrected === true && ["InvalidSignatureException", "RequestExpired"].includes(nameOf(error));
}

function nameOf(error: unknown): string {
    return error instanceof Error ? error.name : "";
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
