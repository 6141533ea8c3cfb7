import type { Operation, OperationOptions, OperationResult, ResourceSummary, Stack } from "./result";
import type { ExportedState, ResourceState } from "./state";
import { hideSecrets } from "./values";

/** A stack whose operations are runs that differ by name alone. */
export abstract class BaseStack implements Stack {
    preview(options?: OperationOptions): Promise<OperationResult> {
        return this.run("preview", options);
    }

    up(options?: OperationOptions): Promise<OperationResult> {
        return this.run("up", options);
    }

    refresh(options?: OperationOptions): Promise<OperationResult> {
        return this.run("refresh", options);
    }

    destroy(options?: OperationOptions): Promise<OperationResult> {
        return this.run("destroy", options);
    }

    abstract exportState(): Promise<ExportedState>;

    abstract cancel(): Promise<void>;

    protected abstract run(operation: Operation, options?: OperationOptions): Promise<OperationResult>;
}

/** A resource as results show it, without secrets. */
export function summaryOf(state: ResourceState): ResourceSummary {
    return { ...state, inputs: hideSecrets(state.inputs ?? {}), outputs: hideSecrets(state.outputs ?? {}) };
}
