import * as pulumi from "@pulumi/pulumi";
import type { Aws, Connection } from "../../providers/aws/clients";
import { loadClients } from "../../providers/aws/loadClients";
import type { LogGroup, RetentionPolicy } from "../../providers/aws/logs";
import { explained, remedyFor } from "../../providers/aws/denial";
import { realClock } from "../../providers/clock";
import { accessOf } from "../../providers/aws/access";
import type { ReadConfig } from "../../providers/aws/configuration";
import { stackConfig } from "../awsSettings";

/** The Region and credentials of a look-up. The defaults are stack config, then the environment. */
export interface LookupTarget {
    readonly region?: string;
    readonly profile?: string;
    readonly assumeRoleArn?: string;
}

/** The log groups that were found, by name, and why others were not. */
export interface LookupResult {
    readonly groups: ReadonlyMap<string, LogGroup>;
    /** The account's retention policies; none if the caller may not see them. */
    readonly policies?: readonly RetentionPolicy[];
    /** The service's message, if not everything could be looked up. */
    readonly failure?: string;
}

/**
 * Looks up creation time, retention, stored bytes and class of log groups, fifty in a call, and the account's retention
 * policies. It only reads, so a preview may
 * call it. It never fails: the result contains the failure.
 */
export async function lookUpLogGroups(
    names: readonly string[],
    where: LookupTarget,
    howToConnect?: Connection,
): Promise<LookupResult> {
    const groups = new Map<string, LogGroup>();
    try {
        const { logs } = await connection(where, howToConnect);
        const policies = logs.retentionPolicies().catch(() => []);
        const describe = async (some: readonly string[]): Promise<void> => {
            try {
                for (const group of await logs.describeLogGroups(some)) groups.set(group.name, group);
            } catch (error) {
                // Not documented: a name that does not exist may be left out of the response, or fail the call.
                if ((error as Error).name !== "ResourceNotFoundException") throw error;
                if (some.length === 1) return;
                const middle = some.length >> 1;
                await describe(some.slice(0, middle));
                await describe(some.slice(middle));
            }
        };
        await describe([...new Set(names)]);
        return { groups, policies: await policies };
    } catch (error) {
        return {
            groups,
            failure: remedyFor(error) === undefined ? messageOf(error) : explained(error).replace(/\.$/, ""),
        };
    }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The Region of a look-up. */
export async function lookupRegion(where: LookupTarget, config: ReadConfig): Promise<string> {
    const { environmentRegion } = loadClients();
    const region = where.region ?? config("aws:region") ?? (await environmentRegion(config, where.profile));
    if (region !== undefined) return region;
    const next = "Run `pulumi config set aws:region …`, set AWS_REGION, or pass region.";
    throw new pulumi.RunError(`No Region is given, neither in stack config nor in the environment. ${next}`);
}

/** A connection for the program itself. The SDK is loaded only now, because most programs look nothing up. */
export async function connection(
    where: LookupTarget,
    howToConnect?: Connection,
    config: ReadConfig = stackConfig(),
): Promise<Aws> {
    const region = await lookupRegion(where, config);
    const access = accessOf({ ...where, region }, config);
    const aws = loadClients().connect(access, realClock, howToConnect);
    if (access.accounts) await aws.caller(); // refuses accounts that stack config excludes
    return aws;
}
