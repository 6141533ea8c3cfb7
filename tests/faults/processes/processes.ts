import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Victim } from "../scenario";

export interface Process {
    readonly pid: number;
    readonly command: readonly string[];
}

/** Every process that this one has started, and theirs. */
export function descendants(of: number = process.pid): Process[] {
    return existsSync("/proc/self/task") ? fromProc(of) : fromPs(of);
}

/** The same without the warm processes, which tests share. */
export function ownDescendants(): Process[] {
    return descendants().filter(({ command }) => !command.some((word) => /[\\/]support[\\/]warm[\\/]/.test(word)));
}

/** The processes of a run, on either engine. */
export function processesOf(target: Victim): Process[] {
    return descendants().filter(({ command }) => partOf(command) === target);
}

/** Which part of a run a process is, on either engine. */
export function partOf(command: readonly string[]): Victim | undefined {
    if (command.some((word) => /[\\/]cmd[\\/]dynamic-provider/.test(word))) return "provider";
    if (command.some((word) => /[\\/]cmd[\\/]run(?:$|[\\/])/.test(word))) return "program";
    return /^pulumi(\.exe)?$/.test(basename(command[0] ?? "")) ? "engine" : undefined;
}

/** kill -9; whether there was anything to kill. */
export function killAll(processes: readonly Process[]): boolean {
    return processes.map(({ pid }) => kill(pid)).includes(true);
}

function kill(pid: number): boolean {
    try {
        process.kill(pid, "SIGKILL");
        return true;
    } catch {
        return false; // ended by itself
    }
}

export function isAlive({ pid }: Process): boolean {
    try {
        process.kill(pid, 0);
        return !existsSync("/proc/self/stat") || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
        return false;
    }
}

function fromProc(of: number): Process[] {
    const found: Process[] = [];
    for (const queue = [of]; queue.length > 0;) {
        for (const pid of childrenOf(queue.shift() as number)) {
            queue.push(pid);
            found.push({ pid, command: quietly(() => read(`/proc/${pid}/cmdline`).split("\0"), []) });
        }
    }
    return found;
}

/** Any thread of a process may have started a child. */
function childrenOf(pid: number): number[] {
    const threads = quietly(() => readdirSync(`/proc/${pid}/task`), []);
    return threads.flatMap((thread) =>
        quietly(() => read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number), []),
    );
}

const read = (path: string) => readFileSync(path, "utf8");

function quietly<T>(look: () => T, otherwise: T): T {
    try {
        return look();
    } catch {
        return otherwise; // it ended while we looked
    }
}

function fromPs(of: number): Process[] {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
    const all = lines
        .map((line) => line.trim().split(/\s+/))
        .map(([pid, ppid, ...command]) => ({ pid: +pid, ppid: +ppid, command }));
    const found: Process[] = [];
    for (const queue = [of]; queue.length > 0;) {
        const parent = queue.shift();
        const children = all.filter(({ ppid }) => ppid === parent);
        queue.push(...children.map(({ pid }) => pid));
        found.push(...children);
    }
    return found;
}
