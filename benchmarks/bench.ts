import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { footprintRows } from "./footprint";
import { isOnPath } from "../tests/engine/stage";
import { noopRows } from "./noop";
import { peerRows, whyNoPeers } from "./peers";
import { planningRows } from "./planning";
import { readRows, whyNoRead } from "./read";
import { SLOT_TITLE, slotTable } from "./slot";
import { startRows } from "./start";
import { type Row } from "./statistics";

const FILE = join(__dirname, "..", "docs", "benchmarks.md");

/** Runs all benchmarks, one after the other. `--write` writes them to docs/benchmarks.md. */
async function main(): Promise<void> {
    const before = loadavg()[0];
    const rows: Row[] = [];
    const add = async (what: string, measure: () => Row[] | Promise<Row[]>) => {
        console.error(`measuring ${what} …`);
        const measured = await measure();
        for (const row of measured) console.error(lineOf(row));
        rows.push(...measured);
    };
    const simulated = await slotTable();
    const why = whyNoPeers();
    if (why) console.error(`The AWS CLI and c7n-logexporter are not measured: ${why}`);
    else await add("the slot beside the AWS CLI and c7n-logexporter", peerRows);
    await add("planning", planningRows);
    await add("imports", footprintRows);
    await add("no-op ups", () => noopRows("embedded"));
    const whyNot = whyNoRead();
    if (whyNot) console.error(`The command read is not measured: ${whyNot}`);
    else await add("the command read beside zcat and sort", readRows);
    if (isOnPath("pulumi")) {
        await add("the start on the Pulumi CLI", () => startRows("pulumi"));
        await add("no-op ups on the Pulumi CLI", () => noopRows("pulumi"));
    } else {
        console.error("The Pulumi CLI is not measured: there is no pulumi on PATH.");
    }
    const load = `${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after`;
    const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, load average ${load}`;
    const text = documentOf(rows, simulated, machine);
    if (process.argv.includes("--write")) writeFileSync(FILE, text);
    else console.log(text);
}

function documentOf(rows: readonly Row[], slot: readonly string[], machine: string): string {
    return [
        "# Benchmarks",
        "",
        "Each figure stands beside what it is measured by, taken in the same run: the median, and in brackets the least and",
        "the greatest of several runs. `npm run bench` prints this page, `npm run bench -- --write` writes it.",
        "",
        `Machine: ${machine}.`,
        "Where the load is above the number of cores, other work ran beside it: compare the columns then, not the seconds.",
        "",
        "| what | this package | limit | beside it | its figure |",
        "|---|---|---|---|---|",
        ...rows.map(lineOf),
        "",
        "## The slot on simulated time",
        "",
        `${SLOT_TITLE}. \`npm run bench:slot\` prints this part alone.`,
        "",
        ...slot,
        "",
        "## How to repeat it, and what to know",
        "",
        "```sh",
        "python3 -m venv benchmarks/.venv && benchmarks/.venv/bin/pip install -r benchmarks/requirements.txt",
        "npm ci && npm run bench",
        "```",
        "",
        "- **Slot utilisation** is the sum of the tasks' own run times ÷ the time from the first start to the last end. The AWS CLI",
        "  and c7n-logexporter run unchanged against the sandbox, in real time, because their sleeps cannot be made faster without",
        "  making their own work look slower. Short tasks are the hard case; with longer ones all come closer to 1.",
        "- The three run beside each other, each in an account of its own, with the same lengths of tasks in the same order.",
        "- Both peers ask every five seconds here. c7n-logexporter's own default is 300 s. It starts the next task when the service",
        "  no longer refuses it, and verifies nothing; the loop believes COMPLETED. This package also lists tasks and objects.",
        "- Calls count what arrives at the sandbox's CloudWatch Logs, refused ones and those of the SDKs' own retries included.",
        "- **No-op up**: the embedded engine, and the Pulumi CLI where one is on PATH; the program loaded, the state read and written. With the",
        "  CLI it is the Automation API's `up`, which asks for outputs, history and state besides, some 1.7 s. The peers are what Pulumi itself",
        "  takes for as many dynamic resources of short texts, in a program with the same bucket and imports: with as many properties as an",
        "  export has, with as many as a program gives it, and with one, the least there is. Pulumi makes some forty promises of each",
        "  property, and the engine of CLI 3.260 writes each into its log at every step. The peers have what Pulumi records of any dynamic",
        "  resource: its provider's serialised text and the program's stack. Memory is the peak resident set of the program's process and",
        "  the provider host's. The plugin runs the component and its exports in one process; what it stands beside is the same LogExport",
        "  in JavaScript.",
        "- **Planning**: the names, ranges and prefixes of one log group's exports, without Pulumi. Growth is the time beside that of",
        "  a tenth of the ranges.",
        "- **`read`**: a log group of 10 days and 10 streams, from the sandbox's S3 in another process, without manifests, into a file. It",
        "  keeps messages of several lines whole and takes each event once, which `sort` does not; `sort` is given local files. Processor",
        "  time is of the command and its children; peak memory of the largest process.",
        "- **Imports**: each in a new process, the candidates in turn. Memory is the resident set.",
        "",
    ].join("\n");
}

function lineOf({ what, here, limit, peer, there }: Row): string {
    return `| ${[what, here, what === "" ? "" : (limit ?? "none"), peer, there].join(" | ")} |`;
}

void main();
