import { Heap } from "heap-js";
import { type Cursor } from "./cursor";

interface Entry {
    readonly cursor: Cursor;
    readonly rank: number;
    readonly owner: string;
}

/** The owner of a cursor over events of several exports. */
export const SEVERAL_EXPORTS = "";

/** Cursors by time; those of one time in the order in which they were added. */
export class CursorHeap {
    private readonly heap = new Heap<Entry>(
        (one, other) => one.cursor.time - other.cursor.time || one.rank - other.rank,
    );
    private readonly cursorsOf = new Map<string, number>();
    private added = 0;

    /** @param owner the export that the events are of. */
    add(cursor: Cursor, owner: string): void {
        if (cursor.isDone) return;
        this.heap.push({ cursor, rank: this.added++, owner });
        this.cursorsOf.set(owner, (this.cursorsOf.get(owner) ?? 0) + 1);
    }

    get filesOpen(): number {
        return this.heap.toArray().filter(({ cursor }) => cursor.holdsFile).length;
    }

    /** The cursor at the earliest event. */
    get top(): Cursor | undefined {
        return this.heap.peek()?.cursor;
    }

    get isOfOneExport(): boolean {
        return this.cursorsOf.size === 1 && !this.cursorsOf.has(SEVERAL_EXPORTS);
    }

    /** Moves the top cursor on. */
    advance(): void {
        const top = this.heap.peek()!;
        top.cursor.next();
        if (!top.cursor.isDone) {
            this.heap.replace(top); // finds its new place
            return;
        }
        this.heap.pop();
        this.forget(top.owner);
    }

    close(): void {
        for (const { cursor } of this.heap.toArray()) cursor.close();
        this.heap.clear();
    }

    private forget(owner: string): void {
        const left = this.cursorsOf.get(owner)! - 1;
        if (left > 0) this.cursorsOf.set(owner, left);
        else this.cursorsOf.delete(owner);
    }
}
