import { parseBare } from "./record";
import { emptyState, type AwsState } from "./state";

/** The whole state as plain JSON. Faults, the request log and the throttle's memory are not part of it. */
export interface AwsSnapshot {
    readonly version: 1;
    /** The sandbox's time at which it was taken. */
    readonly takenAt: number;
    readonly world: AwsState;
}

export function takeSnapshot(world: AwsState, now: number): AwsSnapshot {
    return { version: 1, takenAt: now, world: JSON.parse(JSON.stringify(world)) as AwsState };
}

/** A copy of the snapshot's state. Changes to it do not affect the snapshot. */
export function worldOf(snapshot: AwsSnapshot): AwsState {
    if (snapshot.version !== 1) throw new Error(`Unknown snapshot version ${String(snapshot.version)}; expected 1.`);
    return { ...emptyState(), ...(parseBare(JSON.stringify(snapshot.world)) as AwsState) };
}
