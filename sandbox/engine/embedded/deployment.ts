import { dependencyUrns } from "../dependencies";
import type { Goal } from "../goal";
import { differingPaths } from "../objectDiff";
import type { StepOp } from "../result";
import type { Snapshot } from "../snapshot";
import type { ResourceState } from "../state";
import { isDefaultProvider, qualifiedType, stackType, type StackName } from "../urn";
import { unknownValue, type PropertyMap } from "../values";
import { markSecretOutputs, perform, type ActionContext } from "./actions";
import { deleteAll, Protected } from "./deletions";
import { AlreadyReported } from "./identities";
import { Planner, type Action } from "./planner";
import { initFailure } from "./provider";
import type { ProviderRegistry } from "./providerRegistry";
import type { Reporter } from "./reporter";
import { messageOf } from "./rpc";
import { Semaphore } from "./semaphore";
import { OngoingWork, Stopped } from "./ongoingWork";

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
    private readonly planner: Planner;
    private readonly planning = new Semaphore(1);
    private readonly slots: Semaphore;
    /** The resources whose steps failed, and the URNs of those that are skipped because of them. */
    private readonly failures: ResourceState[] = [];
    private readonly skipped = new Set<string>();
    private readonly ongoing = new OngoingWork();
    private readonly pending = new Map<string, ResourceState>();
    private stackOutputs: { state: ResourceState; outputs: PropertyMap } | undefined;

    constructor(private readonly options: DeploymentOptions) {
        this.slots = new Semaphore(options.parallel);
        this.planner = new Planner({ ...options, previous: options.snapshot.previous });
    }

    /** The resources that this run registered or read. */
    get states(): ReadonlyMap<string, ResourceState> {
        return this.planner.news;
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
        return this.track(this.planner.identities.urnOf(goal), async () => {
            const actions = await this.planning.run(async () => {
                this.ongoing.assertRunning();
                return this.planner.plan(goal);
            });
            const next = actions.flatMap((action) => ("next" in action ? [action.next] : [])).at(-1);
            if (!next) {
                throw new Error("a plan without a result");
            }
            const due = actions.filter((action) => !this.isSkipped(subjectOf(action)));
            return this.slots.run(() => this.execute(due, next));
        });
    }

    /**
     * Makes a remote component. A plugin's error fails the run, like a planning error. A stop does not wait for the plugin, which
     * waits for resources that are no longer registered.
     */
    construct<T>(goal: Goal, make: () => Promise<T>): Promise<T> {
        return this.track(this.planner.identities.urnOf(goal), async () => {
            this.ongoing.assertRunning();
            const stopped = this.ongoing.halted.then((): never => {
                throw new Stopped();
            });
            return Promise.race([make(), stopped]);
        });
    }

    read(goal: ReadGoal): Promise<ResourceState> {
        const { identities } = this.planner;
        return this.track(identities.urnOf(goal), async () => {
            const urn = identities.claim(goal);
            const { old, foundAs } = identities.find(urn, { ...goal, aliases: [] });
            const next: ResourceState = {
                urn,
                custom: true,
                external: true,
                type: goal.type,
                id: goal.id,
                inputs: goal.inputs,
                outputs: {},
                parent: goal.parent,
                provider: goal.provider,
                aliases: foundAs === undefined ? [] : [foundAs],
                dependencies: [...goal.dependencies],
                additionalSecretOutputs: [...goal.additionalSecretOutputs],
                created: old?.created,
                modified: old?.modified,
            };
            const op = this.planner.planRead(urn, old, goal.id);
            if (this.isSkipped(next)) {
                return next;
            }
            return this.slots.run(() => this.executeRead(next, old, op));
        });
    }

    registerOutputs(urn: string, outputs: PropertyMap): Promise<void> {
        return this.track(urn, () => {
            const state = this.pending.get(urn);
            if (!state) {
                throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
            }
            if (qualifiedType(urn) === stackType) {
                this.stackOutputs = { state, outputs };
            } else {
                this.pending.delete(urn);
                state.outputs = outputs;
                this.options.snapshot.write();
            }
        });
    }

    /** Ends the run because the program asks for something that the engine does not support. */
    refuse(error: Error): Promise<never> {
        return this.track<never>(undefined, () => Promise.reject(error));
    }

    /** Deletes the resources that the program no longer registers, dependents first. */
    async deleteUnregistered(): Promise<void> {
        const { planner } = this;
        const { snapshot, registry } = this.options;
        const remaining = snapshot.previous.filter((state) =>
            state.delete ? !planner.isDeletedAhead(state) : !planner.isKept(state.urn),
        );
        await this.track(undefined, async () => {
            remaining.forEach(({ urn }) => planner.deletes.add(urn));
            const loaded = snapshot.previous.filter(({ urn }) => planner.deletes.has(urn));
            await registry.ensureAll(loaded, snapshot.previous);
        }).catch(() => {
            throw new AlreadyReported();
        });
        await deleteAll(remaining, {
            ...this.context,
            reporter: this.options.reporter,
            isStopped: () => this.isStopped,
            inSlot: (work) => this.track(undefined, () => this.slots.run(work)),
            failed: (op, state, error) => this.fail(op, state, undefined, error),
            failures: () => this.failures,
        });
    }

    /** Sets the stack's outputs at the end. After a failure, old outputs that were not set again are kept. */
    finishStackOutputs(): void {
        if (this.stackOutputs) {
            const { state, outputs } = this.stackOutputs;
            const before = this.planner.identities.olds.get(state.urn)?.outputs ?? {};
            state.outputs = this.options.reporter.failed ? { ...before, ...outputs } : outputs;
            this.options.snapshot.write();
        }
    }

    private get context(): ActionContext {
        const { preview, snapshot, registry } = this.options;
        return { preview, snapshot, registry, deletes: this.planner.deletes };
    }

    /** Whether a dependency of the resource has failed or was skipped. Its provider does not count. */
    private isSkipped(state: ResourceState): boolean {
        this.failures.forEach(({ urn }) => this.skipped.add(urn));
        const isSkipped = [...dependencyUrns(state)].some((urn) => this.skipped.has(urn));
        if (isSkipped) {
            this.skipped.add(state.urn);
        }
        return isSkipped;
    }

    private async execute(actions: readonly Action[], next: ResourceState): Promise<Registered> {
        const { reporter } = this.options;
        let isDone = false;
        for (const action of actions) {
            this.ongoing.assertRunning();
            const subject = subjectOf(action);
            const { op } = action;
            const isShown = !isDefaultProvider(subject.urn);
            if (isShown) {
                reporter.started(op, subject.urn);
            }
            try {
                await perform(action, this.context);
            } catch (error) {
                this.fail(op, subject, "old" in action ? action.old : undefined, error);
                this.ongoing.assertRunning();
                return { state: next, result: "failed" };
            }
            if ("next" in action) {
                this.pending.set(next.urn, next);
                this.planner.news.set(next.urn, next);
                isDone ||= op !== "replace";
            }
            if (isShown) {
                reporter.ended(op, subject.urn);
                if (op !== "create-replacement" && op !== "delete-replaced") {
                    reporter.count(op);
                }
            }
        }
        return { state: next, result: isDone ? "success" : "skipped" };
    }

    private async executeRead(
        next: ResourceState,
        old: ResourceState | undefined,
        op: "read" | "read-replacement",
    ): Promise<ResourceState> {
        const { registry, snapshot, reporter } = this.options;
        const isReplacing = op === "read-replacement";
        reporter.started(op, next.urn);
        let initErrors: readonly string[] | undefined;
        try {
            if (next.id !== unknownValue) {
                const plugin = registry.get(next.provider ?? "");
                const inputs = next.inputs ?? {};
                const read = await plugin.read({ urn: next.urn, id: next.id ?? "", inputs, state: inputs });
                initErrors = read.initErrors;
                if (read.outputs === undefined) {
                    throw new Error(`resource '${next.id}' does not exist`);
                }
                next.id = read.id || next.id;
                next.outputs = read.outputs;
                next.initErrors = initErrors && [...initErrors];
            }
        } catch (error) {
            this.fail(op, next, old, error);
            this.ongoing.assertRunning();
            return next;
        }
        if (old && isReplacing) {
            old.delete = true;
        }
        markSecretOutputs(next);
        snapshot.record(old, next);
        this.planner.news.set(next.urn, next);
        if (initErrors) {
            this.fail(op, next, old, new Error(initFailure(initErrors)));
            this.ongoing.assertRunning();
            return next;
        }
        reporter.ended(op, next.urn);
        if (isReplacing) {
            reporter.started("replace", next.urn);
            reporter.ended("replace", next.urn);
            reporter.count("replace");
        } else if (old && differingPaths(old.outputs ?? {}, next.outputs ?? {}).length > 0) {
            reporter.count("read");
        }
        return next;
    }

    private fail(op: StepOp, state: ResourceState, old: ResourceState | undefined, error: unknown): void {
        const { preview, reporter, continueOnError } = this.options;
        const isShown = !isDefaultProvider(state.urn);
        reporter.error(`${preview ? "Preview failed: " : ""}${messageOf(error)}`, isShown ? state.urn : undefined);
        reporter.ended(op, state.urn, "failed");
        this.failures.push(state, ...(old ? [old] : []));
        if (!continueOnError && !(error instanceof Protected)) {
            this.ongoing.stop();
        }
    }

    /** A planning error fails the run. `--continue-on-error` applies to steps only. */
    private track<T>(urn: string | undefined, work: () => Promise<T> | T): Promise<T> {
        const attempt = async (): Promise<T> => work();
        const running = attempt().catch((error: unknown) => {
            if (!(error instanceof AlreadyReported) && !(error instanceof Stopped)) {
                this.options.reporter.error(messageOf(error), urn);
            }
            this.ongoing.stop();
            throw error;
        });
        return this.ongoing.track(running);
    }
}

function subjectOf(action: Action): ResourceState {
    return "next" in action ? action.next : action.old;
}
