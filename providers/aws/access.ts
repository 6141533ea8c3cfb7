/** How to reach an account and a Region. */
export interface Access {
    readonly region: string;
    readonly profile?: string;
    /** Keys that stack config names; never an input of a resource, so that they stay out of the state. */
    readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
    /** Assumed one after the other. */
    readonly roles: readonly RoleToAssume[];
}

export interface RoleToAssume {
    readonly roleArn: string;
    readonly externalId?: string;
    readonly sessionName?: string;
}

/** Reads one value of the stack's configuration, for example `aws:region`. */
export type ReadConfig = (key: string) => string | undefined;

/** What stack config says of Region and credentials, of `aws` and of `aws-native` alike but for `assumeRoles`. */
const KEYS = ["region", "profile", "accessKey", "secretKey", "token", "assumeRole", "assumeRoles"];

/**
 * Stack config as it stands for exports: `aws:*` or, where nothing of that is set, `aws-native:*` in its place. Never some
 * of each, which would join keys of one account with roles of another.
 */
export function awsConfig(read: ReadConfig): ReadConfig {
    const hasAws = KEYS.some((key) => read(`aws:${key}`) !== undefined);
    return hasAws ? read : (key) => read(key.replace(/^aws:/, "aws-native:"));
}

/**
 * What decides Region and credentials of a resource. `assumeRoles` is set where the plugin declares a component's resources:
 * the roles of stack config, as its text, which is told to the component alone.
 */
export interface AccessInputs {
    readonly region: string;
    readonly profile?: string;
    readonly assumeRoleArn?: string;
    readonly assumeRoles?: string;
}

/**
 * Where Region and credentials come from: arguments, then stack config, then the environment. Arguments stand for what
 * the program was given or an explicit provider says.
 *
 * | given                | base credentials                     | roles            |
 * |----------------------|--------------------------------------|------------------|
 * | assumeRoleArn        | profile, else keys or profile of config | that role     |
 * | profile              | that profile                         | none             |
 * | assumeRoles          | the environment                      | those            |
 * | neither              | keys or profile of config, else the environment | aws:assumeRoles |
 */
export function accessOf(inputs: AccessInputs, config: ReadConfig): Access {
    const { region, profile, assumeRoleArn, assumeRoles } = inputs;
    if (assumeRoles !== undefined) return { region, roles: parseRoles(assumeRoles) };
    return {
        region,
        profile: profile ?? config("aws:profile"),
        keys: profile ? undefined : configKeys(config),
        roles: assumeRoleArn ? [{ roleArn: assumeRoleArn }] : profile ? [] : configRoles(config),
    };
}

function configKeys(config: ReadConfig): Access["keys"] {
    const accessKeyId = config("aws:accessKey");
    const secretAccessKey = config("aws:secretKey");
    if (!accessKeyId || !secretAccessKey) return undefined;
    return { accessKeyId, secretAccessKey, sessionToken: config("aws:token") };
}

function configRoles(config: ReadConfig): RoleToAssume[] {
    const text = config("aws:assumeRoles") ?? config("aws:assumeRole");
    return text ? parseRoles(text) : [];
}

function parseRoles(text: string): RoleToAssume[] {
    let roles: unknown;
    try {
        roles = JSON.parse(text);
    } catch {
        // Neither the text nor the parser's message, which quotes it: it may hold an external ID.
        throw new Error(
            "The stack config aws:assumeRoles is not valid JSON (its value is not shown, since it may hold an external ID). " +
                'Set it as the aws provider documents: pulumi config set --path "aws:assumeRoles[0].roleArn" arn:aws:iam::…',
        );
    }
    const list = (Array.isArray(roles) ? roles : [roles]) as Partial<RoleToAssume>[];
    return list.map((role) => {
        if (typeof role?.roleArn !== "string") {
            const names = Object.keys(role ?? {}).join(", ");
            throw new Error(
                `The stack config aws:assumeRoles has an entry without roleArn: it has ${names || "nothing"}. ` +
                    'Set it: pulumi config set --path "aws:assumeRoles[0].roleArn" arn:aws:iam::…',
            );
        }
        return { roleArn: role.roleArn, externalId: role.externalId, sessionName: role.sessionName };
    });
}
