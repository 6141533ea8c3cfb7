/** Reads one value of the stack's configuration, for example `aws:region`. */
export type ReadConfig = (key: string) => string | undefined;

/** What stack config says of Region and credentials, of `aws` and of `aws-native` alike but for `assumeRoles`. */
const ACCESS_KEYS = [
    "region",
    "profile",
    "accessKey",
    "secretKey",
    "token",
    "assumeRole",
    "assumeRoles",
    "assumeRoleWithWebIdentity",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
];

/**
 * Stack config as it stands for exports: `aws:*` and, where nothing of that says Region or credentials, `aws-native:*` for what
 * it leaves open. Never some of each for Region and credentials, which would join keys of one account with roles of another.
 */
export function awsConfig(read: ReadConfig): ReadConfig {
    const hasAws = ACCESS_KEYS.some((key) => read(`aws:${key}`) !== undefined);
    return hasAws ? read : (key) => read(key) ?? read(key.replace(/^aws:/, "aws-native:"));
}

/** Keys of the aws provider's configuration that exports honour, or refuse; docs/aws-configuration.md has them all. */
export const HONOURED_KEYS = [
    ...ACCESS_KEYS,
    "allowedAccountIds",
    "customCaBundle",
    "ec2MetadataServiceEndpoint",
    "ec2MetadataServiceEndpointMode",
    "endpoints",
    "forbiddenAccountIds",
    "httpProxy",
    "httpsProxy",
    "insecure",
    "maxRetries",
    "noProxy",
    "retryMode",
    "s3UsEast1RegionalEndpoint",
    "s3UsePathStyle",
    "sharedCredentialsFile",
    "skipMetadataApiCheck",
    "stsRegion",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "userAgents",
] as const;

/** What a resource of the plugin was handed down by its component, which alone is told the stack's config. */
export interface HandedConfig {
    /** Values by their keys of the aws provider, as JSON. */
    readonly awsConfig?: string;
}

/** The config of a resource: what its component handed down, or else the provider's own; never some of each. */
export function configOf({ awsConfig: text }: { readonly awsConfig?: unknown }, own: ReadConfig): ReadConfig {
    if (typeof text !== "string") return own;
    const handed = new Map(Object.entries(JSON.parse(text) as Record<string, string>));
    return (key) => handed.get(key.replace(/^aws:/, ""));
}

/** Text that may come from stack config; an empty one counts as absent. */
export function textOf(config: ReadConfig, name: string): string | undefined {
    return config(`aws:${name}`) || undefined;
}

/** @throws {Error} if the value is neither true nor false. */
export function flagOf(config: ReadConfig, name: string): boolean | undefined {
    const text = textOf(config, name);
    if (text === undefined || text === "true" || text === "false") return text && text === "true";
    throw new Error(`The stack config aws:${name} is ${JSON.stringify(text)}, but must be true or false.`);
}

/** @throws {Error} if the value is not a whole number from 0 on. */
export function countOf(config: ReadConfig, name: string): number | undefined {
    const text = textOf(config, name);
    if (text === undefined) return undefined;
    if (/^\d{1,6}$/.test(text)) return Number(text);
    throw new Error(`The stack config aws:${name} is ${JSON.stringify(text)}, but must be a whole number from 0 on.`);
}

/**
 * The parsed JSON of a structured value, as a list: one object counts as a list of one.
 * @param path how `pulumi config set --path` names an example.
 * @throws {Error} if it is not JSON. Neither the text nor the parser's message, which quotes it, are shown: they may hold an
 * external ID.
 */
export function listOf(config: ReadConfig, name: string, path: string): unknown[] | undefined {
    const text = textOf(config, name);
    if (text === undefined) return undefined;
    try {
        const value: unknown = JSON.parse(text);
        return Array.isArray(value) ? value : [value];
    } catch {
        throw new Error(
            `The stack config aws:${name} is not valid JSON (its value is not shown, since it may hold a secret). ` +
                `Set it as the aws provider documents: pulumi config set --path ${path}`,
        );
    }
}

/**
 * A text within a structured value, in which `pulumi config set --path` stores what looks like a number or a truth value, an
 * account ID for example, as that.
 */
export function textIn(value: unknown): string | undefined {
    return typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : typeof value === "string"
          ? value
          : undefined;
}

/** @throws {Error} if an entry is not a text. */
export function textsOf(config: ReadConfig, name: string, example: string): string[] | undefined {
    const path = `"aws:${name}[0]" ${example}`;
    const list = listOf(config, name, path);
    if (list === undefined) return undefined;
    const texts = list.map(textIn);
    if (texts.every((one) => one !== undefined)) return texts;
    throw new Error(`The stack config aws:${name} must be a list of texts. Set it: pulumi config set --path ${path}`);
}
