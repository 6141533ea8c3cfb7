import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Outcome } from "./outcome";
import type { PlayerKind } from "./scenario";
import { summarise } from "./summary";
import type { Order, Report } from "./worker";

const USAGE = `npm run test:faults -- [--from N] [--seeds N] [--jobs J] [--engine embedded|pulumi] [--verbose]
npm run test:faults -- --seed N

Plays ups, refreshes and destroys through random schedules of faults, and checks the promises of docs/reliability.md.
Without --engine everything runs in virtual time within one process: the provider and the AWS SDK are real, the engine is a
model of Pulumi's, AWS is the sandbox.
  --from N     the first seed (default 100001)
  --seeds N    play N seeds (default 200; with --engine 20)
  --seed N     play only this seed, and print everything that happens
  --jobs J     play J seeds at a time (default: one a processor)
  --engine     play real processes on the embedded engine, or on pulumi: the CLI on PATH, whose engine is killed, too`;

async function main(): Promise<void> {
    const options = readOptions();
    if (!options) return;
    const { first, count, jobs, player, isVerbose } = options;
    const began = Date.now();
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    const outcomes: Outcome[] = [];
    await Promise.all(Array.from({ length: Math.min(jobs, count) }, () => playSeeds()));
    console.log(`\n${summarise(outcomes, Date.now() - began)}`);
    process.exitCode = outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0;

    async function playSeeds(): Promise<void> {
        let worker = newWorker();
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
            const order: Order = { seed, player, isLogged: isVerbose };
            let report = await playOn(worker, order);
            if (report === "killed") {
                console.log(`The process that played seed ${seed} was killed from outside; the seed is played again.`);
                report = await playOn((worker = newWorker()), order);
            }
            if (report === "killed") throw new Error(`The process that played seed ${seed} was killed twice.`);
            outcomes.push(report.outcome);
            tell(report);
        }
        worker.disconnect();
    }

    function tell({ outcome: { seed, violations, milliseconds }, log }: Report): void {
        if (violations.length > 0) {
            const again = `npm run test:faults -- --seed ${seed}${player === "simulation" ? "" : ` --engine ${player}`}`;
            console.log(
                `seed ${seed} VIOLATES\n${violations.map((text) => `  ${text}`).join("\n")}\n  again: ${again}`,
            );
        }
        if ((violations.length > 0 && count <= MOST_TOLD) || isVerbose)
            console.log(log.map((line) => `  | ${line.replace(/\n/g, "\n  | ")}`).join("\n"));
        if (isVerbose || outcomes.length % (player === "simulation" ? 500 : 10) === 0 || outcomes.length === count) {
            const seconds = Math.round((Date.now() - began) / 1000);
            console.log(
                `${outcomes.length} of ${count} seeds after ${seconds} s; seed ${seed} took ${milliseconds} ms`,
            );
        }
    }
}

function newWorker(): ChildProcess {
    return fork(join(__dirname, "worker.ts"), { execArgv: ["-r", "./sandbox/transpile.cjs"] });
}

function playOn(worker: ChildProcess, order: Order): Promise<Report | "killed"> {
    return new Promise((resolve, reject) => {
        const ended = (code: number | null) => {
            if (code === null) resolve("killed");
            else reject(new Error(`The process that played seed ${order.seed} ended with code ${code}.`));
        };
        worker.once("exit", ended);
        worker.once("message", (message) => {
            worker.off("exit", ended);
            resolve(message as Report);
        });
        worker.send(order);
    });
}

interface Options {
    readonly first: number;
    readonly count: number;
    readonly jobs: number;
    readonly player: PlayerKind;
    readonly isVerbose: boolean;
}

/** A long run reports only the violations. `--seed` reports everything. */
const MOST_TOLD = 50;

function readOptions(): Options | undefined {
    const { values } = parseArgs({
        options: {
            from: { type: "string", default: "100001" },
            seeds: { type: "string" },
            seed: { type: "string" },
            jobs: { type: "string", default: String(availableParallelism()) },
            engine: { type: "string" },
            verbose: { type: "boolean", default: false },
            help: { type: "boolean", short: "h", default: false },
        },
    });
    if (values.help) {
        console.log(USAGE);
        return undefined;
    }
    const { engine: player = "simulation", seed, seeds = player === "simulation" ? "200" : "20" } = values;
    if (player !== "simulation" && player !== "embedded" && player !== "pulumi") {
        throw new Error(`--engine is ${player}; embedded or pulumi.`);
    }
    return {
        first: seed === undefined ? whole("from", values.from, 0) : whole("seed", seed, 0),
        count: seed === undefined ? whole("seeds", seeds, 1) : 1,
        jobs: whole("jobs", values.jobs, 1),
        player,
        isVerbose: values.verbose || seed !== undefined,
    };
}

function whole(name: string, text: string, least: number): number {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`--${name} is ${JSON.stringify(text)}; it must be a whole number from ${least} on.`);
}

void main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
});
