import * as pulumi from "@pulumi/pulumi";
import { realClock } from "../clock";
import { isPluginProcess } from "../host";
import { Gates, type Leave, widestGate } from "./gateWidth";
import { isNotYetKnown, resolvedValue } from "../outputs";

/** What a program knows of the account and the Region in which an export runs. */
export interface Whereabouts {
    readonly region?: pulumi.Input<string>;
    readonly profile?: pulumi.Input<string>;
    readonly assumeRoleArn?: pulumi.Input<string>;
}

/**
 * The turn of an export at the gate of its account and Region. Exports wait there one behind the other without Pulumi
 * knowing of it: a failed one stops none that is independent of it.
 *
 * Pulumi gets it as the promise of a reference to the resource's package. It asks for that when everything else is there,
 * inputs, dependencies and parent, and registers the resource next. So nobody holds a place while he waits for anything
 * else, which may itself be waiting for a place; an input that waits for the turn would. The reference is `undefined`, as
 * of a resource that has none.
 */
export class Turn implements PromiseLike<undefined> {
    private readonly gates: Gates;
    private asked: Promise<Leave> | undefined;

    constructor(
        private readonly where: Whereabouts,
        private readonly opts: pulumi.CustomResourceOptions,
    ) {
        this.gates = gatesOf(currentRun());
    }

    then<R = undefined, E = never>(
        resolve?: ((value: undefined) => R | PromiseLike<R>) | null,
        reject?: ((reason: unknown) => E | PromiseLike<E>) | null,
    ): Promise<R | E> {
        this.asked ??= this.enter();
        return this.asked.then(() => undefined).then(resolve, reject);
    }

    /** The turn ends when the registration has, either way. A resource that never asked for it has no place to leave. */
    endWith(resource: pulumi.Resource): void {
        void resolvedValue(resource.urn)
            .then(() => this.asked)
            .then((leave) => leave?.());
    }

    private async enter(): Promise<Leave> {
        await pendingOptions(this.opts);
        return this.gates.enter(await nameOf(this.where));
    }
}

const GATES = Symbol.for("pulumi-cloudwatch-logs-export/gates");

const monitors = new Map<string, object>();

/**
 * The run that a resource is declared in. The plugin has a connection to the engine for each component, so there it is the
 * address: the components of a run share a gate, and a plugin serves one run.
 */
function currentRun(): object {
    const monitor = pulumi.runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
    if (!monitor?.getChannel || !isPluginProcess()) return monitor ?? Turn;
    const target = monitor.getChannel().getTarget();
    const run = monitors.get(target) ?? {};
    monitors.set(target, run);
    return run;
}

/**
 * The gates of a run, which is known by its connection to the engine. A process can run several programs (Pulumi's
 * Automation API): one that was broken off never leaves its places, and the next must not wait for them.
 */
function gatesOf(run: object): Gates {
    const shared = globalThis as { [GATES]?: WeakMap<object, Gates> };
    const runs = (shared[GATES] ??= new WeakMap());
    const gates = runs.get(run) ?? new Gates(widestGate(), realClock);
    runs.set(run, gates);
    return gates;
}

/** Two names of one account and Region mean only that more exports are registered at a time. */
async function nameOf({ region, profile, assumeRoleArn }: Whereabouts): Promise<string> {
    const [given, ...identity] = await Promise.all([region, profile, assumeRoleArn].map(valueOf));
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    return JSON.stringify([
        given ?? pulumi.runtime.getConfig("aws:region") ?? AWS_REGION ?? AWS_DEFAULT_REGION,
        identity,
    ]);
}

/** What Pulumi waits for only after it has asked for the reference to the package. */
async function pendingOptions({ replacementTrigger, aliases = [] }: pulumi.CustomResourceOptions): Promise<void> {
    const pending = aliases.filter((alias) => !isPlainAlias(alias));
    const parents = pending.map((alias) =>
        pulumi.output(alias).apply((one) => {
            const parent = typeof one === "string" ? undefined : one.parent;
            return pulumi.Resource.isInstance(parent) ? parent.urn : parent;
        }),
    );
    if (replacementTrigger === undefined && parents.length === 0) return;
    await Promise.all([replacementTrigger, ...parents].map(valueOf));
}

const KNOWN = new WeakMap<object, Promise<unknown>>();

/** Once for each value: the exports of a LogExport share theirs. A plain text costs none of an output's promises. */
function valueOf(input: pulumi.Input<unknown>): unknown {
    if (typeof input !== "object" || input === null) return input;
    const known = KNOWN.get(input) ?? resolvedValue(pulumi.output(input));
    KNOWN.set(input, known);
    return known;
}

/** Texts alone: nothing in it that Pulumi would wait for. */
function isPlainAlias(alias: pulumi.Input<pulumi.URN | pulumi.Alias>): boolean {
    if (isNotYetKnown(alias)) return false;
    return typeof alias === "string" || Object.values(alias).every((value) => typeof value !== "object");
}
