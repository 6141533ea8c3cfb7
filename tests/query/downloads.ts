import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The version that Athena's engine version 3 is nearest to, of those that were tried. */
const TRINO_VERSION = "476";
const PYSPARK_VERSION = "4.0.1";

/** Engines are large: each is fetched once for all clones. */
const CACHE = join(homedir(), ".cache", "pulumi-cloudwatch-logs-export");

/** The folder of a Trino server, from Maven Central. @throws {Error} if it cannot be downloaded. */
export function trinoFolder(): string {
    const folder = join(CACHE, `trino-server-${TRINO_VERSION}`);
    if (existsSync(folder)) return folder;
    mkdirSync(CACHE, { recursive: true });
    const artifact = `io.trino:trino-server:${TRINO_VERSION}:tar.gz`;
    run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${CACHE}`]);
    const archive = `${folder}.tar.gz`;
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    run("tar", ["xzf", archive, "-C", partial, "--strip-components=1"]);
    rmSync(archive);
    renameSync(partial, folder);
    return folder;
}

/** A Python with pyspark, from PyPI. @throws {Error} if it cannot be downloaded. */
export function sparkPython(): string {
    const folder = join(CACHE, `pyspark-${PYSPARK_VERSION}`);
    const python = join(folder, "bin", "python");
    if (existsSync(join(folder, "installed"))) return python;
    run("python3", ["-m", "venv", "--clear", folder]);
    run(python, ["-m", "pip", "install", "-q", `pyspark==${PYSPARK_VERSION}`]);
    mkdirSync(join(folder, "installed"));
    return python;
}

function run(command: string, args: readonly string[]): void {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** The home of a Java of one of these major versions, from JAVA_HOME or where Linux has them. */
export function javaHome(...versions: readonly string[]): string | undefined {
    const installed = existsSync("/usr/lib/jvm")
        ? readdirSync("/usr/lib/jvm").map((name) => join("/usr/lib/jvm", name))
        : [];
    return [process.env.JAVA_HOME ?? "", ...installed].find((home) => versions.includes(majorVersionOf(home) ?? ""));
}

function majorVersionOf(home: string): string | undefined {
    try {
        const text = execFileSync(join(home, "bin", "java"), ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }); // prettier-ignore
        return /^\S+ (\d+)/.exec(text)?.[1];
    } catch {
        return undefined;
    }
}
