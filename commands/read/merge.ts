import { type StreamOfExport } from "./cursor";
import { type CursorHeap } from "./cursorHeap";
import { Once } from "./once";

/** An export whose events are ready to be merged. */
export interface PreparedExport {
    /** No event of it is before this time. */
    readonly earliest: number;
    readonly addTo: (heap: CursorHeap) => void;
}

/**
 * The texts of all events in the order of their times, each valid until the next. An export joins when the merge reaches
 * the first time that it may hold, so exports of one day after the other are never all open.
 * @param exports in the order of `earliest`.
 */
export async function* merge(
    exports: AsyncIterable<PreparedExport>,
    sources: readonly StreamOfExport[],
    heap: CursorHeap,
): AsyncGenerator<Iterable<Buffer>> {
    const once = new Once(sources);
    let earliest = -Infinity;
    for await (const prepared of exports) {
        if (prepared.earliest < earliest) throw new Error("The exports are not in the order of their times.");
        earliest = prepared.earliest;
        yield eventsBefore(earliest, heap, once);
        prepared.addTo(heap);
    }
    yield eventsBefore(Infinity, heap, once);
}

function* eventsBefore(limit: number, heap: CursorHeap, once: Once): Generator<Buffer> {
    for (let top = heap.top; top && top.time < limit; top = heap.top) {
        // Of one export alone all events count, except those of the time at which another has just ended.
        const isSingle = heap.isOfOneExport && !once.isAt(top.time);
        if (isSingle || once.passes(top.time, top.source, top.text())) yield top.text();
        heap.advance();
    }
}
