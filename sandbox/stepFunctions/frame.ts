import type { Flow } from "./definition";
import type { Execution } from "./execution";
import type { Json } from "./json";

/**
 * Where a flow of states stands: enough to go on from after a redrive. A branch and a Map's iteration are frames of their
 * own, which see the variables around them and keep theirs to themselves.
 */
export class Frame {
    state: string;
    input: Json;
    /** The input to go on with is that of the state, and the flow's output once it is done. */
    isDone = false;
    /** The frames of the Parallel or Map state in which this one stands. */
    parts?: Frame[];
    mapRun?: MapRun;
    /** What the flow sees: its own, and those around it. */
    private seen: Readonly<Record<string, Json>>;

    constructor(
        readonly flow: Flow,
        input: Json,
        outer: Readonly<Record<string, Json>> = {},
        /** `$states.context.Map` of an iteration. */
        readonly item?: Json,
    ) {
        this.state = flow.StartAt;
        this.input = input;
        this.seen = outer;
    }

    get variables(): Readonly<Record<string, Json>> {
        return this.seen;
    }

    assign(values: Readonly<Record<string, Json>>): void {
        this.seen = { ...this.seen, ...values };
    }
}

/** A distributed Map state at work: each batch of items has an execution of its own once it is started. */
export interface MapRun {
    readonly arn: string;
    readonly batches: { readonly input: Json; readonly items: number; execution?: Execution }[];
}
