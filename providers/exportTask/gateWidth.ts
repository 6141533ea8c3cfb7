import { type Clock } from "../clock";

/**
 * How many exports of an account and Region the program registers at a time: one runs, the next is already waiting for
 * the slot. More would fill the places in which Pulumi works in parallel, and unrelated resources would have to wait.
 */
const NARROW = 2;
/** An export that changes nothing is answered in milliseconds; one that runs takes seconds. */
const QUICK_MS = 1000;
/** However many places Pulumi has: with more an `up` that changes nothing is no faster. */
const MOST = 8;

/** To be called once, when the answer is there. */
export type Leave = () => void;

/**
 * First come, first served. While answers come quickly nothing is exported, and more are let in at a time, so that an `up` that
 * changes nothing does not wait for each. While one is not answered within that time the gate is narrow.
 */
export class Gate {
    private width = NARROW;
    /** When those that are in have come, in this order. */
    private readonly inside = new Set<{ readonly since: number }>();
    private readonly waiting: ((leave: Leave) => void)[] = [];

    constructor(
        private readonly widest: number,
        private readonly clock: Pick<Clock, "now">,
    ) {}

    enter(): Promise<Leave> {
        const entered = new Promise<Leave>((resolve) => this.waiting.push(resolve));
        this.letIn();
        return entered;
    }

    private letIn(): void {
        while (this.waiting.length > 0 && this.inside.size < this.places()) {
            const one = { since: this.clock.now() };
            this.inside.add(one);
            this.waiting.shift()?.(() => this.leave(one));
        }
    }

    private leave(one: { readonly since: number }): void {
        this.inside.delete(one);
        this.width = this.isQuick(one) ? Math.min(this.width + 1, this.widest) : NARROW;
        this.letIn();
    }

    private places(): number {
        const [oldest] = this.inside;
        return oldest && !this.isQuick(oldest) ? NARROW : this.width;
    }

    private isQuick = ({ since }: { readonly since: number }) => this.clock.now() - since < QUICK_MS;
}

/** Half the places in which Pulumi works, of which it tells the process that runs a program; narrow where it does not. */
export function widestGate({ PULUMI_NODEJS_PARALLEL: parallel }: NodeJS.ProcessEnv = process.env): number {
    return Math.min(Math.max(NARROW, Math.floor(Number(parallel ?? 0) / 2)), MOST);
}
