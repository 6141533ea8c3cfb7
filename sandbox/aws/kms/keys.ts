import { type AwsState } from "../state";
import { type KmsKey } from "./key";

/** Finds a key by ID, ARN, alias or alias ARN. IDs and aliases are those of the given account and Region. */
export function findKey(world: AwsState, name: string, accountId: string, region: string): KmsKey | undefined {
    const [, aliasRegion, aliasAccount, alias] = /^arn:[^:]+:kms:([^:]+):([^:]+):(alias\/.+)$/.exec(name) ?? [];
    if (alias) return world.kmsKeys[world.kmsAliases[`${aliasAccount}/${aliasRegion}/${alias}`] ?? ""];
    if (name.startsWith("alias/")) return world.kmsKeys[world.kmsAliases[`${accountId}/${region}/${name}`] ?? ""];
    if (name.startsWith("arn:")) return world.kmsKeys[name];
    return Object.values(world.kmsKeys).find(
        (key) => key.keyId === name && key.accountId === accountId && key.region === region,
    );
}
