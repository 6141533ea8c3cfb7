import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/**
 * Programs and plugins as child processes. Each leads a process group, so it can be ended with everything that it started.
 * Processes that are still running when this process exits are killed.
 */
export interface ChildOptions {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** Called with every line of output. */
    readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
    /** A batch file, which only a shell can start. */
    readonly shell?: boolean;
}

export interface Child {
    /** The exit code, or the signal that ended it. */
    readonly exited: Promise<number | string>;
    /** Sends SIGINT, then SIGKILL if it still runs after the grace period. */
    stop(graceMilliseconds: number): Promise<void>;
}

export type StartChild = (options: ChildOptions) => Child;

const running = new Set<ChildProcess>();
let hooked = false;

export function startChild({ command, args, cwd, env, onLine, shell }: ChildOptions): Child {
    if (!hooked) {
        hooked = true;
        process.on("exit", () => running.forEach((child) => signal(child, "SIGKILL")));
    }
    const child = spawn(command, args, {
        cwd,
        env: { ...env, SANDBOX_PARENT: String(process.pid) },
        stdio: ["ignore", "pipe", "pipe"],
        detached: process.platform !== "win32",
        shell,
    });
    running.add(child);
    splitLines(child, onLine ?? (() => undefined));
    const exited = new Promise<number | string>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, name) => resolve(code ?? name ?? "unknown"));
    }).finally(() => running.delete(child));
    exited.catch(() => undefined);
    return { exited, stop: (grace) => stop(child, grace) };
}

async function stop(child: ChildProcess, graceMilliseconds: number): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) {
        return;
    }
    const gone = once(child, "exit");
    signal(child, "SIGINT");
    const timer = setTimeout(() => signal(child, "SIGKILL"), graceMilliseconds);
    await gone;
    clearTimeout(timer);
    signal(child, "SIGKILL");
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
    if (child.pid === undefined) {
        return;
    }
    try {
        process.kill(process.platform === "win32" ? child.pid : -child.pid, name);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}

function splitLines(child: ChildProcess, onLine: NonNullable<ChildOptions["onLine"]>): void {
    for (const stream of ["stdout", "stderr"] as const) {
        const lines = lineSplitter((line) => onLine(line, stream));
        child[stream]?.setEncoding("utf8");
        child[stream]?.on("data", lines.push);
        child[stream]?.on("end", lines.end);
    }
}

/** Calls back with each line of a text that comes in pieces. */
export function lineSplitter(onLine: (line: string) => void): { push(text: string): void; end(): void } {
    let rest = "";
    return {
        push: (text) => {
            const lines = (rest + text).split("\n");
            rest = lines.pop() ?? "";
            lines.forEach((line) => onLine(line.replace(/\r$/, "")));
        },
        end: () => {
            if (rest !== "") onLine(rest);
        },
    };
}
