import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Aws, startAws } from "../../sandbox/aws";
import { type ClockSettings, runningClock } from "../../sandbox/clock/clock";
import {
    type EngineName,
    openStack,
    type OperationOptions,
    type OperationResult,
    type Stack,
} from "../../sandbox/engine";
import { NOW, seedOf } from "./account";
import { type AtRest } from "./checks";
import { type Declaration } from "./declaration";
import { arm } from "./kills";
import { Ledger, type RecordedTask, recordedTasks } from "./ledger";
import { descendants, isAlive, killAll, type Process } from "./processes";
import { type PlannedKill, type Round, type Scenario } from "./scenario";
import type { WarmPrograms } from "../support/warm/warmPrograms";

export interface PlayOptions {
    readonly engine: EngineName;
    /** Runs the programs; without it each is a process that loads everything anew. */
    readonly warm?: readonly WarmPrograms[];
    /** Hears what happens. */
    readonly log?: (line: string) => void;
}

/** How many times faster than real time; it divides the SDK's timeouts too, so a busy machine bounds it. */
const SPEED = 40;
/** The service's 24 hours, made short. */
const TASK_TIMEOUT_MS = 90_000;
const MOST_FINAL_UPS = 5;
/** In real time: by far longer than any operation takes. */
const OPERATION_PATIENCE_MS = 60_000;

/** A scenario's AWS, its programs with their states, and what strikes them. */
export class Stage {
    operations = 0;
    readonly faults: Record<string, number> = {};
    readonly kills: Record<string, number> = {};
    readonly notes: Record<string, number> = {};
    private readonly ledger = new Ledger();
    private readonly injected = new Map<string, string>();
    private readonly began = Date.now();
    /** Children of a killed process belong to nobody's tree any more. */
    private orphans: Process[] = [];

    private constructor(
        private readonly scenario: Scenario,
        private readonly options: PlayOptions,
        readonly aws: Aws,
        private readonly clock: ClockSettings,
        private readonly folder: string,
    ) {}

    static async open(scenario: Scenario, options: PlayOptions): Promise<Stage> {
        const { pendingMilliseconds, runMilliseconds, listPageSize, groups, buckets, seed } = scenario;
        const clock: ClockSettings = { start: NOW, since: Date.now(), speed: SPEED };
        const aws = await startAws({
            clock: runningClock(clock),
            randomSeed: seed,
            limits: {
                pendingMilliseconds,
                runMilliseconds: () => runMilliseconds,
                taskTimeoutMilliseconds: TASK_TIMEOUT_MS,
                listPageSize,
            },
        });
        aws.seed(seedOf(groups, buckets));
        return new Stage(scenario, options, aws, clock, mkdtempSync(join(tmpdir(), "faults-")));
    }

    log(line: string): void {
        this.options.log?.(`${((Date.now() - this.began) / 1000).toFixed(2)} s  ${line}`);
    }

    /** What the service was asked about tasks, for whoever looks into a violation. */
    logRequests(): void {
        for (const { time, operation, outcome, parameters } of this.aws.requests) {
            if (!operation.endsWith("ExportTask") && !operation.endsWith("ExportTasks")) continue;
            const { taskName, taskId } = parameters as { taskName?: string; taskId?: string };
            const of = [taskName, taskId].filter(Boolean).join(" ");
            this.log(`    request at ${((time - NOW) / 1000).toFixed(1)}: ${operation} ${of} ${outcome}`);
        }
    }

    note(what: string, count = 1): void {
        this.notes[what] = (this.notes[what] ?? 0) + count;
    }

    async playRound({ steps, faults, kills, foreign }: Round): Promise<void> {
        for (const { kind, fault } of faults) {
            this.injected.set(this.aws.faults.inject(fault), kind);
            this.log(`fault: ${kind} ${JSON.stringify(fault)}`);
        }
        if (foreign) await this.startForeignTask(foreign);
        await this.withKills(kills, async () => {
            const running = steps.map(async (step, program) => {
                if (!step) return;
                const { operation, declaration, continueOnError } = step;
                const replace = operation === "replace" ? await this.urnToReplace(program, step.which) : undefined;
                const options: OperationOptions = { continueOnError, ...(replace ? { replace: [replace] } : {}) };
                if (replace) this.log(`replace ${replace}`);
                await this.run(program, declaration, (stack) =>
                    operation === "refresh" ? stack.refresh() : stack.up(options),
                );
            });
            await Promise.all(running);
        });
    }

    private async withKills(planned: readonly PlannedKill[], during: () => Promise<void>): Promise<void> {
        const armed = planned.map((kill) => {
            this.log(`kill: ${JSON.stringify(kill)}`);
            return arm(kill, this.aws, (victims) => this.orphans.push(...victims));
        });
        await during();
        for (const kill of armed) {
            kill.disarm();
            if (!kill.struck) continue;
            this.kills[kill.target] = (this.kills[kill.target] ?? 0) + 1;
            this.log(`killed: ${kill.target}`);
            if (kill.target === "engine") await Promise.all(this.programs.map((program) => this.unlock(program)));
        }
    }

    private get programs(): number[] {
        return this.scenario.final.map((_, program) => program);
    }

    private async startForeignTask(foreign: NonNullable<Round["foreign"]>): Promise<void> {
        try {
            await this.aws.control.startForeignTask(foreign);
            this.faults["slot held by somebody else"] = (this.faults["slot held by somebody else"] ?? 0) + 1;
        } catch {
            // A task of ours holds the slot.
        }
    }

    private async urnToReplace(program: number, which: number): Promise<string | undefined> {
        const tasks = await this.recorded(program);
        return tasks.length > 0 ? tasks[which % tasks.length].urn : undefined;
    }

    async run(
        program: number,
        declaration: Declaration,
        operation: (stack: Stack) => Promise<OperationResult>,
    ): Promise<OperationResult> {
        this.operations += 1;
        const stack = await this.open(program, declaration);
        const timer = new AbortController();
        const result = await Promise.race([
            operation(stack),
            sleep(OPERATION_PATIENCE_MS, undefined, { signal: timer.signal }).then(() => {
                const last = this.aws.requests.slice(-5).map(({ operation, outcome }) => `${operation} ${outcome}`);
                this.log(`stuck; the last requests were ${last.join(", ")}`);
                killAll(descendants().filter(({ command }) => !command.some((word) => word.endsWith("server.cjs"))));
                throw new Error(`An operation of program ${program} did not end in ${OPERATION_PATIENCE_MS / 1000} s.`);
            }),
        ]);
        timer.abort();
        const errors = result.diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
        this.log(
            `program ${program}: ${result.operation} ${result.result} ${JSON.stringify(result.changes)}` +
                errors.map(({ severity, message }) => `\n    ${severity}: ${message.trim()}`).join(""),
        );
        this.ledger.note(await this.recorded(program));
        return result;
    }

    private open(program: number, { tasks, exports }: Declaration): Promise<Stack> {
        const { engine, warm } = this.options;
        const { coldProgram } = this.scenario;
        return openStack({
            engine,
            program: join(__dirname, "program"),
            state: join(this.folder, String(program)),
            stack: nameOf(program),
            awsEndpoint: this.aws.endpoint,
            clock: this.clock,
            config: { "aws:region": "eu-central-1", tasks: JSON.stringify(tasks), exports: JSON.stringify(exports) },
            onEvent: (event) => {
                if (event.kind === "step" && event.op !== "same") {
                    this.log(`    ${event.op} ${shortName(event.urn)} ${event.phase}`);
                }
                if (event.kind === "log" && event.ephemeral) this.log(`    ${shortName(event.urn)}: ${event.message}`);
            },
            env: coldProgram || engine === "pulumi" ? undefined : warm?.[program]?.env,
        });
    }

    /** After a kill -9 the backend stays locked until somebody says that it is not in use. */
    private async unlock(program: number): Promise<void> {
        const settings = join(this.folder, String(program), "pulumi");
        const env = {
            ...process.env,
            PULUMI_HOME: join(settings, "home"),
            PULUMI_BACKEND_URL: pathToFileURL(settings).href,
            PULUMI_CONFIG_PASSPHRASE: "",
        };
        await promisify(execFile)("pulumi", ["cancel", "--yes", "--stack", nameOf(program)], { cwd: settings, env })
            .then(() => this.log(`program ${program}: pulumi cancel`))
            .catch((error: Error) => this.log(`program ${program}: pulumi cancel: ${error.message}`));
    }

    async stopFaults(): Promise<void> {
        for (const { id, hits } of this.aws.faults.list()) {
            const kind = this.injected.get(id) ?? "?";
            if (hits > 0) this.faults[kind] = (this.faults[kind] ?? 0) + hits;
        }
        this.aws.faults.clear();
        this.log("no more faults");
    }

    /** What stands in the way, or undefined when everything that is declared is done. */
    async upUntilDone(program: number, declaration: Declaration): Promise<string | undefined> {
        let problem = "";
        for (let ups = 1; ups <= MOST_FINAL_UPS; ups++) {
            const { result, error } = await this.run(program, declaration, (stack) => stack.up());
            if (
                result === "succeeded" &&
                (await this.recorded(program)).every(({ status }) => status === "COMPLETED")
            ) {
                this.note(`done after ${ups} up${ups === 1 ? "" : "s"} without faults`);
                return undefined;
            }
            problem = error ?? "not everything is COMPLETED";
        }
        return `program ${program} is not done after ${MOST_FINAL_UPS} ups without faults: ${problem}`;
    }

    startedTasks(): number {
        return this.aws.requests.filter(({ operation }) => operation === "CreateExportTask").length;
    }

    /** Waits for tasks that nobody waits for: somebody else's, and those whose export was redeclared after a kill. */
    async tasksEnded(): Promise<void> {
        for (const deadline = Date.now() + (2 * TASK_TIMEOUT_MS) / SPEED; Date.now() < deadline; await sleep(20)) {
            const tasks = await this.aws.control.tasks();
            if (tasks.every(({ status }) => ["COMPLETED", "CANCELLED", "FAILED"].includes(status))) return;
        }
    }

    async atRest(declared: readonly Declaration[]): Promise<AtRest> {
        const { aws, ledger, scenario } = this;
        const recorded = await Promise.all(this.programs.map((program) => this.recorded(program)));
        return { aws, ledger, declared, recorded, groups: scenario.groups, tasks: await aws.control.tasks() };
    }

    private async recorded(program: number): Promise<RecordedTask[]> {
        const stack = await this.open(program, this.scenario.final[program]);
        const { deployment } = await stack.exportState();
        return recordedTasks(deployment.resources ?? []);
    }

    async close(): Promise<void> {
        killAll(this.orphans.filter(isAlive));
        await this.aws.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

const shortName = (urn = "") => urn.split("::").at(-1) ?? "";

const nameOf = (program: number) => ["first", "second"][program];
