import { type Clock } from "../../clock";
import { isAccessDenied } from "../../aws/errors";
import { contentsOf } from "./contents";
import { type Place } from "./objects";
import { type Written } from "../progress/report";
import { type S3Api } from "../../aws/s3";

/** Most objects appear near a task's end, and a listing costs a request for every thousand of them. */
const SHORTEST_INTERVAL_MS = 30_000;
/** A twentieth of the time at most goes into listing. */
const SHARE = 20;

/**
 * What a running task has written so far, counted beside the wait: nothing waits for it, and nothing fails of it. A
 * caller who may not list is not asked again.
 * @returns gives the last count, and counts again where it is time.
 */
export function countWritten(s3: S3Api, place: Place, clock: Clock): () => Written | undefined {
    let written: Written | undefined;
    let nextAt = clock.now() + SHORTEST_INTERVAL_MS;
    const count = async (): Promise<void> => {
        const began = clock.now();
        nextAt = Infinity;
        try {
            const { objectCount, byteCount } = await contentsOf(s3, place);
            written = { objectCount, byteCount };
        } catch (error) {
            if (isAccessDenied(error)) return;
        }
        nextAt = clock.now() + Math.max(SHORTEST_INTERVAL_MS, SHARE * (clock.now() - began));
    };
    return () => {
        if (clock.now() >= nextAt) void count();
        return written;
    };
}
