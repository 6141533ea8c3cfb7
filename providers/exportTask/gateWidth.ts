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
/** The places in which Pulumi works that stay free for unrelated resources, however quickly exports are answered. */
const LEFT_TO_OTHERS = 2;

/** To be called once, when the answer is there. */
export type Leave = () => void;

interface Gate {
    inside: number;
    readonly waiting: ((leave: Leave) => void)[];
}

/**
 * The gates of a run, one for each account and Region; first come, first served at each. While answers come quickly nothing
 * is exported, and more are let in at a time, all gates together, so that an `up` that changes nothing does not wait for each.
 * While one is not answered within that time every gate is narrow.
 */
export class Gates {
    private readonly gates = new Map<string, Gate>();
    private width = NARROW;
    /** When those that are in have come, in this order. */
    private readonly inside = new Set<{ readonly since: number }>();

    constructor(
        private readonly widest: number,
        private readonly clock: Pick<Clock, "now">,
    ) {}

    /** @param name of the account and Region. */
    enter(name: string): Promise<Leave> {
        const gate = this.gates.get(name) ?? { inside: 0, waiting: [] };
        this.gates.set(name, gate);
        const entered = new Promise<Leave>((resolve) => gate.waiting.push(resolve));
        this.letIn(gate);
        return entered;
    }

    private letIn(gate: Gate): void {
        while (gate.waiting.length > 0 && (gate.inside < NARROW || this.inside.size < this.places())) {
            const one = { since: this.clock.now() };
            this.inside.add(one);
            gate.inside++;
            gate.waiting.shift()?.(() => this.leave(gate, one));
        }
    }

    private leave(gate: Gate, one: { readonly since: number }): void {
        this.inside.delete(one);
        gate.inside--;
        this.width = this.isQuick(one) ? Math.min(this.width + 1, this.widest) : NARROW;
        for (const each of [gate, ...this.gates.values()]) this.letIn(each);
    }

    private places(): number {
        const [oldest] = this.inside;
        return oldest && !this.isQuick(oldest) ? NARROW : this.width;
    }

    private isQuick = ({ since }: { readonly since: number }) => this.clock.now() - since < QUICK_MS;
}

/** All places but two in which Pulumi works, of which it tells the process that runs a program; narrow where it does not. */
export function widestGate({ PULUMI_NODEJS_PARALLEL: parallel }: NodeJS.ProcessEnv = process.env): number {
    return Math.min(Math.max(NARROW, Number(parallel ?? 0) - LEFT_TO_OTHERS), MOST);
}
