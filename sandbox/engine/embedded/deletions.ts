import { deletionOrder, transitiveDependenciesOf } from "../dependencies";
import type { StepOp } from "../result";
import type { ResourceState } from "../state";
import { isDefaultProvider } from "../urn";
import { remove, type ActionContext } from "./actions";
import type { Reporter } from "./reporter";

export interface DeletionContext extends ActionContext {
    readonly reporter: Reporter;
    readonly isStopped: () => boolean;
    /** Runs the work when a slot is free. */
    readonly inSlot: (work: () => Promise<void>) => Promise<void>;
    /** Called when a step fails. */
    readonly failed: (op: StepOp, state: ResourceState, error: unknown) => void;
    /** The resources, new and old, whose steps have failed so far. */
    readonly failures: () => readonly ResourceState[];
}

/** Deletes dependents first. The dependencies of a resource whose step failed are kept. */
export async function deleteAll(states: readonly ResourceState[], context: DeletionContext): Promise<void> {
    const { previous } = context.snapshot;
    for (const batch of deletionOrder(states, previous)) {
        if (context.isStopped()) {
            return;
        }
        const spared = new Set(
            context
                .failures()
                .filter((state) => previous.includes(state))
                .flatMap((state) => [...transitiveDependenciesOf(state, previous)]),
        );
        const due = batch.filter((state) => !spared.has(state));
        await Promise.all(due.map((state) => context.inSlot(() => deleteOne(state, context))));
    }
}

async function deleteOne(state: ResourceState, context: DeletionContext): Promise<void> {
    const { snapshot, reporter } = context;
    if (context.isStopped()) {
        return;
    }
    const op = deletionOp(state);
    const isShown = !isDefaultProvider(state.urn);
    if (isShown) {
        reporter.started(op, state.urn);
    }
    if (op === "remove-pending-replace") {
        snapshot.record(state, undefined);
        reporter.ended(op, state.urn);
        return;
    }
    try {
        if (state.protect && !state.delete) {
            throw new Protected(state.urn);
        }
        await remove(state, { willBeReplaced: false }, context);
    } catch (error) {
        context.failed(op, state, error);
        return;
    }
    if (isShown) {
        reporter.ended(op, state.urn);
        if (!state.delete) {
            reporter.count(op);
        }
    }
}

function deletionOp(state: ResourceState): StepOp {
    if (state.pendingReplacement && !state.delete) {
        return "remove-pending-replace";
    }
    return `${state.external ? "discard" : "delete"}${state.delete ? "-replaced" : ""}`;
}

/** Fails its own step only. The run continues. */
export class Protected extends Error {
    constructor(urn: string) {
        super(
            `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
                "`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
                `\`pulumi state unprotect '${urn}'\``,
        );
    }
}
