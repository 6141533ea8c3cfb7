import * as assert from "node:assert/strict";
import { GROUPS_PER_MANIFEST, type MachinePlan } from "../../../components/scheduledLogExport/machine/plan";
import { stateMachine } from "../../../components/scheduledLogExport/machine/stateMachine";
import { openAws, type OpenAws } from "../../../sandbox/aws";
import { seededRandom } from "../../../sandbox/aws/random";
import { type Limits } from "../../../sandbox/aws/settings";
import {
    EventClock,
    type Execution,
    sandboxTasks,
    type SandboxTasksOptions,
    Service,
    statesEngine,
} from "../../../sandbox/stepFunctions";
import { type AccountOptions, ROLE, seedAccount } from "./account";
import { Archive } from "./archive";
import { MACHINE, MACHINE_NAME, planOf, REGION } from "./plan";

export interface StageOptions extends AccountOptions {
    readonly plan?: Partial<MachinePlan>;
    readonly seed?: number;
    readonly limits?: Limits;
    readonly tasks?: Partial<SandboxTasksOptions>;
}

/** An account with log groups, and the state machine in it, with its role. Nothing sleeps. */
export class Stage extends Archive {
    readonly clock: EventClock;
    readonly aws: OpenAws;
    readonly service: Service;
    readonly plan: MachinePlan;

    constructor({ start, groups, plan = {}, seed = 1, limits, tasks, key }: StageOptions) {
        super();
        const random = seededRandom(seed);
        this.clock = new EventClock(start);
        this.aws = openAws({ clock: this.clock, randomSeed: seed, limits });
        const names = groups.map(({ name }) => name);
        const pages = Array.from({ length: Math.ceil(names.length / GROUPS_PER_MANIFEST) }, (_, index) =>
            names.slice(index * GROUPS_PER_MANIFEST, (index + 1) * GROUPS_PER_MANIFEST),
        );
        this.plan = planOf({
            groups: { manifestSizes: pages.map(({ length }) => length), digest: names.join(" ") },
            ...plan,
        });
        seedAccount(this.aws, this.plan, { start, groups, key }, pages);
        const service = new Service({
            clock: this.clock,
            random,
            tasks: sandboxTasks(this.aws, { region: REGION, clock: this.clock, ...tasks }),
        });
        this.aws.connect(statesEngine(service));
        this.service = service;
        this.deploy();
    }

    /** Creates, or replaces, the state machine. */
    deploy(changes: Partial<MachinePlan> = {}): void {
        const definition = JSON.stringify(stateMachine({ ...this.plan, ...changes }));
        this.service.createStateMachine({ name: MACHINE_NAME, roleArn: ROLE, definition, arn: MACHINE });
    }

    start(options: { readonly name?: string; readonly stopAfterEvent?: number } = {}): Execution {
        return this.service.startExecution({ stateMachineArn: MACHINE, ...options });
    }

    /** A run from its start to its end, including executions that continue it. */
    async run(): Promise<Execution> {
        const execution = this.start();
        await this.finish();
        return execution;
    }

    /** Runs until no execution is left, including those started by others. */
    async finish(): Promise<void> {
        while (this.service.executions.some(({ status }) => status === "RUNNING")) await this.service.run();
    }

    async waitUntil(time: number): Promise<void> {
        await this.clock.runUntil(time);
    }
}

/** A run with the histories of all its executions. */
export function historiesOf(execution: Execution): number[] {
    return [execution.history.length, ...execution.children.flatMap(historiesOf)];
}

/** Completes a run, which must succeed. */
export function assertSucceeded({ status, error, cause }: Execution): void {
    assert.equal(status, "SUCCEEDED", `${error}: ${cause}`);
}
