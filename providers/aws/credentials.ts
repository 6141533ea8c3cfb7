import {
    createCredentialChain,
    fromContainerMetadata,
    fromEnv,
    fromIni,
    fromNodeProviderChain,
    fromProcess,
    fromTemporaryCredentials,
    fromTokenFile,
    fromWebToken,
} from "@aws-sdk/credential-providers";
import { type STSClientConfig } from "@aws-sdk/client-sts";
import { type Access } from "./access";
import { noteCall } from "./calls";
import { environmentProfile } from "./region";
import { type RoleToAssume, type WebIdentityRole } from "./roles";

export type Credentials = ReturnType<typeof fromNodeProviderChain>;

type ClientConfig = NonNullable<Parameters<typeof fromNodeProviderChain>[0]>["clientConfig"];

/** The SDK would warn of keys beside a profile, whose order is the aws provider's here. */
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const SESSION_NAME = "pulumi-cloudwatch-logs-export";

/**
 * The credentials of an access. They are asked for over the network too, by clients of the SDK's own.
 * @param any how every such client is set up.
 * @param sts how those of STS are.
 */
export function credentialsFor(access: Access, any: ClientConfig, sts: STSClientConfig): Credentials {
    return access.roles.reduce((source, role) => assume(source, role, sts), baseCredentials(access, any, sts));
}

/**
 * The credentials before any role, in the order of the aws provider.
 *
 * | first of                        | given by                                                  |
 * |---------------------------------|-----------------------------------------------------------|
 * | a web identity                  | stack config                                              |
 * | keys                            | stack config                                              |
 * | a profile                       | the program or stack config                               |
 * | keys                            | AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, also beside AWS_PROFILE; or their older names |
 * | a web identity                  | AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, also beside AWS_PROFILE |
 * | a profile, then the container, then the instance | AWS_PROFILE or AWS_DEFAULT_PROFILE, configuration files, metadata |
 */
function baseCredentials(access: Access, clientConfig: ClientConfig, sts: STSClientConfig): Credentials {
    const { profile, files, keys, webIdentity, skipsInstanceMetadata } = access;
    if (webIdentity) return withWebIdentity(webIdentity, sts);
    if (keys) return () => Promise.resolve(keys);
    const ofEnvironment = profile ? undefined : environmentKeys();
    if (ofEnvironment) return ofEnvironment;
    const { AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN } = process.env;
    if (!profile && AWS_WEB_IDENTITY_TOKEN_FILE && AWS_ROLE_ARN) return fromTokenFile({ clientConfig: sts });
    const options = { profile: profile ?? environmentProfile(), ...files, clientConfig, logger: SILENT };
    if (!skipsInstanceMetadata) return fromNodeProviderChain(options);
    const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI } = process.env;
    const isInContainer = AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? AWS_CONTAINER_CREDENTIALS_FULL_URI;
    const chain = [fromIni(options), fromProcess(options), ...(isInContainer ? [fromContainerMetadata()] : [])];
    return createCredentialChain(...chain) as Credentials;
}

/** Keys of the environment; the older of their names are known to the aws provider, and not to the AWS SDK for JavaScript. */
function environmentKeys(): Credentials | undefined {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY, AWS_SECRET_KEY, AWS_SESSION_TOKEN } = process.env;
    if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) return fromEnv();
    const accessKeyId = AWS_ACCESS_KEY_ID || AWS_ACCESS_KEY;
    const secretAccessKey = AWS_SECRET_ACCESS_KEY || AWS_SECRET_KEY;
    if (!accessKeyId || !secretAccessKey) return undefined;
    const sessionToken = AWS_SESSION_TOKEN || undefined;
    return () => Promise.resolve({ accessKeyId, secretAccessKey, sessionToken });
}

function withWebIdentity(role: WebIdentityRole, clientConfig: STSClientConfig): Credentials {
    const { webIdentityToken, webIdentityTokenFile } = role;
    const params = {
        clientConfig,
        roleArn: role.roleArn,
        roleSessionName: role.sessionName ?? SESSION_NAME,
        durationSeconds: role.durationSeconds,
        policy: role.policy,
        policyArns: role.policyArns?.map((arn) => ({ arn })),
    };
    const provider = (
        webIdentityToken
            ? fromWebToken({ ...params, webIdentityToken })
            : fromTokenFile({ ...params, webIdentityTokenFile })
    ) as Credentials;
    return naming("AssumeRoleWithWebIdentity", role, clientConfig, provider);
}

function assume(masterCredentials: Credentials, role: RoleToAssume, clientConfig: STSClientConfig): Credentials {
    const provider = fromTemporaryCredentials({
        masterCredentials,
        clientConfig,
        params: {
            RoleArn: role.roleArn,
            RoleSessionName: role.sessionName ?? SESSION_NAME,
            ExternalId: role.externalId,
            DurationSeconds: role.durationSeconds,
            Policy: role.policy,
            PolicyArns: role.policyArns?.map((arn) => ({ arn })),
            SourceIdentity: role.sourceIdentity,
            Tags: role.tags && Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
            TransitiveTagKeys: role.transitiveTagKeys && [...role.transitiveTagKeys],
        },
    });
    return naming("AssumeRole", role, clientConfig, () => provider());
}

/** Notes on an error that the role could not be assumed, or it would be taken for one of the call that needed it. */
function naming(operation: string, role: RoleToAssume, { region }: STSClientConfig, provide: Credentials): Credentials {
    return (...args) =>
        provide(...args).catch((error: unknown) => {
            noteCall(error, { operation, input: { RoleArn: role.roleArn }, region: String(region) });
            throw error;
        });
}
