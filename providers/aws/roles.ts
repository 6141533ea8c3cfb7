import { listOf, type ReadConfig, textIn } from "./configuration";
import { filePath } from "./filePath";

/** A role as stack config names it, in the terms of AssumeRole. */
export interface RoleToAssume {
    readonly roleArn: string;
    readonly externalId?: string;
    readonly sessionName?: string;
    readonly durationSeconds?: number;
    readonly policy?: string;
    readonly policyArns?: readonly string[];
    readonly sourceIdentity?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly transitiveTagKeys?: readonly string[];
}

/** A role that is assumed with the token of an identity provider, as CI systems hand out. */
export interface WebIdentityRole extends Pick<
    RoleToAssume,
    "roleArn" | "sessionName" | "durationSeconds" | "policy" | "policyArns"
> {
    readonly webIdentityToken?: string;
    readonly webIdentityTokenFile?: string;
}

const ROLES_PATH = '"aws:assumeRoles[0].roleArn" arn:aws:iam::…';
const WEB_PATH = '"aws:assumeRoleWithWebIdentity.roleArn" arn:aws:iam::…';

/** The roles of stack config, to be assumed one after the other. */
export function configRoles(config: ReadConfig): RoleToAssume[] {
    const name = config("aws:assumeRoles") === undefined ? "assumeRole" : "assumeRoles";
    return (listOf(config, name, ROLES_PATH) ?? []).map((role) => roleOf(role, "assumeRoles", ROLES_PATH));
}

export function configWebIdentity(config: ReadConfig): WebIdentityRole | undefined {
    const name = "assumeRoleWithWebIdentity";
    const given = listOf(config, name, WEB_PATH)?.[0];
    if (given === undefined || given === null) return undefined;
    const { webIdentityToken, webIdentityTokenFile } = given as WebIdentityRole;
    if (!webIdentityToken && !webIdentityTokenFile) {
        throw new Error(
            `The stack config aws:${name} has neither webIdentityToken nor webIdentityTokenFile. ` +
                `Set one: pulumi config set --path "aws:${name}.webIdentityTokenFile" /path/to/token`,
        );
    }
    return {
        ...roleOf(given, name, WEB_PATH),
        webIdentityToken,
        webIdentityTokenFile: webIdentityTokenFile && filePath(webIdentityTokenFile),
    };
}

function roleOf(given: unknown, name: string, path: string): RoleToAssume {
    const fields = typeof given === "object" ? Object.entries(given ?? {}) : [];
    const role = Object.fromEntries(
        fields.map(([field, value]) => [field, textIn(value) ?? (value as unknown)]),
    ) as Partial<RoleToAssume> & { readonly duration?: string };
    if (typeof role.roleArn !== "string") {
        const names = Object.keys(role).join(", ");
        throw new Error(
            `The stack config aws:${name} has an entry without roleArn: it has ${names || "nothing"}. ` +
                `Set it: pulumi config set --path ${path}`,
        );
    }
    const { roleArn, externalId, sessionName, policy, policyArns, sourceIdentity, tags, transitiveTagKeys } = role;
    const durationSeconds =
        role.durationSeconds === undefined ? secondsOf(role.duration, name) : Number(role.durationSeconds);
    const all = {
        roleArn,
        externalId,
        sessionName,
        durationSeconds,
        policy,
        policyArns,
        sourceIdentity,
        tags,
        transitiveTagKeys,
    };
    return Object.fromEntries(
        Object.entries(all).filter(([, value]) => value !== undefined),
    ) as unknown as RoleToAssume;
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** The seconds of a duration as the aws provider writes it, for example `1h30m`. */
function secondsOf(duration: string | undefined, name: string): number | undefined {
    if (duration === undefined) return undefined;
    const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
    const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit], 0);
    if (parts.map(([part]) => part).join("") === duration && seconds >= 900 && seconds <= 43_200) {
        return Math.round(seconds);
    }
    throw new Error(
        `The stack config aws:${name} has the duration ${JSON.stringify(duration)}, but it must be from 15m to 12h, ` +
            "in h, m or s.",
    );
}
