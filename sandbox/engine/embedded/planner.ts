import { aliasUrns } from "../aliases";
import { applyReplaceOnChanges, decide, noDiff, replaceBecauseOf, type Diff } from "../diff";
import { stateFor, type Goal } from "../goal";
import { restorePaths } from "../propertyPath";
import type { ResourceState } from "../state";
import { isProviderType, makeUrn, nameOf, parseReference, type StackName } from "../urn";
import { deepEquals, hideSecrets, type PropertyMap, type PropertyValue } from "../values";
import { requestDiff, dependentsToReplace } from "./dependents";
import type * as provider from "./provider";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";

/** One action on a resource. A plan is a list of actions in order. */
export type Action =
    | { readonly op: "same" | "update"; readonly old: ResourceState; readonly next: ResourceState }
    | { readonly op: "create"; readonly next: ResourceState }
    | { readonly op: "delete-replaced"; readonly old: ResourceState }
    | { readonly op: "replace"; readonly old: ResourceState; readonly next: ResourceState }
    | {
          readonly op: "create-replacement";
          readonly old: ResourceState;
          readonly next: ResourceState;
          /** The old resource exists until the end of the run. */
          readonly deleteLater: boolean;
      };

export interface PlannerOptions {
    readonly stack: StackName;
    readonly preview: boolean;
    readonly previous: readonly ResourceState[];
    readonly registry: ProviderRegistry;
    readonly reporter: Reporter;
    readonly replace: ReadonlySet<string>;
}

/** The error was reported already. The run fails without reporting it again. */
export class AlreadyReported extends Error {}

/** Plans the actions for each resource that the program registers (pkg/resource/deploy/step_generator.go). */
export class Planner {
    /** Resources of the state by URN, without those that wait for deletion. */
    readonly olds: ReadonlyMap<string, ResourceState>;
    private readonly seen = new Set<string>();
    private readonly foundAs = new Map<string, string>();
    /** URNs in the state that this run has registered. */
    private readonly claimed = new Set<string>();
    private readonly replaced = new Set<string>();
    /** Deleted early, because a resource that they depend on is deleted before its replacement is created. */
    private readonly deletedAhead = new Set<string>();
    private readonly providerStates = new Map<string, ResourceState>();

    constructor(private readonly options: PlannerOptions) {
        this.olds = new Map(options.previous.filter((state) => !state.delete).map((state) => [state.urn, state]));
    }

    isClaimed(urn: string): boolean {
        return this.claimed.has(urn);
    }

    /** Reserves the URN of a resource. */
    claim(parent: string, type: string, name: string): string {
        const urn = makeUrn(this.options.stack, parent, type, name);
        if (this.seen.has(urn)) {
            this.options.reporter.error(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
            throw new AlreadyReported();
        }
        this.seen.add(urn);
        this.claimed.add(urn);
        return urn;
    }

    async plan(goal: Goal): Promise<Action[]> {
        const urn = this.claim(goal.parent, goal.type, goal.name);
        const { old, foundAs } = this.find(goal, urn);
        const next = stateFor(goal, urn, foundAs);
        next.created = old?.created;
        next.modified = old?.modified;
        if (isProviderType(goal.type)) {
            this.providerStates.set(urn, next);
        }
        const asked = goal.custom ? this.providerOf(next) : undefined;
        const recreated = old !== undefined && this.deletedAhead.has(old.urn);
        const forced = old !== undefined && this.options.replace.has(old.urn);
        const fresh = !old || recreated || old.external === true || forced;
        const given = old ? restorePaths(goal.inputs, old.inputs ?? {}, goal.ignoreChanges) : goal.inputs;
        next.inputs = await this.check(asked, next, fresh ? goal.inputs : given, fresh ? undefined : old.inputs);

        if (!old) {
            return [{ op: "create", next }];
        }
        if (recreated) {
            this.replaced.add(urn);
            return [
                { op: "replace", old, next },
                { op: "create-replacement", old, next, deleteLater: false },
            ];
        }
        if (old.external) {
            return [
                { op: "create-replacement", old, next, deleteLater: true },
                { op: "replace", old, next },
            ];
        }
        const diff = applyReplaceOnChanges(
            forced ? replaceBecauseOf("id") : await this.diff(goal, asked, old, next),
            goal.replaceOnChanges,
            (old.initErrors ?? []).length > 0,
        );
        switch (decide(diff, old)) {
            case "same":
                return [{ op: "same", old, next }];
            case "update":
                return [{ op: "update", old, next }];
            case "replace":
                return this.planReplacement(goal, asked, diff, old, next, forced);
        }
    }

    private find(goal: Goal, urn: string): { old?: ResourceState; foundAs?: string } {
        const { stack, reporter } = this.options;
        for (const candidate of [urn, ...aliasUrns(stack, goal, goal.aliases, this.foundAs)]) {
            const old = this.olds.get(candidate);
            if (!old) {
                continue;
            }
            if (candidate === urn) {
                return { old };
            }
            if (this.claimed.has(candidate)) {
                reporter.error(
                    `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}' ` +
                        `conflicting with resource with URN '${candidate}'`,
                    urn,
                );
                throw new AlreadyReported();
            }
            this.claimed.add(candidate);
            this.foundAs.set(urn, candidate);
            return { old, foundAs: candidate };
        }
        return {};
    }

    private providerOf(state: ResourceState): provider.Provider {
        return isProviderType(state.type) ? this.options.registry : this.options.registry.get(state.provider ?? "");
    }

    private async check(
        asked: provider.Provider | undefined,
        next: ResourceState,
        inputs: PropertyMap,
        oldInputs: PropertyMap | undefined,
    ): Promise<PropertyMap> {
        if (!asked) {
            return inputs;
        }
        const checked = await asked.check({ urn: next.urn, oldInputs, inputs });
        if (checked.failures.length > 0) {
            const shown = hideSecrets(next.inputs ?? {});
            for (const { property, reason } of checked.failures) {
                this.options.reporter.error(
                    property === ""
                        ? `${next.type} resource '${nameOf(next.urn)}' has a problem: ${reason}`
                        : `${next.type} resource '${nameOf(next.urn)}': property ${property} value ` +
                              `{${printed(shown[property])}} has a problem: ${reason}`,
                    next.urn,
                );
            }
            throw new AlreadyReported();
        }
        return checked.inputs;
    }

    private async diff(
        goal: Goal,
        asked: provider.Provider | undefined,
        old: ResourceState,
        next: ResourceState,
    ): Promise<Diff> {
        if (goal.deletedWith !== "" && this.replaced.has(goal.deletedWith)) {
            return replaceBecauseOf("deletedWith");
        }
        if (await this.providerChanged(old, next)) {
            return replaceBecauseOf("provider");
        }
        if (!asked) {
            return { ...noDiff, changes: !deepEquals(old.inputs ?? {}, next.inputs ?? {}) };
        }
        return requestDiff(asked, old, next.inputs ?? {}, goal.ignoreChanges, next.urn);
    }

    /** Another provider replaces a resource only if that provider's own diff says so. */
    private async providerChanged(old: ResourceState, next: ResourceState): Promise<boolean> {
        const [before, after] = [old.provider ?? "", next.provider ?? ""];
        if (before === after) {
            return false;
        }
        if (before === "" || after === "") {
            return true;
        }
        const [oldReference, newReference] = [parseReference(before), parseReference(after)];
        if (this.foundAs.get(newReference.urn) === oldReference.urn) {
            return false;
        }
        const [oldProvider, newProvider] = [this.olds.get(oldReference.urn), this.providerStates.get(newReference.urn)];
        const inputs = { inputs: oldProvider?.inputs ?? {}, outputs: oldProvider?.outputs ?? {} };
        const plugin = this.options.registry.get(after);
        const diff = await plugin.diffConfig(newReference.urn, inputs, newProvider?.inputs ?? {});
        return diff.replaceKeys.length > 0;
    }

    private async planReplacement(
        goal: Goal,
        asked: provider.Provider | undefined,
        diff: Diff,
        old: ResourceState,
        next: ResourceState,
        forced: boolean,
    ): Promise<Action[]> {
        if (old.protect && next.protect) {
            this.options.reporter.error(
                `unable to replace resource "${next.urn}"\nas it is currently marked for protection. To unprotect the ` +
                    "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
                next.urn,
            );
            if (!this.options.preview) {
                throw new AlreadyReported();
            }
        }
        this.replaced.add(next.urn);
        if (!forced) {
            // Creates new names and other defaults instead of those of the old resource.
            next.inputs = await this.check(asked, next, goal.inputs, undefined);
        }
        if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
            return [
                { op: "create-replacement", old, next, deleteLater: true },
                { op: "replace", old, next },
            ];
        }
        const { previous, registry } = this.options;
        const ahead = await dependentsToReplace(old, previous, registry, (state) => this.isClaimed(state.urn));
        ahead.forEach((state) => this.deletedAhead.add(state.urn));
        return [
            ...ahead.reverse().map((state): Action => ({ op: "delete-replaced", old: state })),
            ...(old.pendingReplacement ? [] : [{ op: "delete-replaced", old } as const]),
            { op: "replace", old, next },
            { op: "create-replacement", old, next, deleteLater: false },
        ];
    }
}

/** Formats a value like the real engine, except lists and objects, which the real engine prints in Go's format. */
function printed(value: PropertyValue | undefined): string {
    return value === undefined ? "<nil>" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
