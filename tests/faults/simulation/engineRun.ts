import { decide, replaceBecauseOf, type Diff } from "../../../sandbox/engine/diff";
import type { RunResult, Step } from "../runResult";
import type { StateRecord } from "../stateRecord";

type Properties = Record<string, unknown>;

/** A resource as a program declares it. */
export interface Declared {
    readonly urn: string;
    /** URNs that it had before. */
    readonly aliases: readonly string[];
    readonly inputs: Properties;
    readonly deleteBeforeReplace?: boolean;
}

/** The provider that the engine calls. Every call may fail, and none returns after the process is killed. */
export interface Provider {
    check(
        record: StateRecord | undefined,
        declared: Declared,
    ): Promise<{ inputs: Properties; failures: readonly { property: string; reason: string }[] }>;
    diff(record: StateRecord, inputs: Properties): Promise<{ changes: boolean; replaces: readonly string[] }>;
    create(urn: string, inputs: Properties): Promise<{ id: string; outs: Properties }>;
    update(record: StateRecord, urn: string, inputs: Properties): Promise<{ outs: Properties }>;
    read(record: StateRecord): Promise<{ id: string; props: Properties }>;
    delete(record: StateRecord): Promise<void>;
}

export interface UpOptions {
    readonly replace?: ReadonlySet<string>;
    readonly continueOnError?: boolean;
}

/**
 * The part of Pulumi's engine that decides what happens to resources of one type without dependencies
 * (pkg/resource/deploy/step_generator.go, step_executor.go). Its decisions are those of the embedded engine
 * (sandbox/engine), which the acceptance tests hold against the real one.
 *
 * The state changes after each step and at no other time. A run whose engine is killed goes on for nobody:
 * it changes nothing any more.
 */
export class EngineRun {
    private readonly errors: string[] = [];
    private readonly steps: Step[] = [];
    private readonly underWay = new Set<Promise<void>>();
    private readonly claimed = new Set<string>();
    private isStopped = false;
    private isKilled = false;

    /** @param state is changed in place. */
    constructor(
        private readonly state: StateRecord[],
        private readonly provider: Provider,
        private readonly options: UpOptions = {},
    ) {}

    /** kill -9: calls in progress never return. */
    kill(): void {
        this.isKilled = true;
    }

    /** Ctrl-C: nothing new starts, and work in progress ends. */
    interrupt(): void {
        this.fail("interrupted");
    }

    async up(declared: readonly Declared[]): Promise<RunResult> {
        const before = [...this.state];
        for (const resource of declared) {
            if (this.isStopped) break;
            const carryOut = await this.plan(resource, before).catch((error: unknown) => this.fail(messageOf(error)));
            if (carryOut && !this.isStopped) this.begin(carryOut);
        }
        await this.settled();
        if (!this.isStopped)
            await this.deleteAll(({ urn, delete: isReplaced }) => isReplaced || !this.claimed.has(urn), before);
        return this.result();
    }

    async destroy(): Promise<RunResult> {
        await this.deleteAll(() => true, [...this.state]);
        return this.result();
    }

    /** Reads every resource; one that cannot be read stays as it was, and fails the refresh, not the others. */
    async refresh(): Promise<RunResult> {
        const readAll = this.state
            .filter(({ pendingReplacement }) => !pendingReplacement)
            .map(async (record) => {
                try {
                    const { id, props } = await this.alive(this.provider.read(record));
                    if (id === "") return this.remove(record);
                    Object.assign(record, { id, outputs: props, initErrors: undefined });
                    this.steps.push({ op: "refresh", urn: record.urn });
                } catch (error) {
                    this.errors.push(`${record.urn}: ${messageOf(error)}`);
                }
            });
        await Promise.all(readAll);
        return this.result();
    }

    private result(): RunResult {
        return { errors: this.errors, steps: this.steps };
    }

    /** Plans the steps for a resource, one resource at a time. Returns a function that performs them. */
    private async plan(declared: Declared, before: readonly StateRecord[]): Promise<() => Promise<void>> {
        const { urn, aliases } = declared;
        const olds = before.filter((record) => !record.delete);
        const old = [urn, ...aliases].map((name) => olds.find((record) => record.urn === name)).find((found) => found);
        this.claimed.add(urn);
        if (old) this.claimed.add(old.urn);
        const isForced = old !== undefined && (this.options.replace?.has(old.urn) || old.taint === true);
        const inputs = await this.check(isForced ? undefined : old, declared);
        if (!old) return () => this.create(urn, inputs, undefined);
        const diff = isForced ? replaceBecauseOf("id") : await this.diff(old, inputs);
        switch (decide(diff, old)) {
            case "same":
                return () => this.same(old, urn, inputs);
            case "update":
                return () => this.update(old, urn, inputs);
            case "replace": {
                const fresh = isForced ? inputs : await this.check(undefined, declared);
                if (!declared.deleteBeforeReplace) return () => this.create(urn, fresh, old);
                return async () => {
                    if (!old.pendingReplacement) await this.alive(this.provider.delete(old));
                    old.pendingReplacement = true;
                    await this.create(urn, fresh, old);
                };
            }
        }
    }

    private async check(old: StateRecord | undefined, declared: Declared): Promise<Properties> {
        const { inputs, failures } = await this.alive(this.provider.check(old, declared));
        if (failures.length === 0) return inputs;
        throw new Error(failures.map(({ property, reason }) => `${declared.urn}: ${property}: ${reason}`).join("; "));
    }

    private async diff(old: StateRecord, inputs: Properties): Promise<Diff> {
        const { changes, replaces } = await this.alive(this.provider.diff(old, inputs));
        return { changes, replaceKeys: replaces, changedKeys: [], deleteBeforeReplace: false };
    }

    /** Performs steps in parallel with others. A failure stops the run, unless it continues on errors. */
    private begin(work: () => Promise<void>): void {
        const running: Promise<void> = work()
            .catch((error: unknown) => {
                this.errors.push(messageOf(error));
                if (!this.options.continueOnError) this.isStopped = true;
            })
            .finally(() => this.underWay.delete(running));
        this.underWay.add(running);
    }

    private async settled(): Promise<void> {
        while (this.underWay.size > 0) await Promise.all(this.underWay);
    }

    private async create(urn: string, inputs: Properties, replaced: StateRecord | undefined): Promise<void> {
        const made = await partly(this.alive(this.provider.create(urn, inputs)));
        this.state.push({ urn, id: made.id, inputs, outputs: made.outs, initErrors: made.initErrors });
        if (replaced?.pendingReplacement) this.remove(replaced);
        else if (replaced) replaced.delete = true;
        this.steps.push({ op: replaced ? "replace" : "create", urn });
        throwIfPartial(urn, made.initErrors);
    }

    private async update(old: StateRecord, urn: string, inputs: Properties): Promise<void> {
        const made = await partly(this.alive(this.provider.update(old, urn, inputs)));
        // Inputs that were not applied successfully are not recorded.
        const applied = made.initErrors ? old.inputs : inputs;
        Object.assign(old, { urn, inputs: applied, outputs: made.outs, initErrors: made.initErrors });
        this.steps.push({ op: "update", urn });
        throwIfPartial(urn, made.initErrors);
    }

    private same(old: StateRecord, urn: string, inputs: Properties): Promise<void> {
        Object.assign(old, { urn, inputs });
        this.steps.push({ op: "same", urn });
        return Promise.resolve();
    }

    private async deleteAll(
        isDue: (record: StateRecord) => boolean | undefined,
        before: readonly StateRecord[],
    ): Promise<void> {
        for (const record of before.filter((one) => this.state.includes(one) && isDue(one))) {
            this.begin(async () => {
                if (!record.pendingReplacement) await this.alive(this.provider.delete(record));
                this.remove(record);
                this.steps.push({ op: "delete", urn: record.urn });
            });
        }
        await this.settled();
    }

    private remove(record: StateRecord): void {
        const index = this.state.indexOf(record);
        if (index >= 0) this.state.splice(index, 1);
    }

    private fail(message: string): undefined {
        this.errors.push(message);
        this.isStopped = true;
        return undefined;
    }

    /** Never settles once the engine is dead. */
    private alive<T>(call: Promise<T>): Promise<T> {
        return new Promise((resolve, reject) => {
            call.then(
                (value) => !this.isKilled && resolve(value),
                (error: unknown) => !this.isKilled && reject(error as Error),
            );
        });
    }
}

interface Made {
    readonly id: string;
    readonly outs: Properties;
    readonly initErrors?: string[];
}

/** An error that names the resource's ID says that the resource is there, but failed to initialise. */
async function partly(call: Promise<{ id?: string; outs: Properties }>): Promise<Made> {
    try {
        const { id = "", outs } = await call;
        return { id, outs };
    } catch (error) {
        const {
            id,
            properties = {},
            reasons = [],
        } = error as { id?: string; properties?: Properties; reasons?: string[] };
        if (!id) throw error;
        return { id, outs: properties, initErrors: reasons };
    }
}

function throwIfPartial(urn: string, initErrors: readonly string[] | undefined): void {
    if (initErrors) throw new Error(`${urn}: ${initErrors.join("; ")}`);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
