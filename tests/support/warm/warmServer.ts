import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineSplitter } from "../../../sandbox/engine/embedded/children";

/** Programs, or one kind of plugin. */
export type Kind = "programs" | "host" | "plugin" | "stand-in-aws" | "stand-in-aws-native";

/** A script of one kind, as a process of its own would run it. */
export interface Task {
    readonly kind: Kind;
    readonly script: string;
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
}

export interface RunOptions {
    readonly onOutput: (text: string, stream: "stdout" | "stderr") => void;
    /** Ends the run, as a signal ends a process. */
    readonly signal: AbortSignal;
}

const running = new Set<ChildProcess>();
let folder: string | undefined;
let count = 0;

/** A process that keeps loaded what tasks of one kind need, and runs one at a time; see programs.cjs and plugins.cjs. */
export class WarmServer {
    readonly path: string;
    /** Whether it still runs tasks. */
    isAlive = true;
    private process!: ChildProcess;
    private listening!: Promise<void>;

    constructor(readonly kind: Kind) {
        folder ??= makeFolder();
        const name = `${kind}-${count++}`;
        this.path = process.platform === "win32" ? `\\\\.\\pipe\\${folder}-${name}` : join(folder, name);
        this.start();
    }

    /** Resolves when it accepts tasks. */
    get ready(): Promise<void> {
        return this.listening;
    }

    /** Runs a task to its end, or to the server's. @returns the exit code, or the signal that ended it. */
    async run(task: Task, options: RunOptions): Promise<number | string> {
        for (;;) {
            await this.listening;
            if (options.signal.aborted) return "SIGINT";
            const server = this.process;
            const { hasBegun, code } = await this.send(task, options);
            if (code !== undefined) return code;
            if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
            if (hasBegun || !this.isAlive) return server.exitCode ?? server.signalCode ?? 1;
        }
    }

    private send(
        task: Task,
        { onOutput, signal }: RunOptions,
    ): Promise<{ readonly hasBegun: boolean; readonly code: number | string | undefined }> {
        return new Promise((resolve) => {
            let hasBegun = false;
            let code: number | string | undefined;
            const socket = connect(this.path).setEncoding("utf8");
            const abort = (): void => {
                code ??= "SIGINT";
                socket.destroy();
            };
            signal.addEventListener("abort", abort);
            const { push } = lineSplitter((line) => {
                const said = JSON.parse(line) as { stream?: "stdout" | "stderr"; text: string; code?: number };
                hasBegun = true;
                if (said.stream && !signal.aborted) onOutput(said.text, said.stream);
                code ??= said.code;
            });
            socket.on("data", push);
            socket.on("error", () => undefined);
            socket.once("close", () => {
                signal.removeEventListener("abort", abort);
                resolve({ hasBegun, code });
            });
            socket.write(`${JSON.stringify(task)}\n`);
        });
    }

    private start(): void {
        rmSync(this.path, { force: true });
        const script = this.kind === "programs" ? "programs.cjs" : "plugins.cjs";
        const server = fork(join(__dirname, script), [this.path], {
            execArgv: ["--max-semi-space-size=64", "--single-threaded-gc"],
            stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        running.add(server);
        this.process = server;
        this.listening = new Promise((resolve, reject) => {
            server.once("message", () => {
                server.unref();
                server.channel?.unref();
                resolve();
            });
            server.once("exit", (code, signal) => {
                running.delete(server);
                reject(new Error(`The server of warm ${this.kind} ended: ${signal ?? `exit code ${code}`}.`));
                // It ends itself where a program or plugin was stopped at work, which then must not go on.
                if (code === 0) this.start();
                else this.isAlive = false;
            });
        });
        this.listening.catch(() => undefined);
    }
}

function makeFolder(): string {
    const made = mkdtempSync(join(tmpdir(), "warm-"));
    process.once("exit", () => {
        for (const server of running) server.kill("SIGKILL");
        rmSync(made, { recursive: true, force: true });
    });
    return made;
}
