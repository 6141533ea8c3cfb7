import type { Flow } from "./definition";
import type { Execution } from "./execution";
import type { Json } from "./json";

/**
 * The position of a flow, from which a redrive resumes. A branch and a Map's iteration have frames of their own. They see
 * the variables around them; their own variables are local.
 */
export class Frame {
    state: string;
    input: Json;
    /** If true, `input` is the flow's output. */
    isDone = false;
    /** The frames of the current Parallel or Map state. */
    parts?: Frame[];
    mapRun?: MapRun;
    /** The visible variables: its own, and those around it. */
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

/** A running distributed Map state. Each started batch of items has an execution. */
export interface MapRun {
    readonly arn: string;
    readonly batches: { readonly input: Json; readonly items: number; execution?: Execution }[];
}
