import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { type Chunk } from "../archive/chunks";

/** A log stream of one export. Events that several exports hold are told by the stream and the export. */
export interface StreamOfExport {
    readonly index: number;
    readonly stream: string;
    readonly taskId: string;
}

/** Walks through events in the order of their times; it is at one of them until it is `isDone`. */
export interface Cursor {
    readonly isDone: boolean;
    /** Whether a file and a buffer are open for it. */
    readonly holdsFile: boolean;
    readonly time: number;
    readonly source: number;
    /** The event's text; valid until `next`. */
    text(): Buffer;
    next(): void;
    close(): void;
}

/** The events of a chunk, sorted; those of one time stay in the order in which they stand there. */
export class ChunkCursor implements Cursor {
    readonly holdsFile = false;
    isDone = false;
    time: number;
    private readonly order: Uint32Array | undefined;
    private at = 0;

    constructor(
        private readonly chunk: Chunk,
        readonly source: number,
        private readonly onClose: () => void,
    ) {
        this.order = orderOf(chunk);
        this.time = chunk.times[this.index];
    }

    private get index(): number {
        return this.order ? this.order[this.at] : this.at;
    }

    text(): Buffer {
        const { index } = this;
        return this.chunk.text.subarray(this.chunk.starts[index], this.chunk.ends[index]);
    }

    next(): void {
        this.at += 1;
        if (this.at === this.chunk.count) this.close();
        else this.time = this.chunk.times[this.index];
    }

    close(): void {
        if (!this.isDone) this.onClose();
        this.isDone = true;
    }
}

/** Undefined if they are in order already, as the service mostly writes them. */
function orderOf({ times, count }: Chunk): Uint32Array | undefined {
    let at = 1;
    while (at < count && times[at - 1] <= times[at]) at += 1;
    if (at >= count) return undefined;
    return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => times[a] - times[b] || a - b);
}

/** time (float64), source (uint32), length (uint32) */
const HEADER_BYTES = 16;
const WRITE_BYTES = 1024 * 1024;
const READ_BYTES = 128 * 1024;

/** Events in the order of their times in a temporary file. */
export class RunFile {
    private readonly file: number;
    private readonly buffer = Buffer.allocUnsafe(WRITE_BYTES);
    private length = 0;
    latest = -Infinity;

    constructor(private readonly path: string) {
        this.file = openSync(path, "wx+", 0o600); // the logs are nobody else's to read
    }

    write(cursor: Cursor): void {
        const text = cursor.text();
        if (this.length + HEADER_BYTES + text.length > WRITE_BYTES) this.flush();
        this.buffer.writeDoubleLE(cursor.time, this.length);
        this.buffer.writeUInt32LE(cursor.source, this.length + 8);
        this.buffer.writeUInt32LE(text.length, this.length + 12);
        this.length += HEADER_BYTES;
        this.latest = cursor.time;
        if (this.length + text.length > WRITE_BYTES) {
            this.flush();
            writeAll(this.file, text);
            return;
        }
        text.copy(this.buffer, this.length);
        this.length += text.length;
    }

    private flush(): void {
        writeAll(this.file, this.buffer.subarray(0, this.length));
        this.length = 0;
    }

    /** Ends writing. */
    read(): Cursor {
        this.flush();
        return new FileCursor(this.file, () => {
            closeSync(this.file);
            rmSync(this.path);
        });
    }
}

function writeAll(file: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Reads a run from its beginning. */
class FileCursor implements Cursor {
    readonly holdsFile = true;
    isDone = false;
    time = 0;
    source = 0;
    private size = 0;
    private buffer = Buffer.allocUnsafe(READ_BYTES);
    private start = 0;
    private end = 0;
    private position = 0;

    constructor(
        private readonly file: number,
        private readonly remove: () => void,
    ) {
        this.load();
    }

    text(): Buffer {
        return this.buffer.subarray(this.start, this.start + this.size);
    }

    next(): void {
        this.start += this.size;
        this.load();
    }

    close(): void {
        if (!this.isDone) this.remove();
        this.isDone = true;
    }

    private load(): void {
        if (!this.fill(HEADER_BYTES)) return this.close();
        this.time = this.buffer.readDoubleLE(this.start);
        this.source = this.buffer.readUInt32LE(this.start + 8);
        this.size = this.buffer.readUInt32LE(this.start + 12);
        this.start += HEADER_BYTES;
        this.fill(this.size);
    }

    /** @returns false at the end of the file. */
    private fill(bytes: number): boolean {
        if (this.end - this.start >= bytes) return true;
        const buffer = bytes > this.buffer.length ? Buffer.allocUnsafe(bytes) : this.buffer;
        this.buffer.copy(buffer, 0, this.start, this.end);
        [this.buffer, this.end, this.start] = [buffer, this.end - this.start, 0];
        while (this.end < bytes) {
            const count = readSync(this.file, buffer, this.end, buffer.length - this.end, this.position);
            if (count === 0) return false;
            this.end += count;
            this.position += count;
        }
        return true;
    }
}
