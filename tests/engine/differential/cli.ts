import { execFile } from "node:child_process";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import type * as automation from "@pulumi/pulumi/automation";
import { RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { dump, load as parseYaml } from "js-yaml";
import { EventCollector } from "../../../sandbox/engine/pulumi/eventCollector";
import { revealPlaintext } from "../../../sandbox/engine/pulumi/plaintext";
import type { ExportedState } from "../../../sandbox/engine";
import { stackType } from "../../../sandbox/engine/urn";
import { urnsOf } from "./embedded";
import type { Raw } from "./observation";
import type { RecordingProvider } from "./provider";
import type { Operation } from "./sequence";

const run = promisify(execFile);
// Neither has declarations.
const load = createRequire(__filename);
const declare = load("./program/index.js") as () => unknown;
const { LanguageServer } = load("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (program: () => Promise<unknown>) => {
        run(call: unknown, callback: (error: Error | null, response?: RunResponse) => void): void;
    };
};

function alreadyReported(): RunResponse {
    const response = new RunResponse();
    response.setBail(true);
    return response;
}

/**
 * The Pulumi CLI on PATH, as fast as it goes: the program runs in this process as the Automation API's inline programs
 * do, the provider runs here too, and a stack is created and read as a file.
 */
export class Cli {
    private readonly folder = mkdtempSync(join(tmpdir(), "differential-"));
    private readonly server = new grpc.Server();
    private readonly checkpoints = join(this.folder, ".pulumi", "stacks", "differential");
    private readonly env: NodeJS.ProcessEnv;
    private client = "";
    private programEnd = Promise.resolve();
    private key: Buffer | undefined;

    private constructor(
        private readonly provider: RecordingProvider,
        port: number,
    ) {
        this.env = {
            ...process.env,
            PULUMI_BACKEND_URL: pathToFileURL(this.folder).href,
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_CONFIG_PASSPHRASE: "",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DEBUG_COMMANDS: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
            PULUMI_DEBUG_PROVIDERS: `rec:${port}`,
        };
    }

    static async start(provider: RecordingProvider, port: number): Promise<Cli> {
        const cli = new Cli(provider, port);
        writeFileSync(join(cli.folder, "Pulumi.yaml"), dump({ name: "differential", runtime: "nodejs" }));
        await cli.pulumi("stack", "init", "template");
        const language = new LanguageServer(() => Promise.resolve(declare()));
        const { run: runProgram } = language;
        // The error was already reported, as by a program in its own process.
        language.run = (call, callback) => {
            let isAnswered = false;
            cli.programEnd = new Promise((ended) =>
                runProgram.call(language, call, (error, response) => {
                    if (isAnswered) return; // after an error it answers a second time
                    isAnswered = true;
                    callback(null, error ? alreadyReported() : response);
                    ended();
                }),
            );
        };
        const methods = Object.keys(LanguageRuntimeService).map((name) => [
            name,
            name in language
                ? (language as unknown as Record<string, grpc.handleUnaryCall<unknown, unknown>>)[name].bind(language)
                : (_: unknown, callback: grpc.sendUnaryData<unknown>) =>
                      callback({ code: grpc.status.UNIMPLEMENTED, details: name }),
        ]);
        cli.server.addService(LanguageRuntimeService, Object.fromEntries(methods) as grpc.UntypedServiceImplementation);
        const bound = await new Promise<number>((resolve, reject) =>
            cli.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, result) =>
                error ? reject(error) : resolve(result),
            ),
        );
        cli.client = `127.0.0.1:${bound}`;
        return cli;
    }

    stop(): void {
        this.server.forceShutdown();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** Creates a new stack for the operations of one sequence, in place of the last one. */
    open(): (operation: Operation) => Promise<Raw> {
        const stack = "s";
        mkdirSync(this.checkpoints, { recursive: true });
        const template = readFileSync(join(this.checkpoints, "template.json"), "utf8");
        writeFileSync(
            this.checkpoint(stack),
            template.replace("organization/differential/template", `organization/differential/${stack}`),
        );
        return (operation) => this.operate(stack, operation);
    }

    private async operate(stack: string, operation: Operation): Promise<Raw> {
        const { kind, plan, trouble, continueOnError, replace, parallel = 1 } = operation;
        this.provider.expect(trouble ?? {});
        const settings = join(this.folder, `Pulumi.${stack}.yaml`);
        copyFileSync(join(this.folder, "Pulumi.template.yaml"), settings);
        const salt = parseYaml(readFileSync(settings, "utf8")) as Record<string, unknown>;
        writeFileSync(
            settings,
            dump({ ...salt, config: { "differential:plan": JSON.stringify(plan ?? { declarations: [] }) } }),
        );
        const log = join(this.folder, `${stack}.events`);
        rmSync(log, { force: true });
        const urns = (this.read(stack).deployment.resources ?? []).map(({ urn }) => urn);
        const flags = [
            ...["--stack", stack, "--color", "never", "--parallel", String(parallel), "--event-log", log],
            ...["--client", this.client, "--exec-kind", "auto.inline"],
            ...(kind === "preview" ? [] : ["--yes", "--skip-preview"]),
            ...(continueOnError ? ["--continue-on-error"] : []),
            ...urnsOf(urns, replace).flatMap((urn) => ["--replace", urn]),
        ];
        const failure = await this.pulumi(kind, ...flags).then(
            () => undefined,
            (error: unknown) => error as { stderr?: string; stdout?: string },
        );
        // A late exception of this program must not be attributed to the next one.
        await Promise.race([this.programEnd, sleep(5_000, undefined, { ref: false })]);
        const collector = new EventCollector(() => undefined);
        const events = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
        for (const line of events.filter((text) => text !== "")) {
            collector.add(JSON.parse(line) as automation.EngineEvent);
        }
        if (failure && events.length === 0) {
            throw new Error(`pulumi ${kind} did not run:\n${failure.stdout}\n${failure.stderr}`);
        }
        const { deployment } = this.read(stack);
        const root = deployment.resources?.find(({ type }) => type === stackType);
        return {
            result: failure ? "failed" : "succeeded",
            steps: collector.steps,
            changes: collector.changes,
            diagnostics: collector.diagnostics,
            calls: [...this.provider.calls],
            outputs: kind === "preview" ? collector.previewedOutputs : root?.outputs,
            resources: deployment.resources ?? [],
            pending: deployment.pending_operations ?? [],
        };
    }

    private checkpoint(stack: string): string {
        return join(this.checkpoints, `${stack}.json`);
    }

    /** The state, with its secrets: asking the CLI for it would cost half a second. */
    private read(stack: string): ExportedState {
        const { checkpoint } = JSON.parse(readFileSync(this.checkpoint(stack), "utf8")) as {
            checkpoint: { latest?: ExportedState["deployment"] };
        };
        const decrypted = JSON.parse(JSON.stringify(checkpoint.latest ?? {}), (_, value: unknown) =>
            typeof value === "object" && value !== null && "ciphertext" in value
                ? { ...value, ciphertext: undefined, plaintext: this.decrypt(String(value.ciphertext)) }
                : value,
        ) as ExportedState["deployment"];
        return revealPlaintext({ version: 3, deployment: decrypted }) as ExportedState;
    }

    /** sdk/go/common/resource/config/crypt.go */
    private decrypt(ciphertext: string): string {
        if (!this.key) {
            const file = parseYaml(readFileSync(join(this.folder, "Pulumi.template.yaml"), "utf8"));
            const salt = (file as { encryptionsalt: string }).encryptionsalt.split(":")[1];
            this.key = pbkdf2Sync("", Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
        }
        const [, nonce, text] = ciphertext.split(":");
        const sealed = Buffer.from(text, "base64");
        const cipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
        cipher.setAuthTag(sealed.subarray(-16));
        return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString("utf8");
    }

    private async pulumi(...args: string[]): Promise<void> {
        await run("pulumi", [...args, "--non-interactive"], { cwd: this.folder, env: this.env });
    }
}
