import { seededRandom } from "../../../sandbox/aws/random";
import { NOW } from "../account";
import type { Outcome } from "../play";
import { ProviderProcess } from "./providerProcess";
import { makeSimulatedScenario, type SimulatedScenario } from "./scenario";
import { Simulation } from "./simulation";
import { VirtualTime } from "./virtualTime";

const HOUR = 3_600_000;
const MOST_FINAL_UPS = 3;

/** Where nothing listens: every request takes the way of the harness. */
const ENVIRONMENT = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ACCESS_KEY_ID: "AKIASANDBOX",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nowhere/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
};

/** Plays the scenario of a seed within this process, in virtual time. */
export async function playSimulated(seed: number, log: (line: string) => void = () => undefined): Promise<Outcome> {
    const began = process.cpuUsage();
    const scenario = makeSimulatedScenario(seed);
    const before = { ...process.env };
    Object.assign(process.env, ENVIRONMENT);
    let simulation: Simulation | undefined;
    const violations: string[] = [];
    try {
        await VirtualTime.run(NOW, seededRandom(seed), async (time) => {
            const restore = ProviderProcess.separateGlobals(time);
            try {
                simulation = new Simulation(scenario, time, log);
                await playAll(simulation, scenario);
            } finally {
                restore();
            }
        });
    } catch (error) {
        violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
        for (const name of Object.keys(ENVIRONMENT)) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
    }
    const { user, system } = process.cpuUsage(began);
    const { operations = 0, faults = {}, kills = {}, notes = {} } = simulation ?? {};
    violations.push(...(simulation?.violations ?? []));
    return { seed, violations: [...new Set(violations)], operations, faults, kills, notes, milliseconds: (user + system) / 1000 };
}

async function playAll(simulation: Simulation, scenario: SimulatedScenario): Promise<void> {
    for (const [index, round] of scenario.rounds.entries()) {
        simulation.say(`round ${index + 1} of ${scenario.rounds.length}`);
        await simulation.playRound(round);
    }
    simulation.say("no more trouble");
    await simulation.time.clock.sleep(30 * HOUR); // by then every range is settled
    await playToTheEnd(simulation, scenario);
}

/** Nothing goes wrong any more: up until it succeeds, up that changes nothing, destroy, with a look after each. */
async function playToTheEnd(simulation: Simulation, scenario: SimulatedScenario): Promise<void> {
    const { final, refreshAtEnd } = scenario;
    for (const [program, declaration] of final.entries()) {
        for (let ups = 1; ; ups++) {
            const { errors } = await simulation.run(program, "up", declaration);
            await simulation.tasksEnded();
            if (errors.length === 0 && simulation.history.isDone(program)) {
                simulation.note(`done after ${ups} up${ups === 1 ? "" : "s"} without faults`);
                break;
            }
            if (ups === MOST_FINAL_UPS) {
                const problem = errors[0] ?? "not everything is COMPLETED and verified";
                simulation.violate(`program ${program} is not done after ${ups} ups without faults: ${problem}`);
                return;
            }
        }
    }
    simulation.violate(...simulation.history.atRest(final));
    if (refreshAtEnd) {
        const { errors } = await simulation.run(0, "refresh", final[0]);
        if (errors.length > 0) simulation.violate(`a refresh at rest failed: ${errors[0]}`);
    }
    const before = simulation.startedTasks();
    for (const [program, declaration] of final.entries()) {
        const { errors, steps } = await simulation.run(program, "up", declaration);
        const changes = steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`);
        if (errors.length > 0) simulation.violate(`up at rest failed: ${errors[0]}`);
        if (changes.length > 0) simulation.violate(`up at rest was to change nothing, but: ${changes.join(", ")}`);
    }
    if (simulation.startedTasks() !== before) simulation.violate("up at rest called CreateExportTask");
    simulation.violate(...simulation.history.atRest(final));
    for (const [program, declaration] of final.entries()) {
        const recorded = simulation.history.recorded(program);
        const { errors } = await simulation.run(program, "destroy", declaration);
        if (errors.length > 0) simulation.violate(`destroy failed: ${errors[0]}`);
        await simulation.tasksEnded();
        simulation.violate(...simulation.history.destroyed(program, recorded));
    }
}
