import { flagOf, type ReadConfig, textOf, textsOf } from "./configuration";
import { filePath } from "./filePath";
import { type Network, configNetwork } from "./network";
import { configRoles, configWebIdentity, type RoleToAssume, type WebIdentityRole } from "./roles";
import { type ClientSettings, configClientSettings } from "./clientSettings";

/** How to reach an account and a Region. */
export interface Access {
    readonly region: string;
    readonly profile?: string;
    /** The AWS configuration files that the profile is in, if not those of the environment. */
    readonly files?: ProfileFiles;
    /** Keys that stack config names; never an input of a resource, so that they stay out of the state. */
    readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
    /** In place of keys and profile. */
    readonly webIdentity?: WebIdentityRole;
    /** Assumed one after the other. */
    readonly roles: readonly RoleToAssume[];
    /** Whether credentials of the EC2 instance are not to be used. */
    readonly skipsInstanceMetadata?: boolean;
    readonly accounts?: AccountRule;
    readonly clients?: ClientSettings;
    readonly network?: Network;
}

export interface ProfileFiles {
    readonly configFilepath?: string;
    readonly filepath?: string;
}

/** The accounts that stack config allows, or forbids. */
export interface AccountRule {
    readonly allowed?: readonly string[];
    readonly forbidden?: readonly string[];
}

/**
 * Where Region and credentials come from: arguments, then stack config, then the environment. Arguments stand for what
 * the program was given or an explicit provider says.
 *
 * | given                | base credentials                              | roles            |
 * |----------------------|-----------------------------------------------|------------------|
 * | assumeRoleArn        | profile, else those of config                 | that role        |
 * | profile              | that profile                                  | none             |
 * | neither              | web identity, keys or profile of config, else the environment | aws:assumeRoles |
 *
 * What stack config says of accounts, endpoints and the network holds in each case.
 */
export function accessOf(
    inputs: { region: string; profile?: string; assumeRoleArn?: string },
    config: ReadConfig,
    env: NodeJS.ProcessEnv = process.env,
): Access {
    const { region, profile, assumeRoleArn } = inputs;
    const access: Access = {
        region,
        profile: profile ?? textOf(config, "profile"),
        files: profileFiles(config),
        keys: profile ? undefined : configKeys(config),
        webIdentity: profile ? undefined : configWebIdentity(config),
        roles: assumeRoleArn ? [{ roleArn: assumeRoleArn }] : profile ? [] : configRoles(config),
        skipsInstanceMetadata: skipsInstanceMetadata(config, env),
        accounts: accountRule(config),
        clients: configClientSettings(config, env),
        network: configNetwork(config, env),
    };
    return Object.fromEntries(Object.entries(access).filter(([, value]) => value !== undefined)) as unknown as Access;
}

function configKeys(config: ReadConfig): Access["keys"] {
    const accessKeyId = textOf(config, "accessKey");
    const secretAccessKey = textOf(config, "secretKey");
    if (!accessKeyId || !secretAccessKey) return undefined;
    return { accessKeyId, secretAccessKey, sessionToken: textOf(config, "token") };
}

function accountRule(config: ReadConfig): AccountRule | undefined {
    // An empty list says nothing, as for the aws provider.
    const listed = (name: string) => {
        const ids = textsOf(config, name, "123456789012");
        return ids && ids.length > 0 ? ids : undefined;
    };
    const [allowed, forbidden] = [listed("allowedAccountIds"), listed("forbiddenAccountIds")];
    return allowed || forbidden ? { allowed, forbidden } : undefined;
}

/**
 * The endpoint of the instance metadata comes from the environment alone in the AWS SDK for JavaScript.
 * @throws {Error} if stack config says it otherwise.
 */
function skipsInstanceMetadata(config: ReadConfig, env: NodeJS.ProcessEnv): boolean | undefined {
    const variables = {
        ec2MetadataServiceEndpoint: "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        ec2MetadataServiceEndpointMode: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    };
    for (const [name, variable] of Object.entries(variables)) {
        const value = textOf(config, name);
        if (value === undefined || value === env[variable]) continue;
        throw new Error(
            `Exports do not read the stack config aws:${name}. Set the environment variable ${variable} to ` +
                `${JSON.stringify(value)}, which the aws provider reads too.`,
        );
    }
    return flagOf(config, "skipMetadataApiCheck");
}

const EXAMPLE = "/path/to/file";

/** @throws {Error} if there are several of a kind: the AWS SDK for JavaScript reads one. */
export function profileFiles(config: ReadConfig): ProfileFiles | undefined {
    const configFilepath = oneFile("sharedConfigFiles", textsOf(config, "sharedConfigFiles", EXAMPLE));
    const credentials =
        textsOf(config, "sharedCredentialsFiles", EXAMPLE) ?? listOfOne(textOf(config, "sharedCredentialsFile"));
    const filepath = oneFile("sharedCredentialsFiles", credentials);
    if (!configFilepath && !filepath) return undefined;
    return { ...(configFilepath && { configFilepath }), ...(filepath && { filepath }) };
}

const listOfOne = (file: string | undefined) => file && [file];

function oneFile(name: string, files: string | readonly string[] | undefined): string | undefined {
    if (files === undefined || files.length === 0) return undefined;
    if (files.length > 1) {
        throw new Error(
            `The stack config aws:${name} names ${files.length} files, but exports read one. Join them into one file.`,
        );
    }
    return filePath(files[0]);
}
