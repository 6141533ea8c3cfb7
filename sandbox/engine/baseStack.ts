import type { Operation, OperationOptions, OperationResult, ResourceSummary, Stack } from "./result";
import type { ExportedState, ResourceState } from "./state";
import { hideSecrets } from "./values";

/** Maps the operations of a stack to one `run` function. */
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

/** A resource for a result, without secrets. */
export function summaryOf(state: ResourceState): ResourceSummary {
    return { ...state, inputs: hideSecrets(state.inputs ?? {}), outputs: hideSecrets(state.outputs ?? {}) };
}
