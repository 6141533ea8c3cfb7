import { timestampAt } from "./timestamp";

const NEWLINE = 10;

/** Events of one log stream, as they stand in its objects, one after the other in `text`. */
export interface Chunk {
    readonly text: Buffer;
    readonly count: number;
    readonly times: Float64Array;
    /** Where each event's text begins. */
    readonly starts: Uint32Array;
    /** Where it ends, after its last newline. */
    readonly ends: Uint32Array;
}

/** Which of the lines that look like the beginning of an event are one. */
export type IsEventTime = (time: number) => boolean;

/** Text without an event for so long is no export. */
const LONGEST_EVENT_BYTES = 64 * 1024 * 1024;

/**
 * Cuts text into events. A line that begins with a timestamp begins an event; the lines after it that do not belong to its
 * message. The format does not escape a line of a message that itself begins with a timestamp; `isEventTime` recognises
 * the one that lies outside of what the export can hold.
 * @param isEnd whether the last event is complete.
 */
export class EventSplitter {
    private text = Buffer.allocUnsafe(0);
    private length = 0;
    private scanned = 0;
    private times = new Float64Array(1024);
    private starts = new Uint32Array(1024);
    private count = 0;

    constructor(
        private readonly chunkBytes: number,
        private readonly isEventTime: IsEventTime = () => true,
    ) {}

    /** @returns events, once there are enough of them for a chunk. */
    push(more: Uint8Array): Chunk | undefined {
        this.reserve(this.length + more.length);
        this.text.set(more, this.length);
        this.length += more.length;
        this.scan();
        return this.length >= this.chunkBytes && this.count > 1 ? this.cut(this.count - 1) : undefined;
    }

    /** An object ends: its last line does too. */
    endObject(): void {
        if (this.length > 0 && this.text[this.length - 1] !== NEWLINE) this.push(Buffer.of(NEWLINE));
    }

    /** What is left. */
    end(): Chunk | undefined {
        return this.count > 0 ? this.cut(this.count) : undefined;
    }

    private scan(): void {
        const { text, length } = this;
        for (;;) {
            const end = text.indexOf(NEWLINE, this.scanned);
            if (end < 0 || end >= length) return;
            const time = end - this.scanned >= 24 ? timestampAt(text, this.scanned) : NaN;
            const isEvent = time >= 0 && this.isEventTime(time);
            // Lines before any event come out as they are, before the others.
            if (isEvent || this.count === 0) this.note(isEvent ? time : -Infinity);
            this.scanned = end + 1;
        }
    }

    private note(time: number): void {
        if (this.count === this.times.length) {
            const [times, starts] = [new Float64Array(2 * this.count), new Uint32Array(2 * this.count)];
            times.set(this.times);
            starts.set(this.starts);
            [this.times, this.starts] = [times, starts];
        }
        this.times[this.count] = time;
        this.starts[this.count] = this.scanned;
        this.count += 1;
    }

    /** Hands out the first events, and keeps the rest. */
    private cut(count: number): Chunk {
        const end = count === this.count ? this.length : this.starts[count];
        const ends = new Uint32Array(count);
        ends.set(this.starts.subarray(1, count));
        ends[count - 1] = end;
        const [times, starts] = [this.times, this.starts];
        // A small stream does not keep the memory that was reserved for a large one.
        const text = end < this.text.length / 2 ? Buffer.from(this.text.subarray(0, end)) : this.text.subarray(0, end);
        const rest = { text: this.text.subarray(end, this.length), times: times.slice(count, this.count) };
        const chunk = { text, count, times: times.slice(0, count), starts: starts.slice(0, count), ends };
        const restStarts = starts.slice(count, this.count).map((start) => start - end);
        this.text = Buffer.allocUnsafe(rest.text.length === 0 ? 0 : Math.max(end, rest.text.length));
        this.text.set(rest.text);
        this.length = rest.text.length;
        this.scanned -= end;
        this.count -= count;
        this.times.set(rest.times);
        this.starts.set(restStarts);
        return chunk;
    }

    private reserve(bytes: number): void {
        if (bytes <= this.text.length) return;
        if (bytes > LONGEST_EVENT_BYTES) throw new Error(`${LONGEST_EVENT_BYTES} bytes without an event`);
        const larger = Buffer.allocUnsafe(Math.max(bytes, 2 * this.text.length, 64 * 1024));
        this.text.copy(larger, 0, 0, this.length);
        this.text = larger;
    }
}
