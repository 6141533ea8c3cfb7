import type { Outcome } from "../outcome";
import { playToTheEnd } from "../player";
import { makeScenario } from "../scenario";
import { type PlayOptions, Stage } from "./stage";

/** Plays the scenario of a seed with real processes and checks everything that was promised. */
export async function playProcesses(seed: number, options: PlayOptions): Promise<Outcome> {
    const began = Date.now();
    const scenario = makeScenario(seed, options.engine);
    const stage = await Stage.open(scenario, options);
    try {
        for (const [index, round] of scenario.rounds.entries()) {
            stage.log(`round ${index + 1} of ${scenario.rounds.length}`);
            await stage.playRound(round);
        }
        stage.stopFaults();
        await playToTheEnd(stage, scenario);
        stage.logRequests();
    } catch (error) {
        stage.tally.crashed(error);
    } finally {
        await stage.close();
    }
    return stage.tally.outcome(seed, Date.now() - began);
}
