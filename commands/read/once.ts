import { type StreamOfExport } from "./cursor";

/**
 * Lets each event through once, although several exports may hold it: adjacent ranges their common boundary (AWS
 * documents `to` both as exclusive and as inclusive), overlapping ones more. It passes as often as in the export that holds
 * it most often, so an event that a stream really holds twice stays twice.
 */
export class Once {
    private time = NaN;
    private first: { readonly source: number; readonly text: Buffer } | undefined;
    /** How often each export, and any of them, has had an event of this time; known once there are two of them. */
    private counts: { readonly byExport: Map<string, number>; readonly passed: Map<string, number> } | undefined;

    constructor(private readonly sources: readonly StreamOfExport[]) {}

    /** @param text an event; they come in the order of their times. */
    passes(time: number, source: number, text: Buffer): boolean {
        if (time !== this.time) {
            this.time = time;
            this.first = { source, text: Buffer.from(text) };
            this.counts = undefined;
            return true;
        }
        if (!this.counts) {
            this.counts = { byExport: new Map(), passed: new Map() };
            if (this.first) this.count(this.first.source, this.first.text, this.counts);
        }
        return this.count(source, text, this.counts);
    }

    /** Whether `time` is that of the last event, so that the next may be the same. */
    isAt(time: number): boolean {
        return time === this.time;
    }

    private count(source: number, text: Buffer, { byExport, passed }: NonNullable<Once["counts"]>): boolean {
        const { stream, taskId } = this.sources[source];
        const event = `${stream}/${text.toString("latin1")}`;
        const count = (byExport.get(`${taskId}/${event}`) ?? 0) + 1;
        byExport.set(`${taskId}/${event}`, count);
        if (count <= (passed.get(event) ?? 0)) return false;
        passed.set(event, count);
        return true;
    }
}
