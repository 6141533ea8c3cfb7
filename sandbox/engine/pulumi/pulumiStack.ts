import type * as automation from "@pulumi/pulumi/automation";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dump, load } from "js-yaml";
import { structuredConfig } from "../config";
import { BaseStack, summaryOf } from "../baseStack";
import { readProject, type Project } from "../project";
import type { Operation, OperationOptions, OperationResult, Stack } from "../result";
import type { ExportedState } from "../state";
import { stackType } from "../urn";
import { hideSecrets } from "../values";
import type { StackOptions } from "../stackOptions";
import { isCliOnPath } from "./cliOnPath";
import { EventCollector } from "./eventCollector";
import { revealPlaintext } from "./plaintext";

/** Opens a stack on the Pulumi CLI found on PATH, through the Automation API, with a file backend and no passphrase. */
export function openPulumiStack(options: StackOptions): Promise<Stack> {
    if (!isCliOnPath(options.env)) {
        return Promise.reject(
            new Error(
                "The engine pulumi needs the Pulumi CLI on PATH, and there is none. Install it " +
                    "(https://www.pulumi.com/docs/install/), or use --engine embedded, which needs nothing but Node.",
            ),
        );
    }
    return Promise.resolve(new PulumiStack(options));
}

class PulumiStack extends BaseStack {
    private readonly project: Project;
    /** A project with the same name next to the state. Its stack settings hold the configuration. */
    private readonly settingsFolder: string;
    private opened: Promise<automation.Stack> | undefined;
    private settings: automation.Stack | undefined;
    private abort: AbortController | undefined;

    constructor(private readonly options: StackOptions) {
        super();
        this.project = readProject(options.program);
        this.settingsFolder = join(options.state, "pulumi");
    }

    async exportState(): Promise<ExportedState> {
        await this.open();
        const { deployment } = (await this.settings?.exportStack()) ?? {};
        return revealPlaintext({ version: 3, deployment }) as ExportedState;
    }

    cancel(): Promise<void> {
        this.abort?.abort();
        return Promise.resolve();
    }

    private get settingsFile(): string {
        return join(this.settingsFolder, `Pulumi.${this.options.stack}.yaml`);
    }

    private open(): Promise<automation.Stack> {
        this.opened ??= this.create();
        return this.opened;
    }

    private async create(): Promise<automation.Stack> {
        const home = join(this.settingsFolder, "home");
        mkdirSync(home, { recursive: true });
        const { name } = this.project;
        writeFileSync(join(this.settingsFolder, "Pulumi.yaml"), dump({ name, runtime: "nodejs" }));
        const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
        const shared = {
            pulumiHome: home,
            // Undefined removes a variable, which the declared type does not allow.
            envVars: {
                ...this.options.env,
                PULUMI_BACKEND_URL: pathToFileURL(this.settingsFolder).href,
                PULUMI_CONFIG_PASSPHRASE: "",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            } as Record<string, string>,
        };
        // Created next to the state, so that nothing is written to the program's folder.
        const stackName = this.options.stack;
        this.settings = await LocalWorkspace.createOrSelectStack({ stackName, workDir: this.settingsFolder }, shared);
        await this.writeConfig(this.settings);
        return LocalWorkspace.selectStack({ stackName, workDir: this.project.rootDirectory }, shared);
    }

    /** The whole configuration at once, except for secrets, which only the CLI can encrypt. */
    private async writeConfig(stack: automation.Stack): Promise<void> {
        const before = existsSync(this.settingsFile) ? load(readFileSync(this.settingsFile, "utf8")) : {};
        const { config, secretKeys } = this.options;
        const plain = Object.entries(config).filter(([key]) => !secretKeys.includes(key));
        const values = plain.map(([key, value]) => [key, structuredConfig(this.project, key, value)]);
        writeFileSync(
            this.settingsFile,
            dump({ ...(before as Record<string, unknown> | undefined), config: Object.fromEntries(values) }),
        );
        for (const key of secretKeys.filter((name) => name in config)) {
            await stack.setConfig(key, { value: config[key], secret: true });
        }
    }

    protected async run(operation: Operation, asked: OperationOptions = {}): Promise<OperationResult> {
        const began = Date.now();
        const collector = new EventCollector(this.options.onEvent ?? (() => undefined));
        let failure: string | undefined;
        let stack: automation.Stack | undefined;
        this.abort = new AbortController();
        const leftover = join(this.project.rootDirectory, `Pulumi.${this.options.stack}.yaml`);
        const hadSettings = existsSync(leftover);
        try {
            stack = await this.open();
            await this.runOperation(stack, operation, asked, collector, this.abort.signal);
        } catch (error) {
            failure = error instanceof Error ? error.message : String(error);
        } finally {
            this.abort = undefined;
            // The CLI reads the outputs without this settings file, and leaves an empty one in the program's folder.
            if (!hadSettings) {
                rmSync(leftover, { force: true });
            }
        }
        const resources = stack ? ((await this.exportState()).deployment.resources ?? []) : [];
        const root = resources.find((state) => state.type === stackType);
        const outputs = operation === "preview" ? collector.previewedOutputs : root?.outputs;
        const error = failure && (collector.diagnostics.find((d) => d.severity === "error")?.message ?? failure);
        const result: OperationResult = {
            engine: "pulumi",
            operation,
            result: failure === undefined ? "succeeded" : "failed",
            changes: collector.changes,
            outputs: hideSecrets(outputs ?? {}),
            resources: resources.map(summaryOf),
            steps: collector.steps,
            diagnostics: collector.diagnostics,
            ...(error === undefined ? {} : { error }),
            durationMilliseconds: Date.now() - began,
        };
        this.options.onEvent?.({ kind: "summary", result });
        return result;
    }

    private async runOperation(
        stack: automation.Stack,
        operation: Operation,
        asked: OperationOptions,
        collector: EventCollector,
        signal: AbortSignal,
    ): Promise<void> {
        const { continueOnError, parallel } = asked;
        const replace = asked.replace ? [...asked.replace] : undefined;
        const common = {
            color: "never" as const,
            configFile: this.settingsFile,
            parallel,
            signal,
            onEvent: (event: automation.EngineEvent) => collector.add(event),
        };
        switch (operation) {
            case "preview":
                await stack.preview({ ...common, replace });
                break;
            case "up":
                await stack.up({ ...common, replace, continueOnError });
                break;
            case "refresh":
                await stack.refresh(common);
                break;
            case "destroy":
                await stack.destroy({ ...common, continueOnError });
                break;
        }
    }
}
