import type { EngineName } from "../../sandbox/engine";
import { type Outcome, play } from "./play";
import { warmPrograms, type WarmPrograms } from "../support/warm/warmPrograms";

/** Plays one seed after the other, as run.ts sends them. */
export interface Order {
    readonly seed: number;
    readonly engine: EngineName;
}
export interface Report {
    readonly outcome: Outcome;
    /** What happened, for a seed that shows a violation. */
    readonly log: readonly string[];
}

let warm: Promise<WarmPrograms[]> | undefined;

process.on("message", ({ seed, engine }: Order) => {
    void playOne(seed, engine).then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit());

async function playOne(seed: number, engine: EngineName): Promise<Report> {
    if (engine === "embedded") warm ??= Promise.all([warmPrograms(), warmPrograms()]);
    const log: string[] = [];
    const outcome = await play(seed, { engine, warm: await warm, log: (line) => log.push(line) });
    return { outcome, log };
}
