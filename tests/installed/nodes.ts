import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The versions of Node.js that the package supports. */
export const NODE_MAJORS = ["20", "22", "24"] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

/** A Node.js of that version: this process's own, or the one from the npm package `node`. */
export function nodeOf(major: NodeMajor, work: string): string {
    if (process.versions.node.split(".")[0] === major) return process.execPath;
    const folder = join(work, `node-${major}`);
    const binary = join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
    if (!existsSync(binary)) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "package.json"), "{}");
        npm(folder, "install", "--no-audit", "--no-fund", `node@${major}`);
    }
    return binary;
}

/** Runs the npm of this process's Node.js. */
export function npm(folder: string, ...args: string[]): string {
    const command = process.platform === "win32" ? "npm.cmd" : "npm";
    const shell = process.platform === "win32";
    return execFileSync(command, args, {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        shell,
    }).trim();
}

/** The environment in which `node` means this one. */
export function environmentOf(node: string): NodeJS.ProcessEnv {
    const separator = process.platform === "win32" ? ";" : ":";
    return { ...process.env, PATH: [dirname(node), process.env.PATH ?? ""].join(separator) };
}
