import type { InjectedFaults } from "../injectedFaults";
import type { Tally } from "../tally";
import type { LastingTrouble, PlannedTrouble } from "../trouble";
import type { Network } from "./network";
import type { VirtualTime } from "./virtualTime";

/** Starts and ends a round's planned faults. */
export class Troubles {
    constructor(
        private readonly time: VirtualTime,
        private readonly faults: InjectedFaults,
        private readonly network: Network,
        private readonly tally: Tally,
    ) {}

    /** @returns ends it at once. */
    start(trouble: PlannedTrouble): () => void {
        if ("window" in trouble) return this.startLasting(trouble);
        // That fault has AWS itself show a wrong time. Here the machine's clock is wrong, as it is outside of tests.
        if (trouble.kind !== "clock skew") this.faults.inject(trouble.fault, trouble.kind);
        return () => undefined;
    }

    private startLasting({ kind, window, faults }: LastingTrouble): () => void {
        const { clock } = this.time;
        let end = () => undefined as void;
        const stopBegin = clock.at(clock.now() + window.afterMs, () => {
            if (faults === "network away") {
                this.tally.fault(kind);
                end = this.network.cut();
                return;
            }
            const ids = faults.map((fault) => this.faults.inject(fault, kind));
            end = () => ids.forEach((id) => this.faults.clear(id));
        });
        const stopEnd = clock.at(clock.now() + window.afterMs + window.forMs, () => end());
        return () => {
            stopBegin();
            stopEnd();
            end();
        };
    }
}
