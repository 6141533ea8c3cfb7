import { Cancellation } from "./cancellation";
import { StateError, Stopped } from "./errors";
import { historyLimit, historyLimitCause, type HistoryEvent } from "./history";
import type { Json } from "./json";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

const lastEvents: Readonly<Record<Exclude<ExecutionStatus, "RUNNING">, string>> = {
    SUCCEEDED: "ExecutionSucceeded",
    FAILED: "ExecutionFailed",
    TIMED_OUT: "ExecutionTimedOut",
    ABORTED: "ExecutionAborted",
};

/** One run of a state machine, or of a distributed Map's processor, with a history of its own. */
export class Execution {
    readonly history: HistoryEvent[] = [];
    status: ExecutionStatus = "RUNNING";
    output?: Json;
    error?: string;
    cause?: string;
    stopDate?: number;
    redriveCount = 0;
    /** The executions that its distributed Map states started, in order. */
    readonly children: Execution[] = [];
    cancellation = new Cancellation();
    /** Resolves when it has ended, whatever its status. A redrive sets a new promise. */
    finished: Promise<void> = Promise.resolve();

    constructor(
        readonly arn: string,
        readonly name: string,
        readonly machine: { readonly arn: string; readonly name: string; readonly roleArn: string },
        readonly input: Json,
        readonly startDate: number,
        private readonly flow: (execution: Execution) => Promise<Json>,
        private readonly now: () => number,
        private readonly options: { readonly stopAfterEvent?: number; readonly unlimited?: boolean } = {},
    ) {}

    /** Runs its flow to the end, from the current state. Returns the output. */
    work(): Promise<Json> {
        return this.flow(this);
    }

    /** Adds to the history. Throws if the execution has ended or the history is full. */
    record(type: string, state?: string, details?: HistoryEvent["details"]): number {
        if (this.status !== "RUNNING") throw new Stopped();
        if (!this.options.unlimited && this.history.length >= historyLimit - 1) {
            throw this.fail(new StateError("States.Runtime", historyLimitCause));
        }
        const id = this.push(type, state, details);
        if (id === this.options.stopAfterEvent && this.redriveCount === 0) {
            this.end("ABORTED", { error: "Stopped", cause: `Stopped after event ${id}.` });
            throw new Stopped();
        }
        return id;
    }

    succeed(output: Json): void {
        this.output = output;
        this.end("SUCCEEDED", {});
    }

    fail(error: StateError): Stopped {
        this.end("FAILED", { error: error.error, cause: error.cause });
        return new Stopped();
    }

    /** Ends it, if it is still running. */
    end(status: Exclude<ExecutionStatus, "RUNNING">, { error, cause }: { error?: string; cause?: string }): void {
        if (this.status !== "RUNNING") return;
        this.push(lastEvents[status], undefined, status === "SUCCEEDED" ? { output: this.output } : { error, cause });
        this.status = status;
        this.error = error;
        this.cause = cause;
        this.stopDate = this.now();
        this.cancellation.cancel();
    }

    private push(type: string, state?: string, details?: HistoryEvent["details"]): number {
        const id = this.history.length + 1;
        this.history.push({ id, timestamp: this.now(), type, state, details });
        return id;
    }
}
