import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const ROOT = join(__dirname, "..", "..");
export const PACKAGE = "pulumi-cloudwatch-logs-export";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** A Pulumi project in a folder of its own, outside of the repo. */
export interface Project {
    readonly folder: string;
    write(path: string, text: string): void;
    npm(...args: string[]): string;
    /** Makes a folder of node_modules a link to one of the repo. */
    link(name: string, target?: string): void;
    remove(): void;
}

export function newProject(packageJson: object, program: Readonly<Record<string, string>>): Project {
    const folder = mkdtempSync(join(tmpdir(), "project-"));
    const write = (path: string, text: string) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
    };
    write("package.json", JSON.stringify({ name: "project", private: true, ...packageJson }));
    write("Pulumi.yaml", "name: project\nruntime: nodejs\n");
    Object.entries(program).forEach(([path, text]) => write(path, text));
    return {
        folder,
        write,
        npm: (...args) => execFileSync(npm, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
        link: (name, target = join(ROOT, "node_modules", name)) => {
            const at = join(folder, "node_modules", name);
            mkdirSync(dirname(at), { recursive: true });
            symlinkSync(target, at, "junction");
        },
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

/** The report of `npm pack`. */
export interface Packed {
    readonly filename: string;
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string }[];
}

/** Packs the package as the release workflow does: without `workspaces`, of which yarn 1 would warn at install. */
export function packed(into: string): Packed {
    const folder = mkdtempSync(join(tmpdir(), "package-"));
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { files: string[] };
    const given = manifest.files.filter((path) => !path.startsWith("!"));
    for (const path of given) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, workspaces: undefined }));
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", into];
    const [result] = JSON.parse(execFileSync(npm, args, { cwd: folder, encoding: "utf8" })) as Packed[];
    rmSync(folder, { recursive: true, force: true });
    return result;
}

/** Packs the package as it would be published; gives the tarball's path. */
export function pack(into: string): string {
    return join(into, packed(into).filename);
}

/** Unpacks a tarball to where npm would put it. */
export function unpack(tarball: string, target: string): void {
    const folder = mkdtempSync(join(tmpdir(), "unpack-"));
    execFileSync("tar", ["-xzf", tarball, "-C", folder]);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(folder, "package"), target, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
}
