import * as pulumi from "@pulumi/pulumi";
import type { Aws, Connection } from "../../providers/aws/clients";
import type { LogGroup } from "../../providers/aws/logs";
import { realClock } from "../../providers/clock";
import { accessOf, awsConfig, type ReadConfig } from "../../providers/aws/access";

/** Where a program looks, and as whom. What is not given comes from stack config, then from the environment. */
export interface WhereToLook {
    readonly region?: string;
    readonly profile?: string;
    readonly assumeRoleArn?: string;
}

/** What was found of log groups, by name, and what could not be looked up. */
export interface LookedUp {
    readonly groups: ReadonlyMap<string, LogGroup>;
    /** Why nothing, or not everything, could be looked up, in the words of the service. */
    readonly failure?: string;
}

/**
 * What the service knows of log groups: creation time, retention, stored bytes, class. Fifty in a call, and nothing is
 * changed, so that a preview may do it. Never fails: what cannot be looked up is told in the answer.
 */
export async function lookUpLogGroups(
    names: readonly string[],
    where: WhereToLook,
    howToConnect?: Connection,
): Promise<LookedUp> {
    const groups = new Map<string, LogGroup>();
    try {
        const { logs } = await connection(where, howToConnect);
        const describe = async (some: readonly string[]): Promise<void> => {
            try {
                for (const group of await logs.describeLogGroups(some)) groups.set(group.name, group);
            } catch (error) {
                // Open: a name that does not exist may be left out of the answer, or refuse it whole.
                if ((error as Error).name !== "ResourceNotFoundException") throw error;
                if (some.length === 1) return;
                const middle = some.length >> 1;
                await describe(some.slice(0, middle));
                await describe(some.slice(middle));
            }
        };
        await describe([...new Set(names)]);
        return { groups };
    } catch (error) {
        return { groups, failure: error instanceof Error ? error.message : String(error) };
    }
}

/** A connection of the program's own. The SDK is loaded no sooner than that, since most programs look nothing up. */
export async function connection(where: WhereToLook, howToConnect?: Connection): Promise<Aws> {
    const { connect, environmentRegion } = clients();
    const region = where.region ?? stackConfig()("aws:region") ?? (await environmentRegion(profileOf(where)));
    if (region === undefined) {
        const next = "Run `pulumi config set aws:region …`, set AWS_REGION, or give region.";
        throw new pulumi.RunError(`No Region is given, neither in stack config nor in the environment. ${next}`);
    }
    return connect(accessOf({ ...where, region }, stackConfig()), realClock, howToConnect);
}

function clients() {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    return require("../../providers/aws/clients") as typeof import("../../providers/aws/clients");
}

const profileOf = ({ profile }: WhereToLook) => profile ?? stackConfig()("aws:profile");

function stackConfig(): ReadConfig {
    return awsConfig((key) => {
        const [namespace, name] = key.split(":");
        return new pulumi.Config(namespace).get(name);
    });
}
