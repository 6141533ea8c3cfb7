import { type Execution } from "./execution";
import { type Json } from "./json";
import { type Resource } from "./resource";

/** A call that a Task state, or an ItemReader, makes. */
export interface TaskCall {
    readonly resource: Resource;
    readonly parameters: Json;
    /** The caller's role. */
    readonly roleArn: string;
    readonly execution: Execution;
}
