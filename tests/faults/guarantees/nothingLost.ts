import { nameOf } from "../../../sandbox/engine/urn";
import { messagesOf } from "../bucketView";
import { exportKey } from "../history/heldEvents";
import type { History } from "../history/history";
import { exportOf, isLive } from "../history/recordedExport";

/**
 * Events that were verified under a name still exist, as long as the name declares the same range.
 * @param deleteFirst URNs that are deleted before they are replaced: then nothing is there for a while.
 */
export function checkNothingLost(history: History, program: number, deleteFirst: ReadonlySet<string>): string[] {
    const { held } = history;
    const records = history.recordsOf(program);
    const declared = new Set<string>();
    const problems: string[] = [];
    for (const record of records.filter(isLive)) {
        const key = exportKey(program, record);
        declared.add(key);
        if (deleteFirst.has(record.urn) || history.isGivenUp(record)) {
            held.release(key);
            continue;
        }
        if (!exportOf(record).verified) continue;
        const lost = missingEverywhere(history, held.of(key));
        if (lost.length > 0) {
            problems.push(`${nameOf(record.urn)}: ${lost.length} events that it held once are nowhere any more`);
            held.release(key);
        } else {
            held.add(key, history.found(record));
        }
    }
    // A name with another range gives up its events. A name whose state was lost still owns them.
    for (const { urn } of records) held.releaseResource(program, urn, declared);
    return problems;
}

/** Those of the events that are in no bucket. */
export function missingEverywhere({ aws }: History, messages: ReadonlySet<string>): string[] {
    if (messages.size === 0) return [];
    const buckets = Object.keys(aws.world.buckets);
    const present = new Set(buckets.flatMap((bucket) => messagesOf(aws.world, { bucket, prefix: "" })));
    return [...messages].filter((message) => !present.has(message));
}
