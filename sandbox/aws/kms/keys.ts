import type { World } from "../state";

/** A customer managed key as the state keeps it. */
export interface KmsKey {
    readonly keyId: string;
    readonly arn: string;
    readonly accountId: string;
    readonly region: string;
    readonly creationTime: number;
    description: string;
    /** The key policy's text. */
    policy: string;
    rotationDays?: number;
    state: "Enabled" | "Disabled" | "PendingDeletion";
    deletionTime?: number;
    readonly tags: Record<string, string>;
}

/** A key by its ID, its ARN, an alias, or an alias's ARN; IDs and aliases mean those of the given account and Region. */
export function findKey(world: World, name: string, accountId: string, region: string): KmsKey | undefined {
    const [, aliasRegion, aliasAccount, alias] = /^arn:[^:]+:kms:([^:]+):([^:]+):(alias\/.+)$/.exec(name) ?? [];
    if (alias) return world.kmsKeys[world.kmsAliases[`${aliasAccount}/${aliasRegion}/${alias}`] ?? ""];
    if (name.startsWith("alias/")) return world.kmsKeys[world.kmsAliases[`${accountId}/${region}/${name}`] ?? ""];
    if (name.startsWith("arn:")) return world.kmsKeys[name];
    return Object.values(world.kmsKeys).find(
        (key) => key.keyId === name && key.accountId === accountId && key.region === region,
    );
}
