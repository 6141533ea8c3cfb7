import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Servers that keep programs and plugins loaded, and run one of each at a time; see programs.cjs and plugins.cjs. */
export interface WarmProcesses {
    /** Makes the processes that the embedded engine starts use the servers. */
    readonly env: NodeJS.ProcessEnv;
    /** The same for its programs alone, where plugins are to be processes of their own. */
    readonly programs: NodeJS.ProcessEnv;
    /** Releases the servers for the next user. */
    release(): void;
}

const free: WarmProcesses[] = [];

/** Servers for exclusive use in this process. They end with the process. */
export async function warmProcesses(): Promise<WarmProcesses> {
    return free.pop() ?? (await start());
}

async function start(): Promise<WarmProcesses> {
    const folder = mkdtempSync(join(tmpdir(), "warm-"));
    const socket = (name: string) =>
        process.platform === "win32" ? `\\\\.\\pipe\\${folder}-${name}` : join(folder, name);
    const running = new Map<string, ChildProcess>();
    process.once("exit", () => {
        for (const server of running.values()) server.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true });
    });
    const serve = async (name: string, script: string): Promise<void> => {
        rmSync(socket(name), { force: true });
        const server = fork(join(__dirname, script), [socket(name)], {
            execArgv: [],
            stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        running.set(name, server);
        server.once("exit", (code, signal) => {
            running.delete(name);
            // It ends itself where a program or plugin was stopped at work, which then must not go on.
            if (code === 0) void serve(name, script);
            else console.error(`The server of warm ${name} ended: ${signal ?? `exit code ${code}`}.`);
        });
        await once(server, "message");
        server.unref();
        server.channel?.unref();
    };
    const programs = {
        WARM_PROGRAMS: socket("programs"),
        NODE_OPTIONS: `--require=${JSON.stringify(join(__dirname, "client.cjs"))}`,
    };
    const servers: WarmProcesses = {
        env: {
            ...programs,
            WARM_HOSTS: socket("host"),
            WARM_PLUGINS: socket("plugin"),
            WARM_STAND_INS: socket("stand-in"),
        },
        programs,
        release: () => void free.push(servers),
    };
    await Promise.all([
        serve("programs", "programs.cjs"),
        ...["host", "plugin", "stand-in-aws", "stand-in-aws-native"].map((name) => serve(name, "plugins.cjs")),
    ]);
    return servers;
}
