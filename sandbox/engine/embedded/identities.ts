import { aliasUrns, type Alias } from "../aliases";
import type { ResourceState } from "../state";
import { makeUrn, type StackName } from "../urn";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";

/** The error was reported already. The run fails without reporting it again. */
export class AlreadyReported extends Error {}

export interface Found {
    readonly old?: ResourceState;
    /** The old URN, if it differs. */
    readonly foundAs?: string;
    /** Two resources claim the same URN. It was reported. */
    readonly isInvalid: boolean;
}

/** Finds the resource in the state that a registration refers to. */
export class Identities {
    /** Resources of the state by URN, without those that wait for deletion. */
    readonly olds: ReadonlyMap<string, ResourceState>;
    private readonly urns = new Set<string>();
    /** Old URNs by the new one, of resources that were found under an alias. */
    private readonly usedAliases = new Map<string, string>();
    private readonly newUrns = new Map<string, string>();

    constructor(
        private readonly stack: StackName,
        previous: readonly ResourceState[],
        private readonly registry: ProviderRegistry,
        private readonly reporter: Reporter,
    ) {
        this.olds = new Map(previous.filter((state) => !state.delete).map((state) => [state.urn, state]));
    }

    urnOf({ parent, type, name }: { parent: string; type: string; name: string }): string {
        return makeUrn(this.stack, parent, type, name);
    }

    /** Reserves the URN of a resource. */
    claim(resource: { parent: string; type: string; name: string }): string {
        if (resource.parent !== "" && !this.urns.has(resource.parent)) {
            throw new Error(`could not find parent resource ${resource.parent}`);
        }
        const urn = this.urnOf(resource);
        if (this.urns.has(urn)) {
            this.reporter.error(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
            throw new AlreadyReported();
        }
        this.urns.add(urn);
        return urn;
    }

    /** The new URN of a resource that was found under an alias, otherwise `urn`. */
    currentUrn(urn: string): string {
        return this.newUrns.get(urn) ?? urn;
    }

    find(urn: string, resource: { parent: string; type: string; name: string; aliases: readonly Alias[] }): Found {
        let isInvalid = false;
        const conflict = (message: string): void => {
            isInvalid = true;
            this.reporter.error(message, urn);
        };
        const claimedBy = this.newUrns.get(urn);
        if (claimedBy !== undefined) {
            conflict(`Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${claimedBy}'`);
        }
        const old = this.olds.get(urn);
        if (old) {
            return { old, isInvalid };
        }
        const candidates = aliasUrns(this.stack, resource, resource.aliases, this.usedAliases);
        const foundAs = candidates.find((candidate) => this.olds.has(candidate));
        if (foundAs === undefined) {
            return { isInvalid };
        }
        const duplicate = `Duplicate resource alias '${foundAs}' applied to resource with URN '${urn}' conflicting with`;
        if (this.urns.has(foundAs)) {
            // The real engine names the resource itself, not the other one.
            conflict(`${duplicate} resource with URN '${urn}'`);
        }
        const otherUrn = this.newUrns.get(foundAs);
        if (otherUrn !== undefined) {
            conflict(`${duplicate} resource with URN '${otherUrn}'`);
        }
        this.newUrns.set(foundAs, urn);
        this.usedAliases.set(urn, foundAs);
        this.registry.registerAlias(urn, foundAs);
        return { old: this.olds.get(foundAs), foundAs, isInvalid };
    }
}
