import { uuidFrom } from "../aws/random";
import type { EventClock } from "../clock/eventClock";
import { Cancellation } from "./cancellation";
import { isDistributed, type Definition, type Flow, type MapState } from "./definition";
import { DefinitionError, StateError, Stopped } from "./errors";
import { Execution, type ExecutionStatus } from "./execution";
import { checkSize, Expressions } from "./expressions";
import { Frame } from "./frame";
import { historyLimit } from "./history";
import { runFlow } from "./interpreter";
import type { Json, JsonObject } from "./json";
import { parseDefinition } from "./parseDefinition";
import { parseResource, type Resource } from "./resource";
import { type Runtime } from "./runtime";
import { type TaskCall } from "./taskCall";
import { DAY } from "../durations";

/** Answers the calls of Task states. A failure is thrown as StateError. */
export interface Tasks {
    /** Why a Task with this Resource and these Arguments cannot run, or undefined if it can. */
    refusal(resource: Resource, parameters: Json | undefined): string | undefined;
    call(call: TaskCall): Promise<Json>;
    /** Throws StateError unless the role may do this. For actions of the service on the role's behalf. */
    authorize?(roleArn: string, action: string, resource: string): void;
}

export interface ServiceOptions {
    readonly clock: EventClock;
    readonly tasks: Tasks;
    /** For jitter, round trips, `$random` and `$uuid`. */
    readonly random: () => number;
    readonly region?: string;
    readonly accountId?: string;
    /** The round-trip time of a call. @default 20 to 120 ms */
    readonly roundTripMilliseconds?: () => number;
}

export interface StateMachine {
    readonly arn: string;
    readonly name: string;
    readonly roleArn: string;
    readonly definition: Definition;
}

export interface StartExecution {
    readonly stateMachineArn: string;
    /** @default a random one */
    readonly name?: string;
    /** @default {} */
    readonly input?: Json;
    /** For tests: stops the execution when its history has this many events. */
    readonly stopAfterEvent?: number;
}

/** AWS Step Functions in one process and on simulated time: Standard state machines in JSONata. */
export class Service implements Runtime {
    readonly clock: EventClock;
    readonly random: () => number;
    readonly expressions: Expressions;
    readonly machines = new Map<string, StateMachine>();
    /** In start order. The executions of distributed Map states are in their parents' `children`. */
    readonly executions: Execution[] = [];
    private readonly region: string;
    private readonly accountId: string;
    /** An error of the interpreter itself. It is never reported as a failure of an execution. */
    private defect: unknown;

    constructor(private readonly options: ServiceOptions) {
        this.clock = options.clock;
        this.random = options.random;
        this.region = options.region ?? "eu-central-1";
        this.accountId = options.accountId ?? "123456789012";
        this.expressions = new Expressions(() => this.clock.now(), this.random);
    }

    /** Throws DefinitionError for what the service refuses, and for what is not emulated. */
    createStateMachine(machine: {
        name: string;
        roleArn: string;
        definition: string | object;
        arn?: string;
    }): StateMachine {
        const definition = parseDefinition(machine.definition);
        this.checkTasks(definition);
        const arn = machine.arn ?? this.arn(`stateMachine:${machine.name}`);
        const created = { arn, name: machine.name, roleArn: machine.roleArn, definition };
        this.machines.set(arn, created);
        return created;
    }

    startExecution({ stateMachineArn, name, input = {}, stopAfterEvent }: StartExecution): Execution {
        const machine = this.machines.get(stateMachineArn);
        if (!machine)
            throw serviceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachineArn}'`);
        checkSize(input, "The input");
        const named = name ?? uuidFrom(this.random);
        const arn = this.arn(`execution:${machine.name}:${named}`);
        const namesake = this.executions.find((one) => one.arn === arn);
        if (namesake) {
            if (namesake.status === "RUNNING" && same(namesake.input, input)) return namesake;
            const forgotten = namesake.stopDate !== undefined && this.clock.now() - namesake.stopDate > 90 * DAY;
            if (!forgotten) throw serviceError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
        }
        const execution = new Execution(
            arn,
            named,
            machine,
            input,
            this.clock.now(),
            this.work(machine.definition, input),
            () => this.clock.now(),
            { stopAfterEvent },
        );
        this.executions.push(execution);
        this.begin(execution, machine.definition.TimeoutSeconds, "ExecutionStarted");
        return execution;
    }

    /** Does nothing if the execution has ended. */
    stopExecution(execution: Execution, error?: string, cause?: string): void {
        execution.end("ABORTED", { error, cause });
    }

    /** Resumes at the state that did not succeed. https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
    redriveExecution(execution: Execution): void {
        const old = this.clock.now() - (execution.stopDate ?? Infinity) > 14 * DAY;
        const unsuccessful: readonly ExecutionStatus[] = ["FAILED", "ABORTED", "TIMED_OUT"];
        if (!unsuccessful.includes(execution.status) || old || execution.history.length >= historyLimit - 1) {
            throw serviceError("ExecutionNotRedrivable", "Execution is not redrivable");
        }
        this.restart(execution, this.machines.get(execution.machine.arn)?.definition.TimeoutSeconds);
    }

    /** Advances time until the executions have ended. Throws errors of the interpreter or its tasks. */
    async run(executions: readonly Execution[] = this.executions): Promise<void> {
        await this.clock.run(Promise.all(executions.map((one) => one.finished)));
        if (this.defect !== undefined) throw this.defect;
    }

    async call(call: TaskCall): Promise<Json> {
        const roundTrip = this.options.roundTripMilliseconds?.() ?? 20 + this.random() * 100;
        await this.clock.sleep(roundTrip / 2);
        try {
            return await this.options.tasks.call(call);
        } finally {
            await this.clock.sleep(roundTrip / 2);
        }
    }

    runFlow(execution: Execution, frame: Frame, cancellation: Cancellation): Promise<Json> {
        return runFlow(this, execution, frame, cancellation);
    }

    authorize({ machine }: Execution, action: string, resource: string): void {
        this.options.tasks.authorize?.(machine.roleArn, action, resource);
    }

    mapRunArn(execution: Execution, label: string): string {
        return this.arn(`mapRun:${execution.machine.name}/${label}:${uuidFrom(this.random)}`);
    }

    startChild(parent: Execution, state: MapState, label: string, input: Json, mapRunArn: string): Execution {
        checkSize(input, "The input of a Map's execution");
        const name = uuidFrom(this.random);
        const isExpress = state.ItemProcessor.ProcessorConfig?.ExecutionType === "EXPRESS";
        const child = new Execution(
            this.arn(`${isExpress ? "express" : "execution"}:${parent.machine.name}/${label}:${name}`),
            name,
            { ...parent.machine, arn: `${parent.machine.arn}/${label}` },
            input,
            this.clock.now(),
            this.work(state.ItemProcessor, input),
            () => this.clock.now(),
            { unlimited: isExpress },
        );
        parent.children.push(child);
        this.begin(child, isExpress ? 300 : undefined, "ExecutionStarted", { mapRunArn });
        return child;
    }

    redriveChild(child: Execution): void {
        this.restart(child, undefined);
    }

    /** Uses one frame for all runs of an execution, so that a redrive resumes at the current state. */
    private work(flow: Flow, input: Json): (execution: Execution) => Promise<Json> {
        const root = new Frame(flow, input);
        return (execution) => runFlow(this, execution, root, execution.cancellation);
    }

    private restart(execution: Execution, timeout: number | undefined): void {
        execution.status = "RUNNING";
        execution.stopDate = execution.error = execution.cause = undefined;
        execution.redriveCount += 1;
        execution.cancellation = new Cancellation();
        this.begin(execution, timeout, "ExecutionRedriven");
    }

    private begin(execution: Execution, timeout: number | undefined, event: string, details: JsonObject = {}): void {
        const stopTimer =
            timeout === undefined
                ? () => undefined
                : this.clock.at(this.clock.now() + timeout * 1000, () =>
                      execution.end("TIMED_OUT", { error: "States.Timeout", cause: "" }),
                  );
        execution.finished = this.play(execution, event, details).finally(stopTimer);
    }

    private async play(execution: Execution, event: string, details: JsonObject): Promise<void> {
        try {
            execution.record(event, undefined, { ...details, input: execution.input });
            execution.succeed(await execution.work());
        } catch (error) {
            if (error instanceof StateError) execution.fail(error);
            else if (!(error instanceof Stopped)) {
                this.defect ??= error;
                execution.fail(new StateError("Sandbox.Defect", String(error)));
            }
        }
    }

    private checkTasks({ States }: Flow): void {
        for (const [name, state] of Object.entries(States)) {
            if (state.Type === "Task") {
                const problem = this.options.tasks.refusal(parseResource(state.Resource), state.Arguments);
                if (problem !== undefined) throw new DefinitionError(name, problem);
            }
            if (state.Type === "Parallel") state.Branches.forEach((branch) => this.checkTasks(branch));
            if (state.Type === "Map") {
                if (isDistributed(state) && state.ItemReader) parseResource(state.ItemReader.Resource);
                this.checkTasks(state.ItemProcessor);
            }
        }
    }

    private arn(rest: string): string {
        return `arn:aws:states:${this.region}:${this.accountId}:${rest}`;
    }
}

function same(a: Json, b: Json): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
}

function serviceError(name: string, message: string): Error {
    return Object.assign(new Error(message), { name });
}
