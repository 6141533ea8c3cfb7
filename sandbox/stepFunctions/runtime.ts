import { type EventClock } from "../clock/eventClock";
import { type Cancellation } from "./cancellation";
import { type MapState } from "./definition";
import { type Execution } from "./execution";
import { type Expressions } from "./expressions";
import { type Frame } from "./frame";
import { type Json } from "./json";
import { type TaskCall } from "./taskCall";

/** What a state needs of the service that runs it: states see this and not the service, which is made of them. */
export interface Runtime {
    readonly clock: EventClock;
    readonly random: () => number;
    readonly expressions: Expressions;
    call(call: TaskCall): Promise<Json>;
    /** Throws StateError unless the execution's role may do this. */
    authorize(execution: Execution, action: string, resource: string): void;
    /** Runs a flow within the execution from where its frame stands to its end; gives the flow's output. */
    runFlow(execution: Execution, frame: Frame, cancellation: Cancellation): Promise<Json>;
    mapRunArn(execution: Execution, label: string): string;
    /** Starts an execution of its own for an item, or a batch of items, of a distributed Map state. */
    startChild(parent: Execution, state: MapState, label: string, input: Json, mapRunArn: string): Execution;
    redriveChild(child: Execution): void;
}
