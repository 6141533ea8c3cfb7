import { newOwner } from "../../../providers/exportTask/run/owner";
import type { connect } from "../../../providers/aws/clients";
import { openAws, type OpenAws } from "../../../sandbox/aws";
import { uuidFrom } from "../../../sandbox/aws/random";
import { nameOf } from "../../../sandbox/engine/urn";
import { DAY, HOUR } from "../../support/durations";
import { NOW, seedOf } from "../account";
import type { Declaration } from "../declaration";
import { deleteByHand } from "../deleteByHand";
import { Dice } from "../dice";
import { haveTasksEnded, startForeignTask } from "../exportTasks";
import { Guarantees } from "../guarantees/guarantees";
import { History } from "../history/history";
import { InjectedFaults } from "../injectedFaults";
import type { Player } from "../player";
import type { Operation, RunResult } from "../runResult";
import type { Incident, Round, Scenario, Step } from "../scenario";
import type { StateRecord } from "../stateRecord";
import type { Tally } from "../tally";
import { EngineRun } from "./engineRun";
import { Kills } from "./kills";
import { Network, type SeenRequest } from "./network";
import { ProviderProcess } from "./providerProcess";
import { resourcesOf } from "./resources";
import { Troubles } from "./troubles";
import type { VirtualTime } from "./virtualTime";

/** No operation takes longer: a week in line for the slot, and a task's day. */
const LONGEST_OPERATION_MS = 9 * DAY;

export interface SimulationOptions {
    /** Receives the log. */
    readonly log?: (line: string) => void;
    /** How the provider reaches AWS; a test breaks it to see the suite fail. */
    readonly connect?: typeof connect;
}

/** A program with its state: what `pulumi` works on. */
interface Stack {
    readonly name: string;
    records: StateRecord[];
}

/** A scenario's AWS, its programs with their states, and the faults, all in one process and in virtual time. */
export class Simulation implements Player {
    readonly aws: OpenAws;
    readonly stacks: readonly Stack[];
    readonly guarantees: Guarantees;
    private readonly history: History;
    private readonly network: Network;
    private readonly faults: InjectedFaults;
    private readonly troubles: Troubles;
    private readonly kills: Kills;
    private readonly dice: Dice;

    constructor(
        readonly scenario: Scenario,
        readonly time: VirtualTime,
        readonly tally: Tally,
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
        this.history = new History(this.aws, groups, () => this.stacks.map(({ records }) => records));
        this.guarantees = new Guarantees(this.history, (what) => tally.note(what));
        this.faults = new InjectedFaults(this.aws, tally);
        this.kills = new Kills(time, (victim, program) => {
            tally.kill(victim);
            this.say(`KILL ${victim} of program ${program}`);
        });
        this.network = new Network(time, this.aws, new Dice(seed + 2_000_000_011), {
            before: (operation, actor) => this.kills.requested("before", operation, actor),
            after: (request) => this.requested(request),
            spared: (keys) => this.history.objectsSpared(keys),
            lost: (keys, bucket, { operation, urn, process, record }) => {
                const by = `the ${operation} of ${nameOf(urn)} (program ${process.program})`;
                const deletion = { keys, bucket, time: time.clock.now(), by, record };
                tally.violate(...this.guarantees.afterDeletion(deletion));
            },
        });
        this.troubles = new Troubles(time, this.faults, this.network, tally);
    }

    say(line: string): void {
        if (!this.options.log) return;
        this.options.log(`${this.clockText()}  ${line}`);
    }

    async playRound({ incidents, steps, trouble, kills, foreign }: Round): Promise<void> {
        for (const incident of incidents) await this.happen(incident);
        const ends = trouble.map((one) => {
            this.say(`trouble: ${JSON.stringify(one)}`);
            return this.troubles.start(one);
        });
        if (foreign) await startForeignTask(this.aws, foreign, this.tally);
        for (const kill of kills) this.say(`kill planned: ${JSON.stringify(kill)}`);
        const disarm = this.kills.arm(kills);
        await Promise.all(steps.map((step, program) => step && this.playStep(program, step)));
        disarm();
        ends.forEach((end) => end());
        this.faults.clearAll();
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

    /** Runs an operation of a program's engine, until it ends or the engine is killed. */
    async run(
        program: number,
        operation: Operation,
        declaration: Declaration,
        options: { replace?: ReadonlySet<string>; continueOnError?: boolean; clockAheadMs?: number } = {},
    ): Promise<RunResult> {
        this.tally.operations += 1;
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
        this.history.runBegins(program, operation === "destroy" ? [] : declared.map(({ urn }) => urn));
        if (clockAheadMs !== 0) this.tally.fault("clock ahead or back");
        this.say(`${name}: ${operation} begins${clockAheadMs ? `, clock ${clockAheadMs / HOUR} h ahead` : ""}`);
        const began = this.time.clock.now();
        const killed = new Promise<RunResult>((resolve) => {
            const lost = (by: string) => resolve({ errors: [`killed: ${by}`], steps: [] });
            this.kills.running[program] = { run, process, killed: lost };
        });
        const work = operation === "up" ? run.up(declared) : operation === "destroy" ? run.destroy() : run.refresh();
        let giveUp = () => undefined as void;
        const stuck = new Promise<RunResult>((resolve) => {
            giveUp = this.time.clock.at(began + LONGEST_OPERATION_MS, () => {
                this.tally.violate(`${name}: ${operation} has not ended after ${LONGEST_OPERATION_MS / DAY} days`);
                run.kill();
                process.kill();
                resolve({ errors: ["did not end"], steps: [] });
            });
        });
        const result = await Promise.race([work, killed, stuck]);
        giveUp();
        this.kills.running[program] = undefined;
        // The host ends with its engine; only one whose engine was killed lives on.
        if (process.isEngineAlive) process.isAlive = false;
        const steps = result.steps.map(({ op, urn }) => `${op} ${nameOf(urn)}`).join(", ");
        this.say(
            `${name}: ${operation} ends: ${steps || "nothing done"}${result.errors.map((text) => `\n    error: ${text}`).join("")}`,
        );
        const deleteFirst = new Set(declared.filter((one) => one.deleteBeforeReplace).map(({ urn }) => urn));
        this.tally.violate(...this.guarantees.afterRun(program, deleteFirst, this.time.clock.now()));
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
        this.kills.requested("after", operation, actor);
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
                if (!deleteByHand(this.history, incident, this.time.clock.now())) return;
                break;
        }
        this.tally.fault(incident.kind);
        this.say(`incident: ${JSON.stringify(incident)}`);
    }

    /** Waits for tasks that no program waits for. */
    async tasksEnded(): Promise<void> {
        for (let waits = 0; waits < 40; waits++) {
            if (await haveTasksEnded(this.aws)) return;
            await this.time.clock.sleep(waits < 20 ? 30_000 : 2 * HOUR);
        }
    }

    private clockText(): string {
        const seconds = (this.time.clock.now() - NOW) / 1000;
        return `${seconds.toFixed(2).padStart(10)} s`;
    }
}
