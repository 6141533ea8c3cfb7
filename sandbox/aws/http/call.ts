import type { Caller } from "./identity";
import { type TaskOverrides } from "../logs/taskOverrides";
import { type SparedKeys } from "../s3/sparedKeys";
import type { Decision } from "../policy/decisions";
import type { Settings } from "../settings";
import type { StatesEngine } from "../states/engine";
import type { AwsState } from "../state";

/** What an operation of any service receives: the state, the time, the caller and the Region. */
export interface Call {
    readonly world: AwsState;
    readonly settings: Settings;
    readonly now: number;
    readonly service: string;
    readonly operation: string;
    readonly region: string;
    readonly caller: Caller;
    readonly requestId: string;
    /** Set by a fault: listings show the state from this many milliseconds ago. */
    readonly staleMilliseconds: number;
    /** Set by a fault: what happens to the export task that this call creates. */
    readonly taskOverrides?: TaskOverrides;
    /** Set by a fault: the keys that DeleteObjects does not delete. */
    readonly sparedKeys?: SparedKeys;
    readonly engine?: StatesEngine;
    /** Called with each decision of an identity policy. */
    readonly onDecision?: (decision: Decision) => void;
    /** Creates identifiers. It is the only source of randomness, so a test can make it deterministic. */
    uuid(): string;
}
