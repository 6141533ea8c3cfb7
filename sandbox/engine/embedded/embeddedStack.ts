import { Server } from "@grpc/grpc-js";
import { join } from "node:path";
import { resolveConfig } from "../config";
import { BaseStack, summaryOf } from "../baseStack";
import { readProject, type Project } from "../project";
import type { Operation, OperationOptions, OperationResult } from "../result";
import { Snapshot } from "../snapshot";
import { compact, type ExportedState } from "../state";
import { stackType } from "../urn";
import { hideSecrets } from "../values";
import type { StackOptions } from "../stackOptions";
import { Builtin, builtinPackage } from "./builtin";
import { Deployment } from "./deployment";
import { addEngineService } from "./engineService";
import { AlreadyReported } from "./identities";
import { launchPlugin } from "./launchPlugin";
import { Monitor } from "./monitor";
import { defaultParallel } from "./parallelism";
import { alreadyReported, startProgram } from "./program";
import type { PackageProvider } from "./provider";
import { ProviderRegistry } from "./providerRegistry";
import { refresh } from "./refresh";
import { yamlEnvironment } from "./yamlProgram";
import { Reporter } from "./reporter";
import { notSupported } from "./requests";
import { channelOptions, messageOf, serve } from "./rpc";

const organization = "organization";

/** A stack run by the engine in this process. */
export class EmbeddedStack extends BaseStack {
    private readonly project: Project;
    private readonly file: string;
    private stopRun: (() => Promise<void>) | undefined;

    constructor(private readonly options: StackOptions) {
        super();
        this.project = readProject(options.program);
        if (this.project.runtime !== "nodejs" && this.project.runtime !== "yaml") {
            throw new Error(
                `The embedded engine does not run the runtime ${this.project.runtime}. Use --engine pulumi.`,
            );
        }
        const [setting] = this.project.onlyForCli;
        if (setting !== undefined) {
            throw notSupported(`${setting} in Pulumi.yaml`);
        }
        this.file = join(options.state, `${options.stack}.json`);
    }

    exportState(): Promise<ExportedState> {
        return Promise.resolve(Snapshot.open(this.file, false).export());
    }

    async cancel(): Promise<void> {
        await this.stopRun?.();
    }

    protected async run(operation: Operation, asked: OperationOptions = {}): Promise<OperationResult> {
        const began = Date.now();
        const onEvent = this.options.onEvent ?? (() => undefined);
        const reporter = new Reporter(onEvent);
        const snapshot = Snapshot.open(this.file, operation !== "preview");
        const before = snapshot.previous.map((state) => ({ ...state }));
        try {
            await this.runWith(operation, asked, snapshot, reporter);
        } catch (error) {
            if (!(error instanceof AlreadyReported)) {
                reporter.error(messageOf(error));
            }
        } finally {
            snapshot.close();
        }
        const stack = snapshot.resources.find((state) => state.type === stackType);
        const result: OperationResult = {
            engine: "embedded",
            operation,
            result: reporter.failed ? "failed" : "succeeded",
            changes: reporter.changes,
            outputs: hideSecrets(stack?.outputs ?? {}),
            resources: (operation === "preview" ? before : snapshot.resources).map((state) =>
                summaryOf(compact(state)),
            ),
            steps: reporter.steps,
            diagnostics: reporter.diagnostics,
            ...(reporter.failed ? { error: reporter.diagnostics.find((d) => d.severity === "error")?.message } : {}),
            durationMilliseconds: Date.now() - began,
        };
        onEvent({ kind: "summary", result });
        return result;
    }

    private async runWith(
        operation: Operation,
        asked: OperationOptions,
        snapshot: Snapshot,
        reporter: Reporter,
    ): Promise<void> {
        const server = new Server(channelOptions);
        addEngineService(server, reporter);
        const addressing: { engine: string } = { engine: "" };
        const parallel = asked.parallel ?? defaultParallel(this.options.env);
        const builtin = new Builtin(this.options.state, this.project.name, organization);
        const launch = (pkg: string): Promise<PackageProvider> => {
            if (pkg === builtinPackage) {
                return Promise.resolve(builtin);
            }
            return launchPlugin(pkg, {
                engineAddress: addressing.engine,
                programDirectory: this.project.programDirectory,
                packages: this.project.packages,
                project: this.project.name,
                env: this.options.env,
                node: this.options.node,
                startChild: this.options.startChild,
                log: (severity, message) => reporter.log(severity, message),
            });
        };
        const registry = new ProviderRegistry(launch);
        const stack = { project: this.project.name, stack: this.options.stack };
        const preview = operation === "preview";
        const continueOnError = asked.continueOnError === true;
        const replace = new Set(asked.replace ?? []);
        const deployment = new Deployment({
            stack,
            preview,
            parallel,
            continueOnError,
            replace,
            snapshot,
            registry,
            reporter,
        });
        this.stopRun = async () => {
            reporter.failed = true;
            await registry.cancel();
            await deployment.stop();
        };
        try {
            if (operation === "refresh" || operation === "destroy") {
                addressing.engine = await serve(server);
                if (operation === "refresh") {
                    const isStopped = (): boolean => deployment.isStopped;
                    await refresh({ snapshot, registry, reporter, parallel, isStopped });
                } else {
                    await deployment.deleteUnregistered();
                }
            } else {
                warnOfPendingOperations(snapshot, preview, reporter);
                assertKnown(replace, snapshot, reporter);
                await this.runProgram({
                    server,
                    addressing,
                    deployment,
                    registry,
                    snapshot,
                    reporter,
                    preview,
                    parallel,
                });
            }
        } finally {
            this.stopRun = undefined;
            await registry.close();
            server.forceShutdown();
        }
    }

    private async runProgram(run: {
        server: Server;
        addressing: { engine: string };
        deployment: Deployment;
        registry: ProviderRegistry;
        snapshot: Snapshot;
        reporter: Reporter;
        preview: boolean;
        parallel: number;
    }): Promise<void> {
        const { server, deployment, reporter, preview, parallel } = run;
        const config = resolveConfig(this.project, this.options.config);
        const secretKeys = this.options.secretKeys.filter((key) => key in config);
        const stack = { project: this.project.name, stack: this.options.stack };
        const { programDirectory } = this.project;
        const monitorAddress = (): string => run.addressing.engine;
        const monitor = new Monitor({
            ...run,
            stack,
            programDirectory,
            organization,
            config,
            secretKeys,
            monitorAddress,
        });
        monitor.addTo(server);
        const address = (run.addressing.engine = await serve(server));
        run.registry.warmUp(run.snapshot.previous);
        const yaml = this.project.runtime === "yaml" ? await yamlEnvironment(this.project, run.registry) : {};
        const program = startProgram({
            project: this.project,
            stack: this.options.stack,
            organization,
            config,
            secretKeys,
            monitorAddress: address,
            engineAddress: address,
            preview,
            parallel,
            env: { ...this.options.env, ...yaml },
            node: this.options.node,
            startChild: this.options.startChild,
            log: (message) => reporter.log("info", message),
        });
        try {
            const exited = program.exited.then((code) => ({ code }));
            const ended = await Promise.race([monitor.programDone, exited, deployment.halted]);
            if (!deployment.isStopped && (ended === undefined || ended.code === 0)) {
                await deployment.settled();
                if (!deployment.isStopped) {
                    await deployment.deleteUnregistered();
                }
            } else {
                if (ended && !deployment.isStopped) {
                    reportExit(ended.code, reporter);
                }
                reporter.failed = true;
            }
            await deployment.stop();
            deployment.finishStackOutputs();
            monitor.shutDown();
            if (!reporter.failed) {
                // A program notices only at its exit that an output never resolved. The real engine has deleted by then, too.
                reportExit(await program.exited, reporter);
            }
        } finally {
            monitor.shutDown();
            await program.stop(5_000);
        }
    }
}

function reportExit(code: number | string, reporter: Reporter): void {
    if (code === 0) {
        return;
    }
    reporter.failed = true;
    if (code !== alreadyReported) {
        reporter.error(`an unhandled error occurred: Program exited with non-zero exit code: ${code}`);
    }
}

/** Only what is in the state can be replaced: a name that is not may be misspelt. */
function assertKnown(replace: ReadonlySet<string>, snapshot: Snapshot, reporter: Reporter): void {
    const known = new Set(snapshot.previous.map(({ urn }) => urn));
    const unknown = [...replace].filter((urn) => !known.has(urn));
    for (const urn of unknown) {
        const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
        reporter.error(`Target '${urn}' could not be found in the stack.${hint}`);
    }
    if (unknown.length > 0) {
        throw new AlreadyReported();
    }
}

function warnOfPendingOperations(snapshot: Snapshot, preview: boolean, reporter: Reporter): void {
    const pending = snapshot.pendingOperations;
    if (pending.length > 0 && !preview) {
        const list = pending.map(({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}\n`).join("");
        reporter.log(
            "warning",
            `Attempting to deploy or update resources with ${pending.length} pending operations from previous ` +
                `deployment.\n${list}These resources are in an unknown state because the engine was interrupted while ` +
                "waiting for changes to these resources to complete.",
        );
    }
}
