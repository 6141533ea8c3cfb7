import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Row, show, spreadOf } from "./statistics";

const ROOT = join(__dirname, "..");
const RUNS = 9;

/** The cost of importing each candidate. Every import is in a new process. */
export function footprintRows(): Row[] {
    const candidates = {
        here: 'require("pulumi-cloudwatch-logs-export")',
        pulumi: 'require("@pulumi/pulumi")',
        aws: 'require("@pulumi/aws")',
        provider: 'require("pulumi-cloudwatch-logs-export/exportTask")',
    };
    type Name = keyof typeof candidates;
    const seconds: Record<Name, number[]> = { here: [], pulumi: [], aws: [], provider: [] };
    const megabytes: Record<Name, number[]> = { here: [], pulumi: [], aws: [], provider: [] };
    for (let run = 0; run < RUNS; run++) {
        for (const [name, program] of Object.entries(candidates) as [Name, string][]) {
            const [ms, bytes] = measure(program);
            seconds[name].push(ms / 1000);
            megabytes[name].push(bytes / 1e6);
        }
    }
    const time = (name: Name) => show(spreadOf(seconds[name]), "s");
    const memory = (name: Name) => show(spreadOf(megabytes[name]), "MB", 0);
    return [
        { what: "import, time", here: time("here"), peer: "@pulumi/pulumi alone", there: time("pulumi") },
        { what: "", here: "", peer: "@pulumi/aws alone (loads @pulumi/pulumi)", there: time("aws") },
        { what: "import, memory (RSS)", here: memory("here"), peer: "@pulumi/pulumi alone", there: memory("pulumi") },
        { what: "", here: "", peer: "@pulumi/aws alone (loads @pulumi/pulumi)", there: memory("aws") },
        {
            what: "import of the provider's code, once in its host: time",
            here: time("provider"),
            peer: "@pulumi/pulumi alone",
            there: time("pulumi"),
        },
        {
            what: "import of the provider's code: memory (RSS)",
            here: memory("provider"),
            peer: "@pulumi/pulumi alone",
            there: memory("pulumi"),
        },
    ];
}

function measure(program: string): [milliseconds: number, bytes: number] {
    const script =
        `const began = performance.now(); ${program}; ` +
        "process.stdout.write(JSON.stringify([performance.now() - began, process.memoryUsage().rss]))";
    return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" })) as [
        number,
        number,
    ];
}
