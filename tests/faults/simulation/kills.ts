import type { PlannedKill, Victim } from "../scenario";
import type { EngineRun } from "./engineRun";
import type { Actor, ProviderProcess } from "./providerProcess";
import type { VirtualTime } from "./virtualTime";

/** A run of the engine and the processes that belong to it. */
export interface RunningProgram {
    readonly run: EngineRun;
    readonly process: ProviderProcess;
    /** Called when the engine was killed. */
    readonly killed: (by: Victim) => void;
}

interface ArmedKill {
    readonly planned: PlannedKill;
    seen: number;
    hasStruck: boolean;
}

/** Performs a round's planned kills at their times. */
export class Kills {
    /** By program, while it runs. */
    readonly running: (RunningProgram | undefined)[] = [];
    private armed: ArmedKill[] = [];

    constructor(
        private readonly time: VirtualTime,
        private readonly onKill: (victim: Victim, program: number) => void,
    ) {}

    /** @returns disarms them. */
    arm(planned: readonly PlannedKill[]): () => void {
        this.armed = planned.map((one) => ({ planned: one, seen: 0, hasStruck: false }));
        const cancels = this.armed.map((armed) => {
            const { at } = armed.planned;
            if (!("afterMilliseconds" in at)) return () => undefined;
            return this.time.clock.at(this.time.clock.now() + at.afterMilliseconds, () => this.strike(armed));
        });
        return () => {
            cancels.forEach((cancel) => cancel());
            this.armed = [];
        };
    }

    /** Before or after AWS handles a request. */
    requested(when: "before" | "after", operation: string, actor: Actor): void {
        for (const armed of this.armed) {
            const { at, program } = armed.planned;
            if (!("request" in at) || at.when !== when || actor.process.program !== program) continue;
            if (at.request !== "any" && at.request !== operation) continue;
            if (++armed.seen === at.nth) this.strike(armed);
        }
    }

    private strike(armed: ArmedKill): void {
        const { victim, program } = armed.planned;
        const running = this.running[program];
        if (!running || armed.hasStruck) return;
        armed.hasStruck = true;
        this.onKill(victim, program);
        if (victim === "interrupt") return running.run.interrupt();
        if (victim === "engine" || victim === "machine") {
            running.run.kill();
            running.process.isEngineAlive = false;
        }
        if (victim === "provider" || victim === "machine") running.process.kill();
        if (victim === "engine" || victim === "machine") running.killed(victim);
    }
}
