import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineName } from "../../sandbox/engine";
import { ROOT } from "../package/project";
import { isOnPath } from "../engine/stage";

/** A language of programs, and an engine that runs them. */
export interface Host {
    readonly language: "yaml" | "python" | "go";
    readonly engine: EngineName;
    /** Makes what its programs need: the SDK that Pulumi generates of the plugin's schema, and what that needs in turn. */
    prepare(): void;
}

/** Where SDKs are generated and installed; programs/ points to it. */
const FOLDER = join(__dirname, ".hosts");
const SCHEMA = join(ROOT, "plugin", "schema.json");
const GO_MODULE = "example.com/pulumi-cloudwatch-logs-export/sdk/go/cloudwatchlogsexport";

const NEEDED = {
    yaml: ["pulumi", "pulumi-language-yaml"],
    python: ["pulumi", "pulumi-language-python", "python3"],
    go: ["pulumi", "pulumi-language-go", "go"],
} as const;

const PREPARE: Readonly<Record<Host["language"], () => void>> = {
    yaml: () => undefined, // has no SDK
    python: () => {
        generate("python", () => {
            run("python3", "-m", "venv", join(FOLDER, "venv"));
            run(join(FOLDER, "venv", "bin", "pip"), "install", "--quiet", join(FOLDER, "sdk", "python"));
        });
    },
    go: () => {
        generate("go", () => {
            const { version } = /github\.com\/pulumi\/pulumi\/sdk\/v3 (?<version>v\S+)/.exec(
                readFileSync(join(__dirname, "programs", "go.mod"), "utf8"),
            )!.groups as { version: string };
            const lines = [`module ${GO_MODULE}`, "go 1.25.0", `require github.com/pulumi/pulumi/sdk/v3 ${version}`];
            writeFileSync(join(FOLDER, "sdk", "go", "go.mod"), lines.join("\n\n"));
        });
    },
};

/** The hosts that are on this machine, and why each other one is not. */
export function hosts(): { readonly found: readonly Host[]; readonly missing: readonly string[] } {
    const found: Host[] = [{ language: "yaml", engine: "embedded", prepare: PREPARE.yaml }];
    const missing: string[] = [];
    for (const language of Object.keys(NEEDED) as Host["language"][]) {
        const absent = NEEDED[language].filter((command) => !isOnPath(command));
        if (absent.length === 0) found.push({ language, engine: "pulumi", prepare: PREPARE[language] });
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
    const schema = JSON.stringify({ ...(JSON.parse(readFileSync(SCHEMA, "utf8")) as object), version });
    const digest = createHash("sha256").update(schema).digest("hex");
    const done = join(FOLDER, `${language}.sha256`);
    if (existsSync(done) && readFileSync(done, "utf8") === digest) return;
    mkdirSync(FOLDER, { recursive: true });
    const [file, sdk] = [join(FOLDER, `${language}.json`), join(FOLDER, "sdk")];
    writeFileSync(file, schema);
    rmSync(join(sdk, language), { recursive: true, force: true });
    run("pulumi", "package", "gen-sdk", file, "--language", language, "--out", sdk);
    install();
    writeFileSync(done, digest);
}

function run(command: string, ...args: string[]): void {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}
