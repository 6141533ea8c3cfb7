import * as assert from "node:assert/strict";
import {
    type GivenGroups,
    GROUPS_PER_MANIFEST,
    type MachinePlan,
} from "../../../components/scheduledLogExport/machine/plan";
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
import { type AccountOptions, ROLE, seedAccount, seedManifests, seedRole } from "./account";
import { Archive } from "./archive";
import { ACCOUNT, MACHINE, MACHINE_NAME, planOf, REGION } from "./plan";

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
        const pages = manifestsOf(groups.map(({ name }) => name));
        this.plan = planOf({ groups: givenGroups(pages), ...plan });
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

    /** What `pulumi up` does with a changed plan: the definition, the policy of the role, and the manifests of given log groups. */
    up(changes: Partial<MachinePlan>, names?: readonly string[]): void {
        const plan = { ...this.plan, ...changes };
        const { groups } = this.aws.world.logs[`${ACCOUNT}/${REGION}`];
        const given = names ?? Object.keys(groups);
        const pages = manifestsOf(given);
        const isGiven = !("select" in plan.groups);
        if (names && isGiven) seedManifests(this.aws, plan, pages, this.clock.now());
        seedRole(this.aws, plan, given, undefined);
        this.deploy({ ...changes, ...(names && isGiven && { groups: givenGroups(pages) }) });
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

function manifestsOf(names: readonly string[]): string[][] {
    return Array.from({ length: Math.ceil(names.length / GROUPS_PER_MANIFEST) }, (_, index) =>
        names.slice(index * GROUPS_PER_MANIFEST, (index + 1) * GROUPS_PER_MANIFEST),
    );
}

function givenGroups(pages: readonly string[][]): GivenGroups {
    return { manifestSizes: pages.map(({ length }) => length), digest: pages.flat().join(" ") };
}

/** A run with the histories of all its executions. */
export function historiesOf(execution: Execution): number[] {
    return [execution.history.length, ...execution.children.flatMap(historiesOf)];
}

/** Completes a run, which must succeed. */
export function assertSucceeded({ status, error, cause }: Execution): void {
    assert.equal(status, "SUCCEEDED", `${error}: ${cause}`);
}
