import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server that keeps programs loaded and runs one at a time; see server.cjs. */
export interface WarmPrograms {
    /** Makes the embedded engine's program processes use the server. */
    readonly env: NodeJS.ProcessEnv;
    /** Releases the server for the next user. */
    release(): void;
}

const free: WarmPrograms[] = [];

/** A server for exclusive use in this process. It ends with the process. */
export async function warmPrograms(): Promise<WarmPrograms> {
    return free.pop() ?? (await start());
}

async function start(): Promise<WarmPrograms> {
    const folder = mkdtempSync(join(tmpdir(), "warm-"));
    const socket = process.platform === "win32" ? `\\\\.\\pipe\\${folder}` : join(folder, "socket");
    const server = fork(join(__dirname, "server.cjs"), [socket], {
        execArgv: [],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(server, "message");
    server.unref();
    server.channel?.unref();
    process.once("exit", () => {
        server.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true });
    });
    server.once("exit", (code, signal) => {
        console.error(`The server of warm programs ended: ${signal ?? `exit code ${code}`}.`);
        if (free.includes(programs)) free.splice(free.indexOf(programs), 1);
    });
    const programs: WarmPrograms = {
        env: {
            WARM_PROGRAMS: socket,
            NODE_OPTIONS: `--require=${JSON.stringify(join(__dirname, "client.cjs"))}`,
        },
        release: () => void (server.exitCode === null && server.signalCode === null && free.push(programs)),
    };
    return programs;
}
