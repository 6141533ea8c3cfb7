import { countOf, flagOf, listOf, type ReadConfig, textOf, textsOf } from "./configuration";

/** How the clients of the AWS SDK are set up, if not by their own defaults. */
export interface ClientSettings {
    readonly endpoints?: Readonly<Partial<Record<Service, string>>>;
    readonly useFipsEndpoint?: boolean;
    readonly useDualstackEndpoint?: boolean;
    readonly maxAttempts?: number;
    readonly retryMode?: RetryMode;
    /** The Region in which STS is called. */
    readonly stsRegion?: string;
    /** Whether S3 in us-east-1 is called at its global endpoint. */
    readonly useGlobalEndpoint?: boolean;
    /** Whether a bucket is named in the path, not in the host. */
    readonly forcePathStyle?: boolean;
    /** Pairs of product and version. */
    readonly customUserAgent?: [string, string?][];
}

export type RetryMode = "standard" | "adaptive";

/** A service that exports call. */
export type Service = "logs" | "s3" | "sts" | "kms";

/** The names that the aws provider gives to the services that exports call. */
const SERVICES: Readonly<Record<string, Service>> = {
    logs: "logs",
    cloudwatchlog: "logs",
    cloudwatchlogs: "logs",
    s3: "s3",
    s3api: "s3",
    sts: "sts",
    kms: "kms",
};

const RETRY_MODES: readonly string[] = ["standard", "adaptive"] satisfies RetryMode[];

/** @throws {Error} if stack config has a value that the aws provider does not document. */
export function configClientSettings(config: ReadConfig, env: NodeJS.ProcessEnv): ClientSettings | undefined {
    const retryMode = textOf(config, "retryMode") ?? (env.AWS_RETRY_MODE || undefined);
    if (retryMode !== undefined && !RETRY_MODES.includes(retryMode)) {
        throw new Error(
            `The retry mode (aws:retryMode, AWS_RETRY_MODE) is ${JSON.stringify(retryMode)}, but must be standard or adaptive.`,
        );
    }
    const attempts = countOf(config, "maxRetries") ?? (Number(env.AWS_MAX_ATTEMPTS) || undefined);
    const s3InUsEast1 = textOf(config, "s3UsEast1RegionalEndpoint") ?? env.AWS_S3_US_EAST_1_REGIONAL_ENDPOINT;
    const settings: ClientSettings = {
        endpoints: configEndpoints(config),
        useFipsEndpoint: flagOf(config, "useFipsEndpoint"),
        useDualstackEndpoint: flagOf(config, "useDualstackEndpoint"),
        maxAttempts: attempts && Math.max(1, attempts),
        retryMode: retryMode as RetryMode | undefined,
        stsRegion: textOf(config, "stsRegion"),
        useGlobalEndpoint: s3InUsEast1 === "legacy" ? true : undefined,
        forcePathStyle: flagOf(config, "s3UsePathStyle"),
        customUserAgent: textsOf(config, "userAgents", "my-product/1.0")?.map(productOf),
    };
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    return given.length === 0 ? undefined : Object.fromEntries(given);
}

function configEndpoints(config: ReadConfig): ClientSettings["endpoints"] {
    const list = listOf(config, "endpoints", '"aws:endpoints[0].s3" https://…');
    const pairs = (list ?? []).flatMap((one) => Object.entries((one ?? {}) as Record<string, string>));
    const ours = pairs.flatMap(([name, url]) => (Object.hasOwn(SERVICES, name) && url ? [[SERVICES[name], url]] : []));
    return ours.length === 0 ? undefined : (Object.fromEntries(ours) as ClientSettings["endpoints"]);
}

/** Without the comment that may follow. */
function productOf(text: string): [string, string?] {
    const [name, version] = text.split(/\s/)[0].split("/");
    return version ? [name, version] : [name];
}
