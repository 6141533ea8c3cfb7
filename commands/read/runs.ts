import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Chunk } from "../archive/chunks";
import { ChunkCursor, type Cursor, RunFile } from "./cursor";
import { CursorHeap, SEVERAL_EXPORTS } from "./cursorHeap";

/** Events of all exports together that are held in memory; more is sorted in temporary files. */
const MEMORY_BYTES = 32 * 1024 * 1024;

/** Each takes a buffer and a file descriptor. */
const MOST_OPEN_FILES = 64;

/** Memory and temporary files that the events take until they are written. */
export class Workspace {
    private folder: string | undefined;
    private files = 0;
    bytesInMemory = 0;

    constructor(readonly memoryBytes = MEMORY_BYTES) {}

    newFile(): RunFile {
        this.folder ??= mkdtempSync(join(tmpdir(), "cloudwatch-logs-read-"));
        return new RunFile(join(this.folder, String(this.files++)));
    }

    /** The temporary folder, if one was needed. */
    get usesFiles(): boolean {
        return this.folder !== undefined;
    }

    remove(): void {
        if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
        this.folder = undefined;
    }
}

/** The events of one export while they are collected, in no order yet. */
export class Runs {
    private readonly finished: RunFile[] = [];
    private open: RunFile | undefined;
    private chunks: { readonly chunk: Chunk; readonly source: number }[] = [];

    constructor(
        private readonly workspace: Workspace,
        private readonly taskId: string,
    ) {}

    add(chunk: Chunk, source: number): void {
        this.chunks.push({ chunk, source });
        this.workspace.bytesInMemory += sizeOf(chunk);
        if (this.workspace.bytesInMemory > this.workspace.memoryBytes) this.spill();
    }

    /** Sorts what is in memory into a file: the last one if all of it comes later, which is so for events in order. */
    private spill(): void {
        const heap = new CursorHeap();
        for (const cursor of this.cursors()) heap.add(cursor, this.taskId);
        const earliest = heap.top?.time ?? Infinity;
        if (this.open && this.open.latest > earliest) {
            this.finished.push(this.open);
            this.open = undefined;
        }
        this.open ??= this.workspace.newFile();
        writeAll(heap, this.open);
    }

    private cursors(): Cursor[] {
        const cursors = this.chunks.map(({ chunk, source }) => {
            return new ChunkCursor(chunk, source, () => {
                this.workspace.bytesInMemory -= sizeOf(chunk);
            });
        });
        this.chunks = [];
        return cursors;
    }

    /** Adds all events to a merge. */
    addTo(heap: CursorHeap): void {
        if (this.open) this.finished.push(this.open);
        for (const file of this.finished.splice(0)) heap.add(file.read(), this.taskId);
        for (const cursor of this.cursors()) heap.add(cursor, this.taskId);
        if (heap.filesOpen > MOST_OPEN_FILES) this.consolidate(heap);
    }

    /** Too many cursors are open: the rest of each goes into one file. */
    private consolidate(heap: CursorHeap): void {
        const file = this.workspace.newFile();
        writeAll(heap, file);
        heap.add(file.read(), SEVERAL_EXPORTS);
    }
}

function writeAll(heap: CursorHeap, file: RunFile): void {
    for (let top = heap.top; top; top = heap.top) {
        file.write(top);
        heap.advance();
    }
}

const sizeOf = ({ text, count }: Chunk) => text.length + 16 * count;
