import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { record } from "./record";
import type { Order, Report } from "./worker";

const USAGE = `npm run test:engines -- [--from N] [--seeds N] [--jobs J] [--minimise SECONDS]
npm run test:engines -- --seed N
npm run test:engines -- --record

Plays generated programs and sequences of operations on the embedded engine and on the Pulumi CLI on PATH, and compares
results, steps, messages, the provider's calls, outputs and states. A sequence that differs is made smaller.
  --from N      the first seed (default 1)
  --seeds N     play N seeds (default 50)
  --seed N      play only this seed
  --jobs J      play J seeds at a time (default: one a processor)
  --minimise S  look for a smaller sequence for S seconds (default 60)
  --record      write what the CLI does into recorded/, for the tests that have no CLI`;

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            from: { type: "string", default: "1" },
            seeds: { type: "string", default: "50" },
            seed: { type: "string" },
            jobs: { type: "string", default: String(availableParallelism()) },
            minimise: { type: "string", default: "60" },
            record: { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) {
        console.log(USAGE);
        return;
    }
    if (values.record) return record();
    const first = Number(values.seed ?? values.from);
    const count = values.seed === undefined ? Number(values.seeds) : 1;
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    const began = Date.now();
    let [played, operations] = [0, 0];
    const different: number[] = [];
    const playSeeds = async (): Promise<void> => {
        let worker = newWorker();
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
            let report = await playOn(worker, { seed, minimiseSeconds: 0 });
            if ("error" in report || report.difference) {
                // Many programs that fail share a process, and a late exception may end the next one: what differs must
                // do so in new processes, too.
                worker.disconnect();
                worker = newWorker();
                report = await playOn(worker, { seed, minimiseSeconds: Number(values.minimise) });
            }
            played += 1;
            if ("error" in report) {
                different.push(seed);
                console.log(`seed ${seed} could not be played:\n${report.error}`);
            } else {
                operations += report.operations;
                if (report.difference) {
                    different.push(seed);
                    console.log(described(report));
                }
            }
            if (played % 25 === 0) {
                console.log(`${played} of ${count} seeds after ${seconds(began)} s, ${different.length} differ`);
            }
        }
        worker.disconnect();
    };
    await Promise.all(Array.from({ length: Math.min(Number(values.jobs), count) }, () => playSeeds()));
    console.log(
        `${count} sequences with ${operations} operations on each engine in ${seconds(began)} s: ` +
            (different.length === 0
                ? "no difference that is not listed"
                : `${different.length} differ: ${different.sort((a, b) => a - b).join(", ")}`),
    );
    process.exitCode = different.length > 0 ? 1 : 0;
}

function newWorker(): ChildProcess {
    return fork(join(__dirname, "worker.ts"), { execArgv: ["-r", "./sandbox/transpile.cjs"] });
}

function seconds(began: number): number {
    return Math.round((Date.now() - began) / 1000);
}

function playOn(worker: ChildProcess, order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
        const ended = (code: number | null) =>
            reject(new Error(`The process that played seed ${order.seed} ended with ${code}.`));
        worker.once("exit", ended);
        worker.once("message", (report) => {
            worker.off("exit", ended);
            resolve(report as Report);
        });
        worker.send(order);
    });
}

function described(report: Exclude<Report, { error: string }>): string {
    const { seed, difference, minimal } = report;
    const lines = (difference?.lines ?? []).map((line) => `  ${line}`).join("\n");
    return (
        `seed ${seed} differs in operation ${difference?.operation} (- CLI, + embedded)\n${lines}\n` +
        (minimal
            ? `  smallest sequence found:\n${JSON.stringify(minimal.sequence, undefined, 2)}\n` +
              `  differs in operation ${minimal.difference.operation}\n` +
              minimal.difference.lines.map((line) => `  ${line}`).join("\n")
            : "")
    );
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
