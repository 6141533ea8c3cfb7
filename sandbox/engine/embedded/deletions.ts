import { deletionOrder, requirementsOf } from "../dependencies";
import type { StepOp } from "../result";
import type { ResourceState } from "../state";
import { isProviderType, nameOf, typeOf } from "../urn";
import { remove, type ActionContext } from "./actions";
import type { Reporter } from "./reporter";

export interface DeletionContext extends ActionContext {
    readonly reporter: Reporter;
    readonly isStopped: () => boolean;
    /** Runs the work when a slot is free. */
    readonly inSlot: (work: () => Promise<void>) => Promise<void>;
    /** Called when a step fails. */
    readonly failed: (op: StepOp, urn: string, error: unknown) => void;
}

/** Deletes dependents first. If a resource cannot be deleted, the resources that it needs are kept. */
export async function deleteAll(states: readonly ResourceState[], context: DeletionContext): Promise<void> {
    const spared = new Set<string>();
    const spareNeedsOf = (state: ResourceState) => requirementsOf(state).forEach((urn) => spared.add(urn));
    for (const batch of deletionOrder(states, context.snapshot.previous)) {
        if (context.isStopped()) {
            return;
        }
        const due = batch.filter((state) => !spared.has(state.urn));
        batch.filter((state) => spared.has(state.urn)).forEach(spareNeedsOf);
        await Promise.all(
            due.map((state) =>
                context.inSlot(async () => {
                    if (!(await deleteOne(state, context))) {
                        spareNeedsOf(state);
                    }
                }),
            ),
        );
    }
}

async function deleteOne(state: ResourceState, context: DeletionContext): Promise<boolean> {
    const { snapshot, reporter } = context;
    if (context.isStopped()) {
        return false;
    }
    if (state.pendingReplacement) {
        snapshot.record(state, undefined);
        return true;
    }
    const replaced = state.delete === true;
    const op: StepOp = `${state.external ? "discard" : "delete"}${replaced ? "-replaced" : ""}`;
    const hidden = isDefaultProvider(state);
    if (!hidden) {
        reporter.started(op, state.urn);
    }
    try {
        if (state.protect && !replaced) {
            throw new Protected(state.urn);
        }
        await remove(state, { willBeReplaced: false }, context);
    } catch (error) {
        context.failed(op, state.urn, error);
        return false;
    }
    if (!hidden) {
        reporter.ended(op, state.urn);
        if (!replaced) {
            reporter.count(op);
        }
    }
    return true;
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

/** Default providers are not shown, as in the real engine. */
export function isDefaultProvider({ urn }: ResourceState): boolean {
    return isProviderType(typeOf(urn)) && /^default(_|$)/.test(nameOf(urn));
}
