import { newOwner } from "../../../providers/exportTask/run/owner";
import type { connect } from "../../../providers/aws/clients";
import { openAws, type OpenAws } from "../../../sandbox/aws";
import { uuidFrom } from "../../../sandbox/aws/random";
import { nameOf } from "../../../sandbox/engine/urn";
import { NOW, seedOf } from "../account";
import type { Declaration } from "../declaration";
import { Dice } from "../dice";
import { History } from "../history";
import type { Player } from "../player";
import type { Operation, RunResult } from "../runResult";
import type { Incident, PlannedKill, Round, Scenario, Step } from "../scenario";
import type { StateRecord } from "../stateRecord";
import type { PlannedTrouble } from "../trouble";
import { EngineRun } from "./engineRun";
import { Network, type SeenRequest } from "./network";
import { type Actor, ProviderProcess } from "./providerProcess";
import { resourcesOf } from "./resources";
import type { VirtualTime } from "./virtualTime";

const DAY = 86_400_000;
/** No operation takes longer: a week in line for the slot, and a task's day. */
const LONGEST_OPERATION_MS = 9 * DAY;

export interface SimulationOptions {
    /** Hears what happens. */
    readonly log?: (line: string) => void;
    /** How the provider reaches AWS; a test breaks it to see the suite fail. */
    readonly connect?: typeof connect;
}

/** A program with its state: what `pulumi` works on. */
interface Stack {
    readonly name: string;
    records: StateRecord[];
}

/** A run of the engine and the processes that belong to it. */
interface Running {
    readonly run: EngineRun;
    readonly process: ProviderProcess;
    /** The engine is gone; nothing is heard of the run any more. */
    readonly killed: (by: string) => void;
}

/** A scenario's AWS, its programs with their states, and what strikes them, all in one process and in virtual time. */
export class Simulation implements Player {
    operations = 0;
    readonly faults: Record<string, number> = {};
    readonly kills: Record<string, number> = {};
    readonly notes: Record<string, number> = {};
    readonly violations: string[] = [];
    readonly aws: OpenAws;
    readonly stacks: readonly Stack[];
    readonly history: History;
    private readonly network: Network;
    private readonly injected = new Map<string, string>();
    private readonly running: (Running | undefined)[] = [];
    private armed: { readonly kill: PlannedKill; seen: number; struck: boolean }[] = [];
    private readonly dice: Dice;

    constructor(
        readonly scenario: Scenario,
        readonly time: VirtualTime,
        private readonly options: SimulationOptions,
    ) {
        const { seed, groups, buckets, stacks } = scenario;
        this.dice = new Dice(seed + 1_000_000_007);
        this.aws = openAws({
            clock: time.clock,
            randomSeed: seed,
            limits: {
                pendingMilliseconds: scenario.pendingMilliseconds,
                runMilliseconds: () => scenario.runMilliseconds,
                taskTimeoutMilliseconds: scenario.taskTimeoutMilliseconds,
                listPageSize: scenario.listPageSize,
                describePageSize: scenario.describePageSize,
            },
        });
        this.aws.seed(seedOf(groups, buckets));
        for (const group of groups) {
            for (const event of group.late) {
                time.clock.at(event.arrivesAt, () => this.aws.seed(seedOf([{ ...group, events: [event] }], [])));
            }
        }
        this.stacks = stacks.map((name) => ({ name, records: [] }));
        this.history = new History(
            this.aws,
            groups,
            () => this.stacks.map(({ records }) => records),
            (what) => this.note(what),
        );
        this.network = new Network(time, this.aws, new Dice(seed + 2_000_000_011), {
            before: (operation, actor) => this.strikeAt("before", operation, actor),
            after: (request) => this.requested(request),
            spared: (keys) => this.history.spared(keys),
            lost: (keys, bucket, { operation, urn, process, record }) => {
                const name = `the ${operation} of ${nameOf(urn)} (program ${process.program})`;
                this.violate(...this.history.lost(keys, bucket, { name, record }, time.clock.now()));
            },
        });
    }

    say(line: string): void {
        if (!this.options.log) return;
        this.options.log(`${this.clockText()}  ${line}`);
    }

    note(what: string): void {
        this.notes[what] = (this.notes[what] ?? 0) + 1;
    }

    violate(...texts: readonly string[]): void {
        for (const text of texts) {
            this.violations.push(text);
            this.say(`VIOLATION ${text}`);
        }
    }

    async playRound({ incidents, steps, trouble, kills, foreign }: Round): Promise<void> {
        for (const incident of incidents) await this.happen(incident);
        const ends = trouble.map((one) => this.startTrouble(one));
        if (foreign) await this.startForeignTask(foreign);
        this.armed = kills.map((kill) => ({ kill, seen: 0, struck: false }));
        for (const { kill } of this.armed) this.say(`kill planned: ${JSON.stringify(kill)}`);
        const disarms = this.armed.map((armed) => {
            const { at } = armed.kill;
            if (!("afterMilliseconds" in at)) return () => undefined;
            return this.time.clock.at(this.time.clock.now() + at.afterMilliseconds, () => this.strike(armed));
        });
        await Promise.all(steps.map((step, program) => step && this.playStep(program, step)));
        disarms.forEach((disarm) => disarm());
        this.armed = [];
        ends.forEach((end) => end());
        this.countFaults();
    }

    private async playStep(program: number, step: Step): Promise<void> {
        const { operation, declaration, which, continueOnError, clockAheadMs } = step;
        const { records } = this.stacks[program];
        const chosen = records.length > 0 ? records[which % records.length] : undefined;
        if (operation === "taint" && chosen) chosen.taint = true;
        const replace = operation === "replace" && chosen ? new Set([chosen.urn]) : undefined;
        const what = operation === "refresh" || operation === "destroy" ? operation : "up";
        if (chosen && (replace || operation === "taint")) this.say(`${operation} ${nameOf(chosen.urn)}`);
        await this.run(program, what, declaration, { replace, continueOnError, clockAheadMs });
    }

    /** Lets a program's engine do something to its end, or to the end of the engine. */
    async run(
        program: number,
        operation: Operation,
        declaration: Declaration,
        options: { replace?: ReadonlySet<string>; continueOnError?: boolean; clockAheadMs?: number } = {},
    ): Promise<RunResult> {
        this.operations += 1;
        const stack = this.stacks[program];
        const name = `program ${program}`;
        const clockAheadMs = options.clockAheadMs ?? 0;
        const process = new ProviderProcess({
            time: this.time,
            program,
            clockAheadMs,
            connect: this.options.connect,
            newOwner: (urn) =>
                newOwner(
                    urn,
                    uuidFrom(() => this.dice.whole(0, 2 ** 30) / 2 ** 30),
                ),
            send: (raw, from) => this.network.send(raw, from),
            say: (line) => this.say(`    ${name}: ${line}`),
        });
        const run = new EngineRun(stack.records, process.provider(), options);
        const declared = resourcesOf(declaration, stack.name, this.time.clock.now());
        this.history.begin(program, operation === "destroy" ? [] : declared.map(({ urn }) => urn));
        if (clockAheadMs !== 0) this.faults["clock ahead or back"] = (this.faults["clock ahead or back"] ?? 0) + 1;
        this.say(`${name}: ${operation} begins${clockAheadMs ? `, clock ${clockAheadMs / 3_600_000} h ahead` : ""}`);
        const began = this.time.clock.now();
        const killed = new Promise<RunResult>((resolve) => {
            this.running[program] = { run, process, killed: (by) => resolve({ errors: [`killed: ${by}`], steps: [] }) };
        });
        const work = operation === "up" ? run.up(declared) : operation === "destroy" ? run.destroy() : run.refresh();
        let giveUp = () => undefined as void;
        const stuck = new Promise<RunResult>((resolve) => {
            giveUp = this.time.clock.at(began + LONGEST_OPERATION_MS, () => {
                this.violate(`${name}: ${operation} has not ended after ${LONGEST_OPERATION_MS / DAY} days`);
                run.kill();
                process.kill();
                resolve({ errors: ["did not end"], steps: [] });
            });
        });
        const result = await Promise.race([work, killed, stuck]);
        giveUp();
        this.running[program] = undefined;
        // The host ends with its engine; only one whose engine was killed lives on.
        if (process.isEngineAlive) process.isAlive = false;
        const steps = result.steps.map(({ op, urn }) => `${op} ${nameOf(urn)}`).join(", ");
        this.say(
            `${name}: ${operation} ends: ${steps || "nothing done"}${result.errors.map((text) => `\n    error: ${text}`).join("")}`,
        );
        const deleteFirst = new Set(declared.filter((one) => one.deleteBeforeReplace).map(({ urn }) => urn));
        this.violate(...this.history.afterRun(program, deleteFirst, this.time.clock.now()));
        return result;
    }

    private requested(request: SeenRequest): void {
        const { operation, outcome, parameters, actor } = request;
        this.history.requested(request, actor);
        const of = parameters as { taskId?: string; taskName?: string; Key?: string; Prefix?: string };
        const what = of.taskId ?? of.taskName ?? of.Key ?? of.Prefix ?? "";
        this.say(
            `        ${actor.process.program} ${actor.operation} ${nameOf(actor.urn)}: ${operation} ${what} ${outcome}`,
        );
        this.strikeAt("after", operation, actor);
    }

    private strikeAt(when: "before" | "after", operation: string, actor: Actor): void {
        for (const armed of this.armed) {
            const { at, program } = armed.kill;
            if (!("request" in at) || at.when !== when || actor.process.program !== program) continue;
            if (at.request !== "any" && at.request !== operation) continue;
            if (++armed.seen === at.nth) this.strike(armed);
        }
    }

    private strike(armed: { readonly kill: PlannedKill; struck: boolean }): void {
        const { victim, program } = armed.kill;
        const running = this.running[program];
        if (!running || armed.struck) return;
        armed.struck = true;
        this.kills[victim] = (this.kills[victim] ?? 0) + 1;
        this.say(`KILL ${victim} of program ${program}`);
        if (victim === "interrupt") return running.run.interrupt();
        if (victim === "engine" || victim === "machine") {
            running.run.kill();
            running.process.isEngineAlive = false;
        }
        if (victim === "provider" || victim === "machine") running.process.kill();
        if (victim === "engine" || victim === "machine") running.killed(victim);
    }

    private startTrouble(trouble: PlannedTrouble): () => void {
        this.say(`trouble: ${JSON.stringify(trouble)}`);
        const { clock } = this.time;
        // That fault has AWS itself show a wrong time. Here the machine's clock is wrong, as it is outside of tests.
        if (trouble.kind === "clock skew") return () => undefined;
        if (!("window" in trouble)) {
            const id = this.aws.faults.inject(trouble.fault);
            this.injected.set(id, trouble.kind);
            return () => undefined;
        }
        const { kind, window, faults } = trouble;
        let end = () => undefined as void;
        const stopBegin = clock.at(clock.now() + window.afterMs, () => {
            if (faults === "network away") {
                this.faults[kind] = (this.faults[kind] ?? 0) + 1;
                end = this.network.cut();
                return;
            }
            const ids = faults.map((fault) => this.aws.faults.inject(fault));
            ids.forEach((id) => this.injected.set(id, kind));
            end = () => ids.forEach((id) => this.clearFault(id));
        });
        const stopEnd = clock.at(clock.now() + window.afterMs + window.forMs, () => end());
        return () => {
            stopBegin();
            stopEnd();
            end();
        };
    }

    private clearFault(id: string): void {
        const found = this.aws.faults.list().find((one) => one.id === id);
        if (!found) return;
        this.count(found.id, found.hits);
        this.aws.faults.clear(id);
    }

    private count(id: string, hits: number): void {
        const kind = this.injected.get(id) ?? "?";
        if (hits > 0) this.faults[kind] = (this.faults[kind] ?? 0) + hits;
    }

    private countFaults(): void {
        for (const { id, hits } of this.aws.faults.list()) this.count(id, hits);
        this.aws.faults.clear();
    }

    private async startForeignTask(foreign: NonNullable<Round["foreign"]>): Promise<void> {
        try {
            await this.aws.control.startForeignTask(foreign);
            this.faults["slot held by somebody else"] = (this.faults["slot held by somebody else"] ?? 0) + 1;
        } catch {
            // A task of ours holds the slot.
        }
    }

    private async happen(incident: Incident): Promise<void> {
        await this.aws.control.tasks(); // what a task exported before is not changed by what happens now
        switch (incident.kind) {
            case "time passes":
                await this.time.clock.sleep(incident.milliseconds);
                break;
            case "state lost":
                this.stacks[incident.program].records.length = 0;
                this.history.stateLost(incident.program);
                break;
            case "retention shortened": {
                const { group, days } = incident;
                const found = this.scenario.groups.find(({ name }) => name === group);
                if (!found) return;
                this.aws.seed({ logGroups: [{ name: group, region: found.region, retentionInDays: days }] });
                this.history.retentionShortened(group, this.time.clock.now(), days);
                break;
            }
            case "objects deleted by hand":
                if (!this.history.deleteByHand(incident, this.time.clock.now())) return;
                break;
        }
        this.faults[incident.kind] = (this.faults[incident.kind] ?? 0) + 1;
        this.say(`incident: ${JSON.stringify(incident)}`);
    }

    /** Waits for tasks that nobody waits for. */
    async tasksEnded(): Promise<void> {
        for (let waits = 0; waits < 40; waits++) {
            const tasks = await this.aws.control.tasks();
            if (tasks.every(({ status }) => ["COMPLETED", "CANCELLED", "FAILED"].includes(status))) return;
            await this.time.clock.sleep(waits < 20 ? 30_000 : 2 * 3_600_000);
        }
    }

    startedTasks(): number {
        return this.aws.requests.filter(({ operation }) => operation === "CreateExportTask").length;
    }

    private clockText(): string {
        const seconds = (this.time.clock.now() - NOW) / 1000;
        return `${seconds.toFixed(2).padStart(10)} s`;
    }
}
