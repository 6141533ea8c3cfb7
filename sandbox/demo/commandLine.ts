import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { EngineName } from "../engine";

/** The demo's options. Paths are absolute. */
export interface DemoOptions {
    readonly engine: EngineName;
    readonly logs: readonly string[];
}

const usage = `
npm run demo [-- options]

  --logs FILE…       plain text log files, each of which becomes a log group (default: those in sandbox/demo/logs)
  --engine NAME      embedded (default, needs nothing but Node) or pulumi (the Pulumi CLI on PATH)
`.trim();

/** An invalid command line, or an invalid log file. */
export class UsageError extends Error {
    constructor(message: string) {
        super(`${message}\n\n${usage}`);
    }
}

/** All arguments between --logs and the next option are files. Paths are relative to the folder where npm was called. */
export function parseCommandLine(args: readonly string[], cwd: string): DemoOptions {
    const { values, positionals } = parse(args);
    if (positionals.length > 0 && values.logs === undefined) {
        throw new UsageError(`Unexpected argument ${JSON.stringify(positionals[0])}.`);
    }
    const engine = values.engine ?? "embedded";
    if (engine !== "embedded" && engine !== "pulumi") {
        throw new UsageError(`--engine is ${JSON.stringify(engine)}; there are embedded and pulumi.`);
    }
    const files = [...(values.logs ?? []), ...positionals].map((file) => resolve(cwd, file));
    return { engine, logs: files.length > 0 ? files : shippedLogs() };
}

function parse(args: readonly string[]) {
    try {
        return parseArgs({
            args: [...args],
            allowPositionals: true,
            options: { logs: { type: "string", multiple: true }, engine: { type: "string" } },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}

function shippedLogs(): string[] {
    const folder = join(__dirname, "logs");
    return readdirSync(folder)
        .filter((name) => name.endsWith(".log"))
        .sort()
        .map((name) => join(folder, name));
}
