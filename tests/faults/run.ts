import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EngineName } from "../../sandbox/engine";
import type { Outcome } from "./play";
import { summarise } from "./summary";
import type { Order, Report } from "./worker";

const USAGE = `npm run test:faults -- [--seeds N] [--seed S] [--jobs J] [--engine embedded|pulumi] [--verbose]

Runs whole ups through random schedules of faults and checks after each that every export was made exactly once.
  --seeds N    play N seeds (default 50)
  --seed S     begin with seed S; without --seeds, play only that one and show what happens (default 1)
  --jobs J     play J seeds at a time (default: one a processor)
  --engine     embedded (default), or pulumi: the CLI on PATH, whose engine is killed too`;

async function main(): Promise<void> {
    const options = readOptions();
    if (!options) return;
    const { first, count, jobs, engine, isVerbose } = options;
    const began = Date.now();
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    const outcomes: Outcome[] = [];
    await Promise.all(Array.from({ length: Math.min(jobs, count) }, () => playSeeds()));
    console.log(`\n${summarise(outcomes, Date.now() - began)}`);
    process.exitCode = outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0;

    async function playSeeds(): Promise<void> {
        const worker = fork(join(__dirname, "worker.ts"), { execArgv: ["-r", "./sandbox/transpile.cjs"] });
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
            const order: Order = { seed, engine };
            const report = await new Promise<Report>((resolve, reject) => {
                const failed = () => reject(new Error(`the process that played seed ${seed} ended`));
                worker.once("exit", failed);
                worker.once("message", (message) => {
                    worker.off("exit", failed);
                    resolve(message as Report);
                });
                worker.send(order);
            });
            outcomes.push(report.outcome);
            tell(report);
        }
        worker.disconnect();
    }

    function tell({ outcome: { seed, violations, milliseconds }, log }: Report): void {
        if (violations.length > 0) {
            const again = `npm run test:faults -- --seed ${seed}${engine === "embedded" ? "" : ` --engine ${engine}`}`;
            console.log(
                `seed ${seed} VIOLATES\n${violations.map((text) => `  ${text}`).join("\n")}\n  again: ${again}`,
            );
        }
        if (violations.length > 0 || isVerbose)
            console.log(log.map((line) => `  | ${line.replace(/\n/g, "\n  | ")}`).join("\n"));
        if (isVerbose || outcomes.length % 10 === 0 || outcomes.length === count) {
            const seconds = Math.round((Date.now() - began) / 1000);
            console.log(
                `${outcomes.length} of ${count} seeds after ${seconds} s; seed ${seed} took ${milliseconds} ms`,
            );
        }
    }
}

interface Options {
    readonly first: number;
    readonly count: number;
    readonly jobs: number;
    readonly engine: EngineName;
    readonly isVerbose: boolean;
}

function readOptions(): Options | undefined {
    const { values } = parseArgs({
        options: {
            seeds: { type: "string" },
            seed: { type: "string" },
            jobs: { type: "string" },
            engine: { type: "string", default: "embedded" },
            verbose: { type: "boolean", default: false },
            help: { type: "boolean", short: "h", default: false },
        },
    });
    if (values.help) {
        console.log(USAGE);
        return undefined;
    }
    const { engine } = values;
    if (engine !== "embedded" && engine !== "pulumi") throw new Error(`--engine is ${engine}; embedded or pulumi.`);
    const isOne = values.seed !== undefined && values.seeds === undefined;
    return {
        first: whole("seed", values.seed ?? "1", 0),
        count: isOne ? 1 : whole("seeds", values.seeds ?? "50", 1),
        jobs: whole("jobs", values.jobs ?? String(availableParallelism()), 1),
        engine,
        isVerbose: values.verbose || isOne,
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
