import type { Caller } from "./identity";
import { type TaskFate } from "../logs/taskFate";
import { type SparedKeys } from "../s3/sparedKeys";
import type { Decision } from "../policy/decisions";
import type { Settings } from "../settings";
import type { StatesEngine } from "../states/engine";
import type { World } from "../state";

/** Everything that an operation of any service may know: the state, the time, who calls, and from which Region. */
export interface Call {
    readonly world: World;
    readonly settings: Settings;
    readonly now: number;
    readonly service: string;
    readonly operation: string;
    readonly region: string;
    readonly caller: Caller;
    readonly requestId: string;
    /** A fault's doing: listings show the state of so many milliseconds ago. */
    readonly staleMilliseconds: number;
    /** A fault's doing: what becomes of the export task that this call creates. */
    readonly taskFate?: TaskFate;
    /** A fault's doing: what DeleteObjects leaves. */
    readonly sparedKeys?: SparedKeys;
    readonly engine?: StatesEngine;
    /** Hears what the policies of identities decide. */
    readonly witness?: (decision: Decision) => void;
    /** New identifiers. The one source of randomness, so that a test can fix it. */
    uuid(): string;
}
