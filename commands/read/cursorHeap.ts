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
    private readonly heap: Entry[] = [];
    private readonly cursorsOf = new Map<string, number>();
    private added = 0;

    /** @param owner the export that the events are of. */
    add(cursor: Cursor, owner: string): void {
        if (cursor.isDone) return;
        this.heap.push({ cursor, rank: this.added++, owner });
        this.cursorsOf.set(owner, (this.cursorsOf.get(owner) ?? 0) + 1);
        let at = this.heap.length - 1;
        while (at > 0) {
            const parent = (at - 1) >> 1;
            if (!this.isBefore(at, parent)) return;
            this.swap(at, parent);
            at = parent;
        }
    }

    get filesOpen(): number {
        return this.heap.filter(({ cursor }) => cursor.holdsFile).length;
    }

    /** The cursor at the earliest event. */
    get top(): Cursor | undefined {
        return this.heap[0]?.cursor;
    }

    get isOfOneExport(): boolean {
        return this.cursorsOf.size === 1 && !this.cursorsOf.has(SEVERAL_EXPORTS);
    }

    /** Moves the top cursor on. */
    advance(): void {
        const { cursor, owner } = this.heap[0];
        cursor.next();
        if (cursor.isDone) {
            this.forget(owner);
            const last = this.heap.pop()!;
            if (this.heap.length === 0) return;
            this.heap[0] = last;
        }
        for (let at = 0; ;) {
            const [left, right] = [2 * at + 1, 2 * at + 2];
            let first = at;
            if (left < this.heap.length && this.isBefore(left, first)) first = left;
            if (right < this.heap.length && this.isBefore(right, first)) first = right;
            if (first === at) return;
            this.swap(at, first);
            at = first;
        }
    }

    close(): void {
        for (const { cursor } of this.heap.splice(0)) cursor.close();
    }

    private forget(owner: string): void {
        const left = this.cursorsOf.get(owner)! - 1;
        if (left > 0) this.cursorsOf.set(owner, left);
        else this.cursorsOf.delete(owner);
    }

    private isBefore(a: number, b: number): boolean {
        const [one, other] = [this.heap[a], this.heap[b]];
        return one.cursor.time < other.cursor.time || (one.cursor.time === other.cursor.time && one.rank < other.rank);
    }

    private swap(a: number, b: number): void {
        [this.heap[a], this.heap[b]] = [this.heap[b], this.heap[a]];
    }
}
