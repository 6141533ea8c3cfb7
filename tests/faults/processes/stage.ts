import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Aws, startAws } from "../../../sandbox/aws";
import {
    type EngineName,
    openStack,
    type OperationOptions,
    type OperationResult,
    type Stack,
} from "../../../sandbox/engine";
import { NOW, seedOf } from "../account";
import { type Declaration } from "../declaration";
import { haveTasksEnded, startForeignTask } from "../exportTasks";
import { Guarantees } from "../guarantees/guarantees";
import { History } from "../history/history";
import { InjectedFaults } from "../injectedFaults";
import { type Player } from "../player";
import { type Operation, type RunResult } from "../runResult";
import { type PlannedKill, type Round, type Scenario } from "../scenario";
import { type StateRecord } from "../stateRecord";
import { Tally } from "../tally";
import { unlock } from "../../support/unlock";
import { arm } from "./kills";
import { isAlive, killAll, ownDescendants, type Process } from "./processes";
import { updateRecords } from "./records";
import { HOUR } from "../../support/durations";
import { MovableClock } from "../../support/movableClock";
import type { WarmProcesses } from "../../support/warm/warmProcesses";

export interface PlayOptions {
    readonly engine: EngineName;
    /** Runs the programs. Without it, each is a new process that loads everything again. */
    readonly warm?: readonly WarmProcesses[];
    /** Receives the log. */
    readonly log?: (line: string) => void;
}

/** How many times faster than real time; it divides the SDK's timeouts too, so a busy machine bounds it. */
const SPEED = 40;
/** The service's 24 hours, made short. */
const TASK_TIMEOUT_MS = 90_000;
/**
 * An operation is stuck if so much real time passes without a request or an event of the engine, or in all. A busy machine takes
 * half a minute to start the CLI and a program.
 */
const MOST_SILENCE_MS = 60_000;
const MOST_OPERATION_MS = 600_000;

/** A scenario's AWS, its programs with their states, and the faults. */
export class Stage implements Player {
    readonly tally = new Tally((text) => this.log(`VIOLATION ${text}`));
    readonly guarantees: Guarantees;
    private readonly history: History;
    private readonly faults: InjectedFaults;
    private readonly records: StateRecord[][];
    private isSeen = 0;
    /** How many events of the engine have come. */
    private events = 0;
    private readonly began = Date.now();
    /** Children of a killed process are no longer in the process tree. */
    private orphans: Process[] = [];

    private constructor(
        private readonly scenario: Scenario,
        private readonly options: PlayOptions,
        readonly aws: Aws,
        private readonly clock: MovableClock,
        private readonly folder: string,
    ) {
        this.records = scenario.final.map(() => []);
        this.history = new History(aws, scenario.groups, () => this.records);
        this.guarantees = new Guarantees(this.history, (what) => this.tally.note(what));
        this.faults = new InjectedFaults(aws, this.tally);
    }

    static async open(scenario: Scenario, options: PlayOptions): Promise<Stage> {
        const { pendingMilliseconds, runMilliseconds, listPageSize, groups, buckets, seed } = scenario;
        const clock = new MovableClock(NOW, SPEED);
        const aws = await startAws({
            clock,
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

    /** The requests about tasks, for the analysis of a violation. */
    logRequests(): void {
        for (const { time, operation, outcome, parameters } of this.aws.requests) {
            if (!operation.endsWith("ExportTask") && !operation.endsWith("ExportTasks")) continue;
            const { taskName, taskId } = parameters as { taskName?: string; taskId?: string };
            const of = [taskName, taskId].filter(Boolean).join(" ");
            this.log(`    request at ${((time - NOW) / 1000).toFixed(1)}: ${operation} ${of} ${outcome}`);
        }
    }

    async playRound({ steps, trouble, kills, foreign }: Round): Promise<void> {
        for (const one of trouble) {
            if ("window" in one) continue; // a minute is too long for it
            const { kind, fault } = one;
            this.faults.inject(fault, kind);
            this.log(`fault: ${kind} ${JSON.stringify(fault)}`);
        }
        if (foreign) await startForeignTask(this.aws, foreign, this.tally);
        await this.withKills(kills, async () => {
            const running = steps.map(async (step, program) => {
                if (!step) return;
                const { operation, declaration, which, continueOnError } = step;
                const records = this.records[program];
                const replace = operation === "replace" && records.length > 0 && records[which % records.length].urn;
                if (replace) this.log(`replace ${replace}`);
                const options: OperationOptions = { continueOnError, ...(replace ? { replace: [replace] } : {}) };
                const what = operation === "refresh" || operation === "destroy" ? operation : "up";
                await this.run(program, what, declaration, options);
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
            this.tally.kill(kill.victim);
            this.log(`killed: ${kill.victim}`);
            if (kill.victim === "engine") await Promise.all(this.programs.map((program) => this.unlock(program)));
        }
    }

    private get programs(): number[] {
        return this.scenario.final.map((_, program) => program);
    }

    async run(
        program: number,
        operation: Operation,
        declaration: Declaration,
        options: OperationOptions = {},
    ): Promise<RunResult> {
        this.tally.operations += 1;
        const stack = await this.open(program, declaration);
        const done = new AbortController();
        const result = await Promise.race([
            operate(stack, operation, options),
            this.failWhenStuck(program, done.signal),
        ]);
        done.abort();
        const errors = result.diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
        this.log(
            `program ${program}: ${result.operation} ${result.result} ${JSON.stringify(result.changes)}` +
                errors.map(({ severity, message }) => `\n    ${severity}: ${message.trim()}`).join(""),
        );
        await this.lookAt(program, declaration);
        const steps = result.steps.filter(({ urn }) => EXPORT_TASK.test(urn));
        return {
            errors: result.result === "succeeded" ? [] : [result.error ?? "failed"],
            steps: steps.map(({ op, urn }) => ({ op: op as RunResult["steps"][number]["op"], urn })),
        };
    }

    private async failWhenStuck(program: number, done: AbortSignal): Promise<never> {
        const began = Date.now();
        const signs = () => this.events + this.aws.requests.length;
        for (let [seen, last] = [signs(), began]; Date.now() - last < MOST_SILENCE_MS;) {
            await sleep(1_000, undefined, { signal: done });
            if (Date.now() - began > MOST_OPERATION_MS) break;
            if (signs() !== seen) [seen, last] = [signs(), Date.now()];
        }
        const requests = this.aws.requests.slice(-5).map(({ operation, outcome }) => `${operation} ${outcome}`);
        this.log(`stuck; the last requests were ${requests.join(", ")}`);
        killAll(ownDescendants());
        throw new Error(`An operation of program ${program} did not end.`);
    }

    /** The current state, with its checks. */
    private async lookAt(program: number, declaration: Declaration): Promise<void> {
        const stack = await this.open(program, declaration);
        const { deployment } = await stack.exportState();
        updateRecords(this.records[program], deployment.resources ?? []);
        for (const request of this.aws.requests.slice(this.isSeen)) this.history.requested(request);
        this.isSeen = this.aws.requests.length;
        const first = Object.entries(declaration.tasks).filter(([, { opts }]) => opts?.deleteBeforeReplace);
        const isFirst = (urn: string) => first.some(([name]) => urn.endsWith(`::${name}`));
        const urns = this.records[program].map(({ urn }) => urn).filter(isFirst);
        this.tally.violate(...this.guarantees.afterRun(program, new Set(urns), await this.aws.control.now()));
    }

    private open(program: number, { tasks, exports }: Declaration): Promise<Stack> {
        const { engine, warm } = this.options;
        const { coldProgram } = this.scenario;
        return openStack({
            engine,
            program: join(__dirname, "program"),
            state: join(this.folder, String(program)),
            stack: this.scenario.stacks[program],
            awsEndpoint: this.aws.endpoint,
            clock: this.clock.settings,
            config: { "aws:region": "eu-central-1", tasks: JSON.stringify(tasks), exports: JSON.stringify(exports) },
            onEvent: (event) => {
                this.events += 1;
                if (event.kind === "step" && event.op !== "same") {
                    this.log(`    ${event.op} ${shortName(event.urn)} ${event.phase}`);
                }
                if (event.kind === "log" && event.ephemeral) this.log(`    ${shortName(event.urn)}: ${event.message}`);
            },
            env: coldProgram || engine === "pulumi" ? undefined : warm?.[program]?.programs,
        });
    }

    /** After a kill -9 the backend stays locked until `pulumi cancel`. */
    private async unlock(program: number): Promise<void> {
        await unlock(join(this.folder, String(program)), this.scenario.stacks[program])
            .then(() => this.log(`program ${program}: pulumi cancel`))
            .catch((error: Error) => this.log(`program ${program}: pulumi cancel: ${error.message}`));
    }

    stopFaults(): void {
        this.faults.clearAll();
        this.clock.putForward(30 * HOUR); // by then every range is settled
        this.log("no more faults");
    }

    async tasksEnded(): Promise<void> {
        for (const deadline = Date.now() + (2 * TASK_TIMEOUT_MS) / SPEED; Date.now() < deadline; await sleep(20)) {
            if (await haveTasksEnded(this.aws)) return;
        }
    }

    async close(): Promise<void> {
        killAll(this.orphans.filter(isAlive));
        await this.aws.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

const shortName = (urn = "") => urn.split("::").at(-1) ?? "";

const EXPORT_TASK = /:ExportTask::/;

function operate(stack: Stack, operation: Operation, options: OperationOptions): Promise<OperationResult> {
    if (operation === "up") return stack.up(options);
    return operation === "refresh" ? stack.refresh() : stack.destroy();
}
