import { type World } from "../state";
import { type KmsKey } from "./key";

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
