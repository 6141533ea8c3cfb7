import { connect } from "../../../providers/aws/clients";
import { realClock } from "../../../providers/clock";
import { openAws } from "../../../sandbox/aws";
import type { Reply } from "../../../sandbox/aws/http/handle";
import { seededRandom } from "../../../sandbox/aws/random";
import { HOUR } from "../../support/durations";
import { NOW } from "../account";
import type { Outcome } from "../outcome";
import { playToTheEnd } from "../player";
import { makeScenario } from "../scenario";
import { Tally } from "../tally";
import { directHandler } from "./directHandler";
import { ProviderProcess } from "./providerProcess";
import { Simulation, type SimulationOptions } from "./simulation";
import { VirtualTime } from "./virtualTime";

/** No server listens there: every request goes through the simulated network. */
const ENVIRONMENT = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ACCESS_KEY_ID: "AKIASANDBOX",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nowhere/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
};

/** Plays the scenario of a seed within this process, in virtual time, and checks everything that was promised. */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<Outcome> {
    await (warm ??= inEnvironment(warmUp));
    const began = process.cpuUsage();
    const scenario = makeScenario(seed, "simulation");
    let simulation: Simulation | undefined;
    const tally = new Tally((text) => simulation?.say(`VIOLATION ${text}`));
    const play = async (time: VirtualTime) => {
        const restore = ProviderProcess.separateGlobals(time);
        try {
            simulation = new Simulation(scenario, time, tally, options);
            await playAll(simulation);
        } finally {
            restore();
        }
    };
    try {
        await inEnvironment(() => VirtualTime.run(NOW, seededRandom(seed), play));
    } catch (error) {
        tally.crashed(error);
    }
    const { user, system } = process.cpuUsage(began);
    return tally.outcome(seed, Math.round((user + system) / 1000));
}

async function playAll(simulation: Simulation): Promise<void> {
    const { rounds } = simulation.scenario;
    for (const [index, round] of rounds.entries()) {
        simulation.say(`round ${index + 1} of ${rounds.length}`);
        await simulation.playRound(round);
    }
    simulation.say("no more trouble");
    await simulation.time.clock.sleep(30 * HOUR); // by then every range is settled
    await playToTheEnd(simulation, simulation.scenario);
}

let warm: Promise<void> | undefined;

/** The SDK's first use reads from disk, which takes time that the virtual clock does not know. */
async function warmUp(): Promise<void> {
    const aws = openAws();
    aws.seed({ buckets: [{ name: "warm", region: "eu-central-1" }] });
    const requestHandler = directHandler(async (raw) => (await aws.handle(raw)) as Exclude<Reply, string>);
    const access = { region: "eu-central-1", roles: [] };
    const { logs, s3, caller } = connect(access, realClock, { requestHandler });
    await Promise.all([caller(), logs.listTasks(), s3.write("warm", "key", "value")]);
    await Promise.all([s3.read("warm", "key"), s3.find("warm", "key"), s3.policyOf("warm")]);
    await s3.removeAll("warm", "key/");
}

async function inEnvironment<T>(work: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    Object.assign(process.env, ENVIRONMENT);
    try {
        return await work();
    } finally {
        for (const name of Object.keys(ENVIRONMENT)) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
    }
}
