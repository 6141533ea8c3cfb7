import { parseBare } from "./record";
import { emptyWorld, type World } from "./state";

/** The whole state as plain JSON. Faults, the request log and the throttle's memory are not part of it. */
export interface AwsSnapshot {
    readonly version: 1;
    /** The sandbox's time at which it was taken. */
    readonly takenAt: number;
    readonly world: World;
}

export function takeSnapshot(world: World, now: number): AwsSnapshot {
    return { version: 1, takenAt: now, world: JSON.parse(JSON.stringify(world)) as World };
}

/** A copy of the snapshot's state. Changes to it do not affect the snapshot. */
export function worldOf(snapshot: AwsSnapshot): World {
    if (snapshot.version !== 1) throw new Error(`Unknown snapshot version ${String(snapshot.version)}; expected 1.`);
    return { ...emptyWorld(), ...(parseBare(JSON.stringify(snapshot.world)) as World) };
}
