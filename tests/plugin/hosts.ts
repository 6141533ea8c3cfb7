import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineName } from "../../sandbox/engine";
import { ROOT } from "../package/project";
import { isOnPath } from "../engine/stage";

/** A language of programs, and an engine that runs them. */
export interface Host {
    readonly language: "yaml" | "python" | "go" | "csharp" | "java";
    readonly engine: EngineName;
    /** What it runs: in every language the program of docs/languages.md, which has a LogExport. */
    readonly programs: readonly ("audit" | "tasks")[];
    /** Makes what its programs need: the SDK that Pulumi generates of the plugin's schema, and what that needs in turn. */
    prepare(): void;
}

/** Where SDKs are generated and installed; programs/ points to it. */
const FOLDER = join(__dirname, ".hosts");
/** Python's, with the SDK. */
export const VIRTUAL_ENVIRONMENT = join(FOLDER, "venv");
const SCHEMA = join(ROOT, "plugin", "schema.json");
interface Schema {
    readonly language: { readonly go: { readonly importBasePath: string } };
}
const schema = () => JSON.parse(readFileSync(SCHEMA, "utf8")) as Schema;

const NEEDED = {
    yaml: ["pulumi", "pulumi-language-yaml"],
    python: ["pulumi", "pulumi-language-python", "python3"],
    go: ["pulumi", "pulumi-language-go", "go"],
    csharp: ["pulumi", "pulumi-language-dotnet", "dotnet"],
    java: ["pulumi", "pulumi-language-java", "mvn"],
} as const;

const PROGRAMS: Readonly<Record<Host["language"], Host["programs"]>> = {
    yaml: ["tasks", "audit"],
    python: ["tasks", "audit"],
    go: ["tasks", "audit"],
    csharp: ["audit"],
    java: ["audit"],
};

const PREPARE: Readonly<Record<Host["language"], () => void>> = {
    yaml: () => undefined, // has no SDK
    python: () => {
        generate("python", () => {
            run("python3", "-m", "venv", VIRTUAL_ENVIRONMENT);
            run(join(VIRTUAL_ENVIRONMENT, "bin", "pip"), "install", "--quiet", join(FOLDER, "sdk", "python"));
        });
    },
    go: () => {
        generate("go", () => {
            const { version } = /github\.com\/pulumi\/pulumi\/sdk\/v3 (?<version>v\S+)/.exec(
                readFileSync(join(__dirname, "programs", "go.mod"), "utf8"),
            )!.groups as { version: string };
            const lines = [
                `module ${schema().language.go.importBasePath}`,
                "go 1.25.0",
                `require github.com/pulumi/pulumi/sdk/v3 ${version}`,
            ];
            writeFileSync(join(FOLDER, "sdk", "go", "go.mod"), lines.join("\n\n"));
        });
    },
    // Their programs compile it.
    csharp: () => generate("dotnet", () => undefined),
    java: () => generate("java", () => undefined),
};

/** The hosts that are on this machine, and why each other one is not. */
export function hosts(): { readonly found: readonly Host[]; readonly missing: readonly string[] } {
    const hostOf = (language: Host["language"], engine: EngineName): Host => ({
        language,
        engine,
        programs: PROGRAMS[language],
        prepare: PREPARE[language],
    });
    const found: Host[] = [hostOf("yaml", "embedded")];
    const missing: string[] = [];
    for (const language of Object.keys(NEEDED) as Host["language"][]) {
        const absent = NEEDED[language].filter((command) => !isOnPath(command));
        if (absent.length === 0) found.push(hostOf(language, "pulumi"));
        else
            missing.push(
                `programs in ${language}: not run on the Pulumi CLI, because there is no ${absent.join(", ")} on PATH`,
            );
    }
    return { found, missing };
}

/** Generates an SDK anew only after the schema has changed: installing it takes a while. */
function generate(language: string, install: () => void): void {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly version: string };
    const text = JSON.stringify({ ...schema(), version });
    const digest = createHash("sha256").update(text).digest("hex");
    const done = join(FOLDER, `${language}.sha256`);
    if (existsSync(done) && readFileSync(done, "utf8") === digest) return;
    mkdirSync(FOLDER, { recursive: true });
    const [file, sdk] = [join(FOLDER, `${language}.json`), join(FOLDER, "sdk")];
    writeFileSync(file, text);
    rmSync(join(sdk, language), { recursive: true, force: true });
    run("pulumi", "package", "gen-sdk", file, "--language", language, "--out", sdk);
    install();
    writeFileSync(done, digest);
}

function run(command: string, ...args: string[]): void {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}
