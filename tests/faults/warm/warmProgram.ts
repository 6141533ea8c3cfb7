import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server that keeps the program loaded; see server.cjs. */
export interface WarmProgram {
    /** Makes the embedded engine's program processes use the server. */
    readonly env: NodeJS.ProcessEnv;
    close(): void;
}

const engineFolder = join(__dirname, "..", "..", "..", "sandbox", "engine");

export async function startWarmProgram(): Promise<WarmProgram> {
    const folder = mkdtempSync(join(tmpdir(), "warm-"));
    const socket = process.platform === "win32" ? `\\\\.\\pipe\\${folder}` : join(folder, "socket");
    const server = fork(join(__dirname, "server.cjs"), [socket], {
        execArgv: ["--require", join(engineFolder, "plainErrors.cjs")],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(server, "message");
    server.unref();
    server.channel?.unref();
    return {
        env: {
            WARM_PROGRAM: socket,
            NODE_OPTIONS: `--require=${JSON.stringify(join(__dirname, "client.cjs"))}`,
        },
        close: () => {
            server.kill("SIGKILL");
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
