import type { Declaration } from "./declaration";
import type { History } from "./history";
import type { Operation, RunResult } from "./runResult";
import type { Scenario } from "./scenario";

/** Plays scenarios: within this process, or with real ones. */
export interface Player {
    readonly history: History;
    /** Lets a program's engine do something to its end, or to the end of the engine. */
    run(program: number, operation: Operation, declaration: Declaration): Promise<RunResult>;
    /** Waits for tasks that nobody waits for: somebody else's, and those whose export was redeclared after a kill. */
    tasksEnded(): Promise<void>;
    startedTasks(): number;
    note(what: string): void;
    violate(...texts: readonly string[]): void;
}

/** Every export of a program can outlast its timeoutSeconds once, which ends an `up`. */
const MOST_FINAL_UPS = 6;

/** Nothing goes wrong any more: up until it succeeds, up that changes nothing, destroy, with a look after each. */
export async function playToTheEnd(player: Player, { final, refreshAtEnd }: Scenario): Promise<void> {
    const { history } = player;
    for (const [program, declaration] of final.entries()) {
        for (let ups = 1; ; ups++) {
            const { errors } = await player.run(program, "up", declaration);
            await player.tasksEnded();
            if (errors.length === 0 && history.isDone(program)) {
                player.note(`done after ${ups} up${ups === 1 ? "" : "s"} without faults`);
                break;
            }
            if (ups === MOST_FINAL_UPS) {
                const problem = errors[0] ?? "not everything is COMPLETED and verified";
                player.violate(`program ${program} is not done after ${ups} ups without faults: ${problem}`);
                return;
            }
        }
    }
    player.violate(...history.atRest());
    if (refreshAtEnd) {
        const { errors } = await player.run(0, "refresh", final[0]);
        if (errors.length > 0) player.violate(`a refresh at rest failed: ${errors[0]}`);
    }
    const before = player.startedTasks();
    for (const [program, declaration] of final.entries()) {
        const { errors, steps } = await player.run(program, "up", declaration);
        const changes = steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`);
        if (errors.length > 0) player.violate(`up at rest failed: ${errors[0]}`);
        if (changes.length > 0) player.violate(`up at rest was to change nothing, but: ${changes.join(", ")}`);
    }
    if (player.startedTasks() !== before) player.violate("up at rest called CreateExportTask");
    player.violate(...history.atRest());
    for (const [program, declaration] of final.entries()) {
        const { errors } = await player.run(program, "destroy", declaration);
        if (errors.length > 0) player.violate(`destroy failed: ${errors[0]}`);
        await player.tasksEnded();
        player.violate(...history.destroyed(program));
    }
}
