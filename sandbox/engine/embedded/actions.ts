import type { Snapshot } from "../snapshot";
import type { ResourceState } from "../state";
import { isProviderType } from "../urn";
import { isSecret, makeSecret, type PropertyMap } from "../values";
import type { Action } from "./planner";
import { initFailure, type Provider } from "./provider";
import type { ProviderRegistry } from "./providerRegistry";

export interface ActionContext {
    readonly preview: boolean;
    readonly snapshot: Snapshot;
    readonly registry: ProviderRegistry;
    /** URNs that this run deletes or has deleted. Resources with `deletedWith` one of them need no deletion. */
    readonly deletes: ReadonlySet<string>;
}

/** Performs an action and records it in the state (pkg/resource/deploy/step.go). An error fails the step. */
export async function perform(action: Action, context: ActionContext): Promise<void> {
    switch (action.op) {
        case "same":
            return same(action, context);
        case "create":
            return create(action.next, undefined, false, context);
        case "create-replacement":
            return create(action.next, action.old, action.deleteLater, context);
        case "update":
            return update(action, context);
        case "replace":
            return;
        case "delete-replaced":
            return remove(action.old, { willBeReplaced: true }, context);
        case "delete":
            return remove(action.old, { willBeReplaced: false }, context);
    }
}

async function same({ old, next }: { old: ResourceState; next: ResourceState }, context: ActionContext): Promise<void> {
    next.id = old.id;
    next.outputs = old.outputs;
    if (isProviderType(next.type)) {
        await context.registry.same({ ...next, inputs: old.inputs });
    }
    markSecretOutputs(next);
    context.snapshot.record(old, next);
}

async function create(
    next: ResourceState,
    old: ResourceState | undefined,
    deleteLater: boolean,
    { preview, snapshot, registry }: ActionContext,
): Promise<void> {
    const ended = snapshot.begin("creating", next);
    let initErrors: readonly string[] | undefined;
    try {
        if (next.custom) {
            const created = await (
                await providerOf(next, registry)
            ).create({
                urn: next.urn,
                inputs: next.inputs ?? {},
                timeout: next.customTimeouts?.create ?? 0,
                preview,
            });
            next.id = created.id;
            next.outputs = created.outputs;
            initErrors = created.initErrors;
        }
    } catch (error) {
        ended();
        snapshot.write();
        throw error;
    }
    ended();
    next.created = next.modified = new Date().toISOString();
    if (old && deleteLater) {
        old.delete = true;
    }
    next.initErrors = initErrors && [...initErrors];
    markSecretOutputs(next);
    snapshot.record(old?.pendingReplacement ? old : undefined, next);
    if (initErrors) {
        throw new Error(initFailure(initErrors));
    }
}

async function update(
    { old, next }: { old: ResourceState; next: ResourceState },
    { preview, snapshot, registry }: ActionContext,
): Promise<void> {
    next.id = old.id;
    const ended = snapshot.begin("updating", next);
    let initErrors: readonly string[] | undefined;
    try {
        if (next.custom) {
            const updated = await (
                await providerOf(next, registry)
            ).update({
                urn: next.urn,
                id: next.id ?? "",
                oldInputs: old.inputs ?? {},
                oldOutputs: old.outputs ?? {},
                inputs: next.inputs ?? {},
                ignoreChanges: next.ignoreChanges ?? [],
                timeout: next.customTimeouts?.update ?? 0,
                preview,
            });
            next.outputs = updated.outputs;
            initErrors = updated.initErrors;
            next.modified = new Date().toISOString();
        }
    } catch (error) {
        ended();
        snapshot.write();
        throw error;
    }
    ended();
    markSecretOutputs(next);
    if (initErrors) {
        // Like the real engine: keeps the new outputs, but not the inputs, which were not applied.
        next.initErrors = [...initErrors];
        next.inputs = { ...old.inputs };
    }
    snapshot.record(old, next);
    if (initErrors) {
        throw new Error(initFailure(initErrors));
    }
}

/** Deletes a resource. If it will be replaced, the state records the pending replacement. */
export async function remove(
    old: ResourceState,
    { willBeReplaced }: { willBeReplaced: boolean },
    { preview, snapshot, registry, deletes }: ActionContext,
): Promise<void> {
    const withAnother = old.deletedWith !== undefined && old.deletedWith !== "" && deletes.has(old.deletedWith);
    const ended = snapshot.begin("deleting", old);
    try {
        if (!preview && old.custom && !old.external && !old.retainOnDelete && !withAnother) {
            await (
                await providerOf(old, registry, snapshot.previous)
            ).delete({
                urn: old.urn,
                id: old.id ?? "",
                inputs: old.inputs ?? {},
                outputs: old.outputs ?? {},
                timeout: old.customTimeouts?.delete ?? 0,
            });
        }
    } catch (error) {
        ended();
        snapshot.write();
        throw error;
    }
    ended();
    if (willBeReplaced) {
        old.pendingReplacement = true;
        snapshot.write();
    } else {
        snapshot.record(old, undefined);
    }
}

async function providerOf(
    state: ResourceState,
    registry: ProviderRegistry,
    previous: readonly ResourceState[] = [],
): Promise<Provider> {
    return isProviderType(state.type) ? registry : registry.ensure(state.provider ?? "", previous);
}

/** Marks outputs as secret if the program says so, or if an input with that name is secret. */
export function markSecretOutputs(state: ResourceState): void {
    const outputs: PropertyMap = { ...state.outputs };
    for (const key of state.additionalSecretOutputs ?? []) {
        if (key in outputs) {
            outputs[key] = makeSecret(outputs[key]);
        }
    }
    for (const [key, input] of Object.entries(state.inputs ?? {})) {
        if (isSecret(input) && key in outputs) {
            outputs[key] = makeSecret(outputs[key]);
        }
    }
    state.outputs = outputs;
}
