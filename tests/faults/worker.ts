import { warmProcesses, type WarmProcesses } from "../support/warm/warmProcesses";
import type { Outcome } from "./outcome";
import { playProcesses } from "./processes/play";
import type { PlayerKind } from "./scenario";
import { simulate } from "./simulation/play";

/** Plays one seed after the other, as run.ts sends them. */
export interface Order {
    readonly seed: number;
    readonly player: PlayerKind;
    /** Whether the log is also reported without violations. */
    readonly isLogged: boolean;
}
export interface Report {
    readonly outcome: Outcome;
    /** The log of a seed with a violation. */
    readonly log: readonly string[];
}

let warm: Promise<WarmProcesses[]> | undefined;

process.on("message", (order: Order) => {
    void playOne(order).then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit());

async function playOne({ seed, player, isLogged }: Order): Promise<Report> {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    if (player === "simulation") {
        const outcome = await simulate(seed, isLogged ? { log } : {});
        if (outcome.violations.length === 0 || isLogged) return { outcome, log: lines };
        return { outcome: await simulate(seed, { log }), log: lines }; // the same again, with its story
    }
    if (player === "embedded") warm ??= Promise.all([warmProcesses(), warmProcesses()]);
    const outcome = await playProcesses(seed, { engine: player, warm: await warm, log });
    return { outcome, log: lines };
}
