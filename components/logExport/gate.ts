import * as pulumi from "@pulumi/pulumi";
import { resolvedValue } from "../../providers/outputs";

/**
 * How many exports of an account and Region the program registers at a time: one runs, the next is already waiting for
 * the slot. More would fill the places in which Pulumi works in parallel, and unrelated resources would have to wait.
 */
const IN_FLIGHT = 2;

interface Gate {
    free: number;
    readonly waiting: (() => void)[];
}

const GATES = Symbol.for("pulumi-cloudwatch-logs-export/gates");

/**
 * The gates of a run, which is known by its connection to the engine. A process can run several programs (Pulumi's
 * Automation API): one that was broken off never leaves its places, and the next must not wait for them.
 */
function gatesOf(run: object): Map<string, Gate> {
    const shared = globalThis as { [GATES]?: WeakMap<object, Map<string, Gate>> };
    const runs = (shared[GATES] ??= new WeakMap());
    let gates = runs.get(run);
    if (!gates) runs.set(run, (gates = new Map<string, Gate>()));
    return gates;
}

function gateOf(gates: Map<string, Gate>, slot: string): Gate {
    let gate = gates.get(slot);
    if (!gate) gates.set(slot, (gate = { free: IN_FLIGHT, waiting: [] }));
    return gate;
}

/**
 * Registers resources one after the other, without telling Pulumi that one depends on the other: a failed export stops
 * none that is independent of it.
 * @param slot names the account and the Region.
 * @param register makes the resource; an input of it has to wait for `turn`.
 */
export function throughGate<R extends pulumi.Resource>(
    slot: Promise<string>,
    register: (turn: pulumi.Output<void>) => R,
): R {
    if (pulumi.runtime.isDryRun()) return register(pulumi.output(undefined)); // a preview runs nothing
    const gates = gatesOf(pulumi.runtime.getMonitor() ?? throughGate);
    const gate = slot.then((name) => gateOf(gates, name));
    const resource = register(pulumi.output(gate.then(enter)));
    void resolvedValue(resource.urn)
        .then(() => gate)
        .then(leave);
    return resource;
}

function enter(gate: Gate): Promise<void> {
    if (gate.free > 0) {
        gate.free -= 1;
        return Promise.resolve();
    }
    return new Promise((resolve) => gate.waiting.push(resolve));
}

function leave(gate: Gate): void {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.free += 1;
}
