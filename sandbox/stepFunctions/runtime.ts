import { type EventClock } from "../clock/eventClock";
import { type Cancellation } from "./cancellation";
import { type MapState } from "./definition";
import { type Execution } from "./execution";
import { type Expressions } from "./expressions";
import { type Frame } from "./frame";
import { type Json } from "./json";
import { type TaskCall } from "./taskCall";

/** What states need from the service that runs them. This interface avoids an import circle. */
export interface Runtime {
    readonly clock: EventClock;
    readonly random: () => number;
    readonly expressions: Expressions;
    call(call: TaskCall): Promise<Json>;
    /** Throws StateError unless the execution's role may do this. */
    authorize(execution: Execution, action: string, resource: string): void;
    /** Runs a flow within the execution to its end. Returns the output. */
    runFlow(execution: Execution, frame: Frame, cancellation: Cancellation): Promise<Json>;
    mapRunArn(execution: Execution, label: string): string;
    /** Starts an execution for an item, or batch of items, of a distributed Map state. */
    startChild(parent: Execution, state: MapState, label: string, input: Json, mapRunArn: string): Execution;
    redriveChild(child: Execution): void;
}
