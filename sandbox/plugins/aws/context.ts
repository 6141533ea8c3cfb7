import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { partitionOf } from "../../aws/partition";
import { isObject, type PropertyMap, type PropertyValue } from "../../engine/values";

type Credentials = ReturnType<typeof fromTemporaryCredentials>;

/** A configured aws provider: its Region, its account and clients for any Region. */
export class AwsContext {
    private readonly s3Clients = new Map<string, S3Client>();
    private readonly logsClients = new Map<string, CloudWatchLogsClient>();
    private readonly otherClients = new Map<string, unknown>();
    private identified: Promise<{ accountId: string; arn: string; userId: string }> | undefined;

    constructor(
        readonly region: string,
        private readonly profile: string | undefined,
        private readonly credentials: Credentials | undefined,
        private readonly endpoints: Readonly<Record<string, string>>,
    ) {}

    regionFor(inputs: PropertyMap): string {
        return typeof inputs.region === "string" ? inputs.region : this.region;
    }

    s3(inputs: PropertyMap): S3Client {
        return cached(this.s3Clients, this.regionFor(inputs), (region) => {
            return new S3Client({ ...this.settings("s3", region), forcePathStyle: true });
        });
    }

    logs(inputs: PropertyMap): CloudWatchLogsClient {
        return cached(this.logsClients, this.regionFor(inputs), (region) => {
            return new CloudWatchLogsClient(this.settings("cloudwatchlogs", region));
        });
    }

    /** A client of a service whose SDK is loaded on first use. */
    async client<Client>(
        service: string,
        inputs: PropertyMap,
        load: () => Promise<new (settings: object) => Client>,
    ): Promise<Client> {
        const region = this.regionFor(inputs);
        const Type = await load();
        return cached(this.otherClients, `${service} ${region}`, () => {
            return new Type(this.settings(service, region));
        }) as Client;
    }

    identity(): Promise<{ accountId: string; arn: string; userId: string }> {
        this.identified ??= new STSClient(this.settings("sts", this.region))
            .send(new GetCallerIdentityCommand({}))
            .then(({ Account, Arn, UserId }) => ({ accountId: Account ?? "", arn: Arn ?? "", userId: UserId ?? "" }));
        return this.identified;
    }

    get partition(): string {
        return partitionOf(this.region);
    }

    private settings(
        service: string,
        region: string,
    ): {
        region: string;
        profile?: string;
        credentials?: Credentials;
        endpoint?: string;
    } {
        const endpoint = this.endpoints[service] ?? this.endpoints.all;
        return {
            region,
            ...(this.profile ? { profile: this.profile } : {}),
            ...(this.credentials ? { credentials: this.credentials } : {}),
            ...(endpoint ? { endpoint } : {}),
        };
    }
}

/** Configures the stand-in from the inputs of @pulumi/aws's provider. Values other than strings are JSON. */
export async function configureAws(inputs: PropertyMap, pkg = "aws"): Promise<AwsContext> {
    const endpoints = endpointsFrom(inputs);
    if (!process.env.AWS_ENDPOINT_URL && Object.keys(endpoints).length === 0) {
        throw new Error(
            `The sandbox's stand-in for ${pkg} needs AWS_ENDPOINT_URL. It works with an emulated AWS only, never with a real one.`,
        );
    }
    const region = text(inputs.region) ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    if (!region) {
        throw new Error(`Missing region configuration. Set it with: pulumi config set ${pkg}:region us-east-1`);
    }
    const profile = text(inputs.profile);
    const context = new AwsContext(region, profile, credentialsFrom(inputs, region, endpoints), endpoints);
    const allowed = list(inputs.allowedAccountIds);
    const forbidden = list(inputs.forbiddenAccountIds);
    if (allowed.length + forbidden.length > 0) {
        const { accountId } = await context.identity();
        if ((allowed.length > 0 && !allowed.includes(accountId)) || forbidden.includes(accountId)) {
            throw new Error(`AWS account ID not allowed: ${accountId}`);
        }
    }
    return context;
}

function credentialsFrom(
    inputs: PropertyMap,
    region: string,
    endpoints: Readonly<Record<string, string>>,
): Credentials | undefined {
    const [accessKeyId, secretAccessKey] = [text(inputs.accessKey), text(inputs.secretKey)];
    const sessionToken = text(inputs.token);
    const fixed =
        accessKeyId && secretAccessKey
            ? () => Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) })
            : undefined;
    const endpoint = endpoints.sts ?? endpoints.all;
    const clientConfig = { region, ...(endpoint ? { endpoint } : {}) };
    return list(inputs.assumeRoles).reduce<Credentials | undefined>(
        (masterCredentials, role) => {
            if (!isObject(role) || typeof role.roleArn !== "string") {
                throw new Error(`assumeRoles has an entry without roleArn: ${JSON.stringify(role)}`);
            }
            const params = {
                RoleArn: role.roleArn,
                RoleSessionName: text(role.sessionName) ?? "pulumi",
                ...(text(role.externalId) ? { ExternalId: text(role.externalId) } : {}),
            };
            return fromTemporaryCredentials({
                params,
                clientConfig,
                ...(masterCredentials ? { masterCredentials } : {}),
            });
        },
        fixed as Credentials | undefined,
    );
}

function endpointsFrom(inputs: PropertyMap): Record<string, string> {
    const result: Record<string, string> = {};
    for (const entry of list(inputs.endpoints)) {
        for (const [service, url] of Object.entries(isObject(entry) ? entry : {})) {
            if (typeof url === "string") {
                result[service === "logs" || service === "cloudwatchlog" ? "cloudwatchlogs" : service] = url;
            }
        }
    }
    return result;
}

function text(value: PropertyValue | undefined): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}

function list(value: PropertyValue | undefined): PropertyValue[] {
    const parsed = typeof value === "string" && value !== "" ? (JSON.parse(value) as PropertyValue) : value;
    return Array.isArray(parsed) ? parsed : [];
}

function cached<T>(cache: Map<string, T>, key: string, make: (key: string) => T): T {
    const existing = cache.get(key);
    if (existing !== undefined) {
        return existing;
    }
    const made = make(key);
    cache.set(key, made);
    return made;
}
