import { resolveDiff } from "../diff";
import type { Snapshot } from "../snapshot";
import type { ResourceState } from "../state";
import { isProviderType } from "../urn";
import { deepEquals } from "../values";
import { markSecretOutputs } from "./actions";
import { isDefaultProvider } from "./deletions";
import { Semaphore } from "./semaphore";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { messageOf } from "./rpc";

export interface RefreshOptions {
    readonly snapshot: Snapshot;
    readonly registry: ProviderRegistry;
    readonly reporter: Reporter;
    readonly parallel: number;
    readonly isStopped: () => boolean;
}

/** Reads every resource of the state. One that cannot be read keeps its state and fails the refresh, but not the others. */
export async function refresh(options: RefreshOptions): Promise<void> {
    const { snapshot, reporter, parallel } = options;
    const slots = new Semaphore(parallel);
    const refreshed = new Map<ResourceState, ResourceState | undefined>();
    await Promise.all(
        snapshot.previous.map((state) =>
            slots.run(async () => {
                if (options.isStopped()) {
                    return;
                }
                const hidden = isDefaultProvider(state);
                if (!hidden) {
                    reporter.started("refresh", state.urn);
                }
                try {
                    const { next, changed } = await refreshOne(state, options);
                    refreshed.set(state, next);
                    if (!hidden) {
                        reporter.count(next === undefined ? "delete" : changed ? "update" : "same");
                        reporter.ended("refresh", state.urn);
                    }
                } catch (error) {
                    reporter.error(messageOf(error), state.urn);
                    reporter.ended("refresh", state.urn, "failed");
                }
            }),
        ),
    );
    snapshot.replaceAll(refreshed);
}

async function refreshOne(
    state: ResourceState,
    { registry, snapshot, reporter }: RefreshOptions,
): Promise<{ next: ResourceState | undefined; changed: boolean }> {
    if (!state.custom || isProviderType(state.type) || state.pendingReplacement) {
        return { next: state, changed: false };
    }
    const plugin = await registry.ensure(state.provider ?? "", snapshot.previous);
    const [oldInputs, oldOutputs] = [state.inputs ?? {}, state.outputs ?? {}];
    const read = await plugin.read({ urn: state.urn, id: state.id ?? "", inputs: oldInputs, state: oldOutputs });
    if (read.id === "" || read.outputs === undefined) {
        return { next: undefined, changed: true };
    }
    if (read.initErrors) {
        const list = read.initErrors.join("\n* ");
        reporter.log("warning", `Refreshed resource is in an unhealthy state:\n* ${list}`, state.urn);
    }
    const next: ResourceState = {
        ...state,
        id: read.id,
        inputs: read.inputs ?? oldInputs,
        outputs: read.outputs,
        initErrors: read.initErrors && [...read.initErrors],
    };
    markSecretOutputs(next);
    const same = deepEquals(next.inputs, oldInputs) && deepEquals(next.outputs, oldOutputs);
    next.modified = same ? state.modified : new Date().toISOString();
    if (state.external) {
        return { next, changed: !same };
    }
    // The diff against the program's inputs shows whether a relevant property has changed.
    const inputs = next.inputs ?? {};
    const request = { urn: state.urn, id: read.id, oldInputs: inputs, oldOutputs: read.outputs, inputs: oldInputs };
    const diff = await plugin.diff({ ...request, ignoreChanges: state.ignoreChanges ?? [] });
    return { next, changed: resolveDiff(diff, inputs, oldInputs, state.ignoreChanges ?? []).changes };
}
