import { join, resolve } from "node:path";
import { type Child, type ChildOptions, lineSplitter, startChild } from "../../../sandbox/engine/embedded/children";
import { type Kind, type Task, WarmServer } from "./warmServer";

const SCRIPTS: readonly (readonly [RegExp, Kind])[] = [
    [/[\\/]cmd[\\/]run[\\/]index\.js$/, "programs"],
    [/[\\/]cmd[\\/]dynamic-provider[\\/]index\.js$/, "host"],
    [/[\\/]cmd[\\/]run-plugin[\\/]index\.js$/, "plugin"],
];
const STAND_INS = resolve(__dirname, "../../../sandbox/plugins");
const idle: WarmServer[] = [];

/**
 * Starts the program and the plugins of the embedded engine in processes that have loaded what they need, and that later
 * ones use again: `openStack({ startChild: startWarm })`. Other commands are processes of their own.
 */
export function startWarm(options: ChildOptions): Child {
    const task = taskOf(options);
    if (!task) return startChild(options);
    const onLine = options.onLine ?? (() => undefined);
    const lines = {
        stdout: lineSplitter((line) => onLine(line, "stdout")),
        stderr: lineSplitter((line) => onLine(line, "stderr")),
    };
    const stopped = new AbortController();
    const server = takeServer(task.kind);
    const exited = server
        .run(task, { onOutput: (text, stream) => lines[stream].push(text), signal: stopped.signal })
        .finally(() => {
            lines.stdout.end();
            lines.stderr.end();
            giveBack(server);
        });
    exited.catch(() => undefined);
    return {
        exited,
        stop: async () => {
            stopped.abort();
            await exited;
        },
    };
}

/** For exclusive use, until it is given back. */
export function takeServer(kind: Kind): WarmServer {
    const index = idle.findLastIndex((server) => server.kind === kind);
    return index < 0 ? new WarmServer(kind) : idle.splice(index, 1)[0];
}

export function giveBack(server: WarmServer): void {
    if (server.isAlive) idle.push(server);
}

function taskOf({ command, args, cwd, env }: ChildOptions): Task | undefined {
    if (command === process.execPath) {
        const [script, ...argv] = args;
        const kind = SCRIPTS.find(([pattern]) => pattern.test(script))?.[1];
        return kind && { kind, script, argv, cwd, env };
    }
    const [, pkg] = /[\\/]pulumi-resource-(aws|aws-native)(?:\.cmd)?$/.exec(command) ?? [];
    if (pkg === undefined || resolve(command, "../..") !== STAND_INS) return undefined;
    return { kind: `stand-in-${pkg}` as Kind, script: join(STAND_INS, "start.cjs"), argv: [pkg, ...args], cwd, env };
}
