import type { OpenAws } from "../../sandbox/aws";
import type { Declaration } from "./declaration";
import { startedTasks } from "./exportTasks";
import type { Guarantees } from "./guarantees/guarantees";
import type { Operation, RunResult } from "./runResult";
import type { Scenario } from "./scenario";
import type { Tally } from "./tally";

/** Plays scenarios in this process or with real processes. */
export interface Player {
    readonly aws: OpenAws;
    readonly guarantees: Guarantees;
    readonly tally: Tally;
    /** Runs an operation of a program's engine, until it ends or the engine is killed. */
    run(program: number, operation: Operation, declaration: Declaration): Promise<RunResult>;
    /** Waits for tasks that no program waits for: other users' tasks, and those whose export was redeclared after a kill. */
    tasksEnded(): Promise<void>;
}

/** Every export of a program can outlast its timeoutSeconds once, which ends an `up`. */
const MOST_FINAL_UPS = 6;

/** The end without faults: `up` until it succeeds, `up` without changes, destroy. Checks the guarantees after each. */
export async function playToTheEnd(player: Player, { final, refreshAtEnd }: Scenario): Promise<void> {
    const { aws, guarantees, tally } = player;
    for (const [program, declaration] of final.entries()) {
        for (let ups = 1; ; ups++) {
            const { errors } = await player.run(program, "up", declaration);
            await player.tasksEnded();
            if (errors.length === 0 && guarantees.isDone(program)) {
                tally.note(`done after ${ups} up${ups === 1 ? "" : "s"} without faults`);
                break;
            }
            if (ups === MOST_FINAL_UPS) {
                const problem = errors[0] ?? "not everything is COMPLETED and verified";
                tally.violate(`program ${program} is not done after ${ups} ups without faults: ${problem}`);
                return;
            }
        }
    }
    tally.violate(...guarantees.atRest());
    if (refreshAtEnd) {
        const { errors } = await player.run(0, "refresh", final[0]);
        if (errors.length > 0) tally.violate(`a refresh at rest failed: ${errors[0]}`);
    }
    const before = startedTasks(aws);
    for (const [program, declaration] of final.entries()) {
        const { errors, steps } = await player.run(program, "up", declaration);
        const changes = steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`);
        if (errors.length > 0) tally.violate(`up at rest failed: ${errors[0]}`);
        if (changes.length > 0) tally.violate(`up at rest was to change nothing, but: ${changes.join(", ")}`);
    }
    if (startedTasks(aws) !== before) tally.violate("up at rest called CreateExportTask");
    tally.violate(...guarantees.atRest());
    for (const [program, declaration] of final.entries()) {
        const { errors } = await player.run(program, "destroy", declaration);
        if (errors.length > 0) tally.violate(`destroy failed: ${errors[0]}`);
        await player.tasksEnded();
        tally.violate(...guarantees.destroyed(program));
    }
}
