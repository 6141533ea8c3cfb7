import { applyReplaceOnChanges, decide, noDiff, replaceBecauseOf, replaces, type Diff } from "../diff";
import { stateFor, type Goal } from "../goal";
import { cannotIgnore, restorePaths } from "../propertyPath";
import type { ResourceState } from "../state";
import { isProviderType, parseReference, type StackName } from "../urn";
import { deepEquals, type PropertyMap } from "../values";
import { reportCheckFailures } from "./checkFailures";
import { Dependents } from "./dependents";
import { AlreadyReported, Identities } from "./identities";
import { DiffUnavailable, type Provider } from "./provider";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { requestDiff } from "./requestDiff";

/** One action on a resource. A plan is a list of actions in order. */
export type Action =
    | { readonly op: "same" | "update"; readonly old: ResourceState; readonly next: ResourceState }
    | { readonly op: "create"; readonly next: ResourceState }
    | { readonly op: "delete-replaced"; readonly old: ResourceState }
    /** The resource is already marked for deletion, and a resource that it depends on is deleted now. */
    | { readonly op: "delete"; readonly old: ResourceState }
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

/** Plans the actions for each resource that the program registers (pkg/resource/deploy/step_generator.go). */
export class Planner {
    readonly identities: Identities;
    /** URNs that this run deletes or has deleted. Resources with `deletedWith` one of them need no deletion. */
    readonly deletes = new Set<string>();
    /** The resources as this run made them. */
    readonly news = new Map<string, ResourceState>();
    /** URNs that this run keeps, updates, replaces or reads, and those that it creates. */
    private readonly kept = new Set<string>();
    private readonly created = new Set<string>();
    private readonly replaced = new Set<string>();
    /** Deleted early, because a resource that they depend on is deleted before its replacement is created. */
    private readonly deletedAhead = new Set<ResourceState>();
    private readonly providerStates = new Map<string, ResourceState>();
    private readonly dependents: Dependents;

    constructor(private readonly options: PlannerOptions) {
        const { stack, previous, registry, reporter } = options;
        this.identities = new Identities(stack, previous, registry, reporter);
        this.dependents = new Dependents(previous, registry, reporter);
    }

    /** Whether this run keeps the resource, under its URN in the state or a new one. */
    isKept(urn: string): boolean {
        return this.kept.has(this.identities.currentUrn(urn));
    }

    isDeletedAhead(state: ResourceState): boolean {
        return this.deletedAhead.has(state);
    }

    /** Plans to read a resource. It replaces a managed resource with another ID. */
    planRead(urn: string, old: ResourceState | undefined, id: string): "read" | "read-replacement" {
        this.kept.add(urn);
        if (old === undefined || old.external || old.id === id) {
            return "read";
        }
        this.replaced.add(urn);
        return "read-replacement";
    }

    async plan(goal: Goal): Promise<Action[]> {
        const { identities, options } = this;
        const urn = identities.claim(goal);
        const { old, foundAs, isInvalid } = identities.find(urn, goal);
        const next = stateFor(goal, urn, foundAs);
        next.created = old?.created;
        next.modified = old?.modified;
        if (isProviderType(goal.type)) {
            this.providerStates.set(urn, next);
            if (foundAs !== undefined) {
                this.providerStates.set(foundAs, next);
            }
        }
        const asked = goal.custom ? this.providerOf(next) : undefined;
        const recreated = old !== undefined && this.deletes.has(urn);
        const forced = old !== undefined && options.replace.has(urn);
        const fresh = !old || recreated || old.external === true || forced;
        const given = old ? this.restored(goal, old, urn) : goal.inputs;
        const checked = await this.check(asked, next, fresh ? goal.inputs : given, fresh ? undefined : old.inputs);
        if (checked === undefined || isInvalid) {
            throw new AlreadyReported();
        }
        if (asked) {
            next.inputs = checked;
        }

        if (!old) {
            this.created.add(urn);
            return [{ op: "create", next }];
        }
        if (recreated) {
            this.deletes.delete(urn);
            this.replacing(urn);
            return [
                { op: "replace", old, next },
                { op: "create-replacement", old, next, deleteLater: false },
            ];
        }
        if (old.external) {
            this.created.add(urn);
            return [
                { op: "create-replacement", old, next, deleteLater: true },
                { op: "replace", old, next },
            ];
        }
        const diff = applyReplaceOnChanges(
            forced ? replaceBecauseOf("id") : await this.diff(goal, asked, old, next, checked),
            goal.replaceOnChanges,
            (old.initErrors ?? []).length > 0,
        );
        const decision = decide(diff, old);
        if (decision === "replace") {
            return this.planReplacement(goal, asked, diff, old, next, forced);
        }
        this.kept.add(urn);
        return [{ op: decision, old, next }];
    }

    private replacing(urn: string): void {
        this.kept.add(urn);
        this.replaced.add(urn);
    }

    /** The program's inputs, with the old ones where changes are ignored. */
    private restored(goal: Goal, old: ResourceState, urn: string): PropertyMap {
        const { inputs, invalidPaths } = restorePaths(goal.inputs, old.inputs ?? {}, goal.ignoreChanges);
        if (invalidPaths.length > 0) {
            this.options.reporter.log("info", cannotIgnore(invalidPaths), urn);
        }
        return inputs;
    }

    private providerOf(state: ResourceState): Provider {
        const { registry, reporter } = this.options;
        if (isProviderType(state.type)) {
            return registry;
        }
        const found = registry.find(state.provider ?? "");
        if (!found) {
            reporter.error(`unknown provider '${state.provider}' for resource '${state.urn}'`, state.urn);
            throw new AlreadyReported();
        }
        return found;
    }

    /** The checked inputs. Undefined if the provider refuses them, which is then reported. */
    private async check(
        asked: Provider | undefined,
        next: ResourceState,
        inputs: PropertyMap,
        oldInputs: PropertyMap | undefined,
    ): Promise<PropertyMap | undefined> {
        if (!asked) {
            return inputs;
        }
        const checked = await asked.check({ urn: next.urn, oldInputs, inputs });
        reportCheckFailures(checked.failures, next, this.options.reporter);
        return checked.failures.length > 0 ? undefined : checked.inputs;
    }

    private async diff(
        goal: Goal,
        asked: Provider | undefined,
        old: ResourceState,
        next: ResourceState,
        inputs: PropertyMap,
    ): Promise<Diff> {
        const { reporter } = this.options;
        if (goal.deletedWith !== "" && this.replaced.has(goal.deletedWith)) {
            return replaceBecauseOf("deletedWith");
        }
        if (await this.providerChanged(old, next)) {
            return replaceBecauseOf("provider");
        }
        if (!asked) {
            return { ...noDiff, changes: !deepEquals(old.inputs ?? {}, inputs) };
        }
        try {
            return await requestDiff(asked, old, inputs, goal.ignoreChanges, reporter, next.urn);
        } catch (error) {
            if (!(error instanceof DiffUnavailable)) {
                throw error;
            }
            reporter.log("warning", error.message, next.urn);
            return { ...noDiff, changes: true };
        }
    }

    /** Whether the resource moves to another provider and must be replaced, which that provider's own diff decides. */
    private async providerChanged(old: ResourceState, next: ResourceState): Promise<boolean> {
        const [before, after] = [old.provider ?? "", next.provider ?? ""];
        if (before === after) {
            return false;
        }
        if (before === "" || after === "") {
            return true;
        }
        const [oldReference, newReference] = [parseReference(before), parseReference(after)];
        if (
            oldReference.urn !== newReference.urn &&
            this.identities.currentUrn(oldReference.urn) === newReference.urn
        ) {
            return false;
        }
        const [oldProvider, newProvider] = [
            this.identities.olds.get(oldReference.urn),
            this.providerStates.get(newReference.urn),
        ];
        const inputs = { inputs: oldProvider?.inputs ?? {}, outputs: oldProvider?.outputs ?? {} };
        const plugin = this.options.registry.get(after);
        return replaces({
            ...(await plugin.diffConfig(newReference.urn, inputs, newProvider?.inputs ?? {}, [])),
            changes: true,
        });
    }

    private async planReplacement(
        goal: Goal,
        asked: Provider | undefined,
        diff: Diff,
        old: ResourceState,
        next: ResourceState,
        forced: boolean,
    ): Promise<Action[]> {
        const { preview, reporter, registry, previous } = this.options;
        if (old.protect && next.protect) {
            reporter.error(
                `unable to replace resource "${next.urn}"\nas it is currently marked for protection. To unprotect the ` +
                    "resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
                next.urn,
            );
            if (!preview) {
                throw new AlreadyReported();
            }
        }
        this.replacing(next.urn);
        if (asked && !forced) {
            // Without the old inputs, the provider chooses a new name and other defaults.
            const checked = await this.check(asked, next, goal.inputs, undefined);
            if (checked === undefined) {
                throw new AlreadyReported();
            }
            next.inputs = checked;
        }
        if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
            return [
                { op: "create-replacement", old, next, deleteLater: true },
                { op: "replace", old, next },
            ];
        }
        const ahead = await this.deletionsAhead(old, next.urn);
        if (old.provider) {
            await registry.ensure(old.provider, previous);
        }
        if (!old.pendingReplacement) {
            this.deletes.add(old.urn);
        }
        return [
            ...ahead,
            ...(old.pendingReplacement ? [] : [{ op: "delete-replaced", old } as const]),
            { op: "replace", old, next },
            { op: "create-replacement", old, next, deleteLater: false },
        ];
    }

    /** The dependents that must be deleted before `old` is, the most remote ones first. */
    private async deletionsAhead(old: ResourceState, urn: string): Promise<Action[]> {
        const isRegistered = (each: string): boolean =>
            this.kept.has(each) || this.created.has(each) || this.deletes.has(each);
        const found = [
            ...(await this.dependents.toReplace(old, isRegistered)),
            ...this.dependents.deletedWith(urn, this.news),
        ];
        const actions: Action[] = [];
        for (const state of found.reverse()) {
            if (this.deletedAhead.has(state)) {
                continue;
            }
            if (state.delete) {
                actions.push({ op: "delete", old: state });
            } else {
                if (state.protect) {
                    this.refuseToDelete(state, urn);
                }
                actions.push({ op: "delete-replaced", old: state });
            }
            this.deletes.add(state.urn);
            this.deletedAhead.add(state);
        }
        return actions;
    }

    private refuseToDelete(state: ResourceState, urn: string): never {
        this.options.reporter.error(
            `unable to replace resource "${state.urn}" as part of replacing "${urn}" as it is currently marked for ` +
                "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi " +
                `program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${state.urn}'\``,
            urn,
        );
        throw new AlreadyReported();
    }
}
