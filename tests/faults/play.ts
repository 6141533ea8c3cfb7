import { checkAtRest, checkDestroyed, orphanedClaims } from "./checks";
import { makeScenario, type Scenario } from "./scenario";
import { type PlayOptions, Stage } from "./stage";

export interface Outcome {
    readonly seed: number;
    readonly violations: readonly string[];
    readonly operations: number;
    /** How often each kind of fault struck. */
    readonly faults: Readonly<Record<string, number>>;
    readonly kills: Readonly<Record<string, number>>;
    /** What is no violation, but worth a figure. */
    readonly notes: Readonly<Record<string, number>>;
    readonly milliseconds: number;
}

/** Plays the scenario of a seed to its end and looks whether everything that was promised holds. */
export async function play(seed: number, options: PlayOptions): Promise<Outcome> {
    const began = Date.now();
    const scenario = makeScenario(seed, { killsEngine: options.engine === "pulumi" });
    const stage = await Stage.open(scenario, options);
    const violations: string[] = [];
    try {
        for (const [index, round] of scenario.rounds.entries()) {
            stage.log(`round ${index + 1} of ${scenario.rounds.length}`);
            await stage.playRound(round);
        }
        await stage.stopFaults();
        violations.push(...(await playToTheEnd(stage, scenario)));
        stage.logRequests();
    } catch (error) {
        violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
        await stage.close();
    }
    const { operations, faults, kills, notes } = stage;
    return { seed, violations, operations, faults, kills, notes, milliseconds: Date.now() - began };
}

/** Nothing goes wrong any more: up until it succeeds, up that changes nothing, destroy, with a look after each. */
async function playToTheEnd(stage: Stage, { final, refreshAtEnd }: Scenario): Promise<string[]> {
    const unsuccessful = await Promise.all(
        final.map((declaration, program) => stage.upUntilDone(program, declaration)),
    );
    if (unsuccessful.some((problem) => problem !== undefined)) return unsuccessful.filter((one) => one !== undefined);
    await stage.tasksEnded();
    const violations = checkAtRest(await stage.atRest(final));
    if (refreshAtEnd) {
        const { result, error } = await stage.run(0, final[0], (stack) => stack.refresh());
        if (result !== "succeeded") violations.push(`a refresh at rest failed: ${error}`);
    }
    const before = stage.startedTasks();
    for (const [program, declaration] of final.entries()) {
        const result = await stage.run(program, declaration, (stack) => stack.up());
        const steps = result.steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`);
        if (result.result !== "succeeded") violations.push(`up at rest failed: ${result.error}`);
        if (steps.length > 0) violations.push(`up at rest was to change nothing, but: ${steps.join(", ")}`);
    }
    if (stage.startedTasks() !== before) violations.push("up at rest called CreateExportTask");
    violations.push(...checkAtRest(await stage.atRest(final)));
    for (const [program, declaration] of final.entries()) {
        const { result, error } = await stage.run(program, declaration, (stack) => stack.destroy());
        if (result !== "succeeded") violations.push(`destroy failed: ${error}`);
    }
    await stage.tasksEnded();
    const atRest = await stage.atRest(final);
    violations.push(...checkDestroyed(atRest));
    stage.note("objects left by an interrupted adoption", orphanedClaims(atRest));
    return [...new Set(violations)];
}
