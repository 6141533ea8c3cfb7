import { requirementsOf } from "../dependencies";
import type { Goal } from "../goal";
import type { StepOp } from "../result";
import type { Snapshot } from "../snapshot";
import type { ResourceState } from "../state";
import { qualifiedType, stackType, type StackName } from "../urn";
import { deepEquals, type PropertyMap } from "../values";
import { markSecretOutputs, perform, type ActionContext } from "./actions";
import { deleteAll, isDefaultProvider, Protected } from "./deletions";
import { Semaphore } from "./semaphore";
import { Planner, AlreadyReported, type Action } from "./planner";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { messageOf } from "./rpc";
import { Stopped, OngoingWork } from "./ongoingWork";

export interface DeploymentOptions {
    readonly stack: StackName;
    readonly preview: boolean;
    readonly parallel: number;
    readonly continueOnError: boolean;
    readonly replace: ReadonlySet<string>;
    readonly snapshot: Snapshot;
    readonly registry: ProviderRegistry;
    readonly reporter: Reporter;
}

export interface Registered {
    readonly state: ResourceState;
    readonly result: "success" | "failed" | "skipped";
}

export interface ReadGoal {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly parent: string;
    readonly provider: string;
    readonly inputs: PropertyMap;
    readonly dependencies: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
}

/**
 * Turns registrations into steps and performs them. Steps are planned one at a time and performed in parallel. After a
 * failure no new step starts, unless `continueOnError` is set. Running steps end first.
 */
export class Deployment {
    /** The resources that this run registered or read. */
    readonly states = new Map<string, ResourceState>();
    private readonly planner: Planner;
    private readonly planning = new Semaphore(1);
    private readonly slots: Semaphore;
    private readonly failedUrns = new Set<string>();
    private readonly deletes = new Set<string>();
    private readonly ongoing = new OngoingWork();
    private stackOutputs: { state: ResourceState; outputs: PropertyMap } | undefined;

    constructor(private readonly options: DeploymentOptions) {
        this.slots = new Semaphore(options.parallel);
        this.planner = new Planner({ ...options, previous: options.snapshot.previous });
    }

    /** Starts no new steps. Resolves when the running ones have ended. */
    async stop(): Promise<void> {
        this.ongoing.stop();
        await this.settled();
    }

    settled(): Promise<void> {
        return this.ongoing.settled();
    }

    get isStopped(): boolean {
        return this.ongoing.isStopped;
    }

    /** Resolves when the run stops before its end. */
    get halted(): Promise<undefined> {
        return this.ongoing.halted;
    }

    register(goal: Goal): Promise<Registered> {
        return this.track(async () => {
            const actions = await this.planning.run(async () => {
                this.ongoing.assertRunning();
                return this.planner.plan(goal);
            });
            const next = actions.flatMap((action) => ("next" in action ? [action.next] : [])).at(-1);
            if (!next) {
                throw new Error("a plan without a result");
            }
            if ([...requirementsOf(next)].some((urn) => this.failedUrns.has(urn))) {
                this.failedUrns.add(next.urn);
                return { state: next, result: "skipped" };
            }
            return this.slots.run(() => this.execute(actions, next));
        });
    }

    /** A plugin's error while it makes a component fails the run, like one of planning. */
    construct<T>(make: () => Promise<T>): Promise<T> {
        return this.track(async () => {
            this.ongoing.assertRunning();
            return make();
        });
    }

    read(goal: ReadGoal): Promise<ResourceState> {
        return this.track(async () => {
            const urn = this.planner.claim(goal.parent, goal.type, goal.name);
            const old = this.planner.olds.get(urn);
            const next: ResourceState = {
                urn,
                custom: true,
                external: true,
                type: goal.type,
                id: goal.id,
                inputs: goal.inputs,
                parent: goal.parent,
                provider: goal.provider,
                dependencies: [...goal.dependencies],
                additionalSecretOutputs: [...goal.additionalSecretOutputs],
            };
            const relinquished = old !== undefined && !old.external && old.id !== goal.id;
            return this.slots.run(() => this.executeRead(next, old, relinquished));
        });
    }

    registerOutputs(urn: string, outputs: PropertyMap): void {
        const state = this.states.get(urn);
        if (!state) {
            throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
        }
        if (qualifiedType(urn) === stackType) {
            this.stackOutputs = { state, outputs };
        } else {
            state.outputs = outputs;
            this.options.snapshot.write();
        }
    }

    /** Deletes the resources that the program no longer registers, dependents first. */
    async deleteUnregistered(): Promise<void> {
        const { snapshot } = this.options;
        const remaining = snapshot.previous.filter(
            (state) => snapshot.resources.includes(state) && (state.delete || !this.planner.isClaimed(state.urn)),
        );
        remaining.forEach((state) => !state.delete && this.deletes.add(state.urn));
        await deleteAll(remaining, {
            ...this.context,
            reporter: this.options.reporter,
            isStopped: () => this.isStopped,
            inSlot: (work) => this.track(() => this.slots.run(work)),
            failed: (op, urn, error) => this.fail(op, urn, error),
        });
    }

    /** Sets the stack's outputs at the end. After a failure, old outputs that were not set again are kept. */
    finishStackOutputs(): void {
        if (this.stackOutputs) {
            const { state, outputs } = this.stackOutputs;
            const before = this.planner.olds.get(state.urn)?.outputs ?? {};
            state.outputs = this.options.reporter.failed ? { ...before, ...outputs } : outputs;
            this.options.snapshot.write();
        }
    }

    private get context(): ActionContext {
        const { preview, snapshot, registry } = this.options;
        return { preview, snapshot, registry, deletes: this.deletes };
    }

    private async execute(actions: readonly Action[], next: ResourceState): Promise<Registered> {
        const { reporter } = this.options;
        for (const action of actions) {
            this.ongoing.assertRunning();
            const subject = "next" in action ? action.next : action.old;
            const { op } = action;
            const hidden = isDefaultProvider(subject);
            if (!hidden) {
                reporter.started(op, subject.urn);
            }
            try {
                await perform(action, this.context);
            } catch (error) {
                this.fail(op, subject.urn, error);
                this.ongoing.assertRunning();
                return { state: next, result: "failed" };
            }
            if (!hidden) {
                reporter.ended(op, subject.urn);
                if (op !== "create-replacement" && op !== "delete-replaced") {
                    reporter.count(op);
                }
            }
        }
        this.states.set(next.urn, next);
        return { state: next, result: "success" };
    }

    private async executeRead(
        next: ResourceState,
        old: ResourceState | undefined,
        relinquished: boolean,
    ): Promise<ResourceState> {
        const { registry, snapshot, reporter } = this.options;
        const op: StepOp = relinquished ? "read-replacement" : "read";
        reporter.started(op, next.urn);
        try {
            const plugin = registry.get(next.provider ?? "");
            const inputs = next.inputs ?? {};
            const read = await plugin.read({ urn: next.urn, id: next.id ?? "", inputs, state: inputs });
            if (read.outputs === undefined) {
                throw new Error(`resource '${next.id}' does not exist`);
            }
            next.id = read.id || next.id;
            next.outputs = read.outputs;
            next.initErrors = read.initErrors && [...read.initErrors];
        } catch (error) {
            this.fail(op, next.urn, error);
            this.ongoing.assertRunning();
            throw error;
        }
        markSecretOutputs(next);
        if (old && relinquished) {
            old.delete = true;
        }
        snapshot.record(relinquished ? undefined : old, next);
        this.states.set(next.urn, next);
        reporter.ended(op, next.urn);
        if (relinquished) {
            reporter.count("replace");
        } else if (old && !deepEquals(old.outputs, next.outputs)) {
            reporter.count("read");
        }
        return next;
    }

    private fail(op: StepOp, urn: string, error: unknown): void {
        this.options.reporter.error(messageOf(error), urn);
        this.options.reporter.ended(op, urn, "failed");
        this.failedUrns.add(urn);
        if (!this.options.continueOnError && !(error instanceof Protected)) {
            this.ongoing.stop();
        }
    }

    /** A planning error fails the run. `--continue-on-error` applies to steps only. */
    private track<T>(work: () => Promise<T>): Promise<T> {
        const running = work().catch((error: unknown) => {
            if (!(error instanceof AlreadyReported) && !(error instanceof Stopped)) {
                this.options.reporter.error(messageOf(error));
            }
            this.ongoing.stop();
            throw error;
        });
        return this.ongoing.track(running);
    }
}
