import type { Cancellation } from "./cancellation";
import { StateError } from "./errors";
import type { Execution } from "./execution";
import type { Expressions, Kind } from "./expressions";
import type { Frame } from "./frame";
import type { Json, JsonObject } from "./json";
import { type Runtime } from "./runtime";

/** One visit to a state, with everything that its fields are evaluated with. */
export class Visit {
    retryCount = 0;

    constructor(
        readonly runtime: Runtime,
        readonly execution: Execution,
        readonly frame: Frame,
        readonly name: string,
        readonly cancellation: Cancellation,
        readonly enteredAt: number,
        readonly enteredEvent: number,
    ) {}

    get input(): Json {
        return this.frame.input;
    }

    get expressions(): Expressions {
        return this.runtime.expressions;
    }

    record(type: string, details?: Readonly<Record<string, Json | undefined>>): number {
        return this.execution.record(type, this.name, details);
    }

    sleep(milliseconds: number): Promise<void> {
        let wake!: () => void;
        const slept = new Promise<void>((resolve) => (wake = resolve));
        const giveUp = this.runtime.clock.at(this.runtime.clock.now() + milliseconds, wake);
        return this.cancellation.race(slept, giveUp);
    }

    /** Evaluates a field of the state. `more` is added to `$states`, for example a result or an error. */
    async evaluate(
        field: string,
        template: Json,
        more: JsonObject = {},
        kind: Kind = "any",
        item?: Json,
    ): Promise<Json> {
        const contextOf = () => this.context(item); // asked for by few expressions
        const states = {
            input: this.input,
            ...more,
            get context() {
                return contextOf();
            },
        };
        try {
            return await this.expressions.evaluate(field, template, { states, variables: this.frame.variables }, kind);
        } catch (error) {
            throw error instanceof StateError ? this.withLocation(error, field) : error;
        }
    }

    withLocation(error: StateError, field?: string): StateError {
        const cause =
            `An error occurred while executing the state '${this.name}' ` +
            `(entered at the event id #${this.enteredEvent}). ${error.cause}`;
        if (error.error === "States.QueryEvaluationError") {
            this.record("EvaluationFailed", { error: error.error, cause, location: field });
        }
        return new StateError(error.error, cause);
    }

    /** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
    private context(item: Json | undefined): JsonObject {
        const { execution, frame } = this;
        const map = item ?? frame.item;
        return {
            Execution: {
                Id: execution.arn,
                Input: execution.input,
                Name: execution.name,
                RoleArn: execution.machine.roleArn,
                StartTime: isoTime(execution.startDate),
                RedriveCount: execution.redriveCount,
            },
            StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
            State: { EnteredTime: isoTime(this.enteredAt), Name: this.name, RetryCount: this.retryCount },
            ...(map === undefined ? {} : { Map: { Item: map } }),
        };
    }
}

function isoTime(time: number): string {
    return new Date(time).toISOString();
}
