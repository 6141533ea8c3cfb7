import { makeUrn, nameOf, qualifiedType, stackType, typeOf, type StackName } from "./urn";

/** A former name of a resource: a whole URN, or the parts of it that differ. */
export type Alias =
    | { readonly urn: string }
    | {
          readonly name: string;
          readonly type: string;
          readonly stack: string;
          readonly project: string;
          readonly parent: string;
          readonly noParent: boolean;
      };

interface Identity {
    readonly name: string;
    readonly type: string;
    readonly parent: string;
}

/**
 * The URNs under which the state may contain a resource, besides its own. `usedAliases` has the resources of this run
 * that were found under another URN. Their children may be, too.
 */
export function aliasUrns(
    stack: StackName,
    resource: Identity,
    aliases: readonly Alias[],
    usedAliases: ReadonlyMap<string, string>,
): string[] {
    const own = aliases.map((alias) => collapse(stack, resource, alias, usedAliases));
    const parentAlias = usedAliases.get(resource.parent);
    if (parentAlias === undefined) {
        return unique(own);
    }
    const inherited = [
        inherit(stack, resource.type, resource.name, resource.parent, parentAlias),
        ...own.map((urn) => inherit(stack, typeOf(urn), nameOf(urn), resource.parent, parentAlias)),
    ];
    return unique([...own, ...inherited]);
}

function collapse(
    stack: StackName,
    resource: Identity,
    alias: Alias,
    usedAliases: ReadonlyMap<string, string>,
): string {
    if ("urn" in alias) {
        return alias.urn;
    }
    const given = alias.parent === "" ? resource.parent : (usedAliases.get(alias.parent) ?? alias.parent);
    const parent = alias.noParent || qualifiedType(given) === stackType ? "" : given;
    return makeUrn(
        { project: alias.project || stack.project, stack: alias.stack || stack.stack },
        parent,
        alias.type || resource.type,
        alias.name || resource.name,
    );
}

/** A child named after its parent (`app` → `app-bucket`) was named after the parent's old name. */
function inherit(stack: StackName, type: string, name: string, parent: string, parentAlias: string): string {
    const parentName = nameOf(parent);
    const oldName = name.startsWith(parentName) ? nameOf(parentAlias) + name.slice(parentName.length) : name;
    return makeUrn(stack, parentAlias, type, oldName);
}

function unique(urns: string[]): string[] {
    return [...new Set(urns)];
}
