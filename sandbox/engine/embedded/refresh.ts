import type { Diff } from "../diff";
import { differingPaths } from "../objectDiff";
import type { StepOp } from "../result";
import type { Snapshot } from "../snapshot";
import type { ResourceState } from "../state";
import { isDefaultProvider, isProviderType } from "../urn";
import { deepEquals } from "../values";
import { markSecretOutputs } from "./actions";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { requestDiff } from "./requestDiff";
import { messageOf } from "./rpc";
import { Semaphore } from "./semaphore";

export interface RefreshOptions {
    readonly snapshot: Snapshot;
    readonly registry: ProviderRegistry;
    readonly reporter: Reporter;
    readonly parallel: number;
    readonly isStopped: () => boolean;
}

/** Reads every resource in the state. If one cannot be read, it keeps its state, and the refresh fails after the others. */
export async function refresh(options: RefreshOptions): Promise<void> {
    const { snapshot, registry, reporter, parallel } = options;
    const slots = new Semaphore(parallel);
    const refreshed = new Map<ResourceState, ResourceState | undefined>();
    await registry.ensureAll(snapshot.previous, snapshot.previous);
    await Promise.all(
        snapshot.previous.map((state) =>
            slots.run(async () => {
                if (options.isStopped()) {
                    return;
                }
                const isShown = !isDefaultProvider(state.urn);
                if (isShown) {
                    reporter.started("refresh", state.urn);
                }
                try {
                    const op = await refreshOne(state, options, (next) => refreshed.set(state, next));
                    if (isShown) {
                        reporter.count(op);
                        reporter.ended("refresh", state.urn);
                    }
                } catch (error) {
                    reporter.error(messageOf(error), isShown ? state.urn : undefined);
                    reporter.ended("refresh", state.urn, "failed");
                }
            }),
        ),
    );
    snapshot.replaceAll(refreshed);
}

/** Reports the new state through `found`. It is kept even if the provider's diff then fails. */
async function refreshOne(
    state: ResourceState,
    { registry, snapshot, reporter }: RefreshOptions,
    found: (next: ResourceState | undefined) => void,
): Promise<StepOp> {
    if (!state.custom || isProviderType(state.type) || state.pendingReplacement) {
        return "same";
    }
    const plugin = await registry.ensure(state.provider ?? "", snapshot.previous);
    const [oldInputs, oldOutputs] = [state.inputs ?? {}, state.outputs ?? {}];
    const read = await plugin.read({ urn: state.urn, id: state.id ?? "", inputs: oldInputs, state: oldOutputs });
    if (read.initErrors) {
        const list = read.initErrors.join("\n* ");
        reporter.log("warning", `Refreshed resource is in an unhealthy state:\n* ${list}`, state.urn);
    }
    if (read.id === "" || read.outputs === undefined) {
        found(undefined);
        return "delete";
    }
    const next: ResourceState = {
        ...state,
        id: read.id,
        inputs: read.inputs ?? oldInputs,
        outputs: read.outputs,
        initErrors: read.initErrors && [...read.initErrors],
    };
    const isSame = deepEquals(next.inputs, oldInputs) && deepEquals(next.outputs, oldOutputs);
    next.modified = isSame ? state.modified : new Date().toISOString();
    found(next);
    try {
        if (state.external) {
            return differingPaths(oldOutputs, read.outputs).length > 0 ? "update" : "same";
        }
        // The diff against the program's inputs shows whether a relevant property has changed.
        const diff: Diff = await requestDiff(plugin, next, oldInputs, state.ignoreChanges ?? [], reporter);
        return diff.changes ? "update" : "same";
    } finally {
        markSecretOutputs(next);
    }
}
