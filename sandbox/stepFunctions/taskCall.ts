import { type Execution } from "./execution";
import { type Json } from "./json";
import { type Resource } from "./resource";

/** A call that a Task state, or an ItemReader, makes. */
export interface TaskCall {
    readonly resource: Resource;
    readonly parameters: Json;
    /** As whom. */
    readonly roleArn: string;
    readonly execution: Execution;
}
