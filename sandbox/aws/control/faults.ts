import type { TaskOverrides } from "../logs/taskOverrides";
import { seededRandom } from "../random";
import type { SparedKeys } from "../s3/sparedKeys";

/** What goes wrong, and for which requests. Without any matcher: for every request. */
export interface Fault {
    /** `logs`, `s3`, `sts` or `kms`. */
    readonly service?: string;
    /** The operation's name, for example `CreateExportTask`. */
    readonly operation?: string;
    readonly region?: string;
    readonly accountId?: string;
    /** Parameters (of S3: Bucket, Key and the query's) that must have these values; `*` in a string is a wildcard. */
    readonly match?: Readonly<Record<string, string | number | boolean>>;
    /** How many matching requests pass first. @default 0 */
    readonly skip?: number;
    /** How many requests it affects. @default 1, or unlimited if a probability is given */
    readonly times?: number;
    /** Affects a matching request with this probability. `seed` seeds the generator. @default 1 */
    readonly probability?: number;
    readonly seed?: number;
    readonly effect: FaultEffect;
}

export type FaultEffect =
    /** Returns an error instead of handling the request. With `after`, the request takes effect first. */
    | {
          readonly kind: "error";
          readonly code: string;
          readonly message?: string;
          /** @default 400 */
          readonly status?: number;
          readonly when?: "before" | "after";
          /** Without a body, as a proxy or an endpoint policy answers. */
          readonly empty?: boolean;
      }
    /** DeleteObjects does not delete every `every`-th of its keys, and reports an error for each. */
    | ({ readonly kind: "spareKeys" } & SparedKeys)
    /** Closes the connection without an answer. */
    | { readonly kind: "drop"; readonly when: "before" | "after" }
    /** Never answers, and keeps the connection open. */
    | { readonly kind: "hang"; readonly when: "before" | "after" }
    /** Handles the request this many milliseconds (of the sandbox's time) later. */
    | { readonly kind: "delay"; readonly milliseconds: number }
    /** Listings show the state from this many milliseconds ago. */
    | { readonly kind: "stale"; readonly milliseconds: number }
    /** What happens to the task that this CreateExportTask starts. */
    | ({ readonly kind: "task" } & TaskOverrides)
    /** Skews the service's clock: its Date header, and the check of the request's date. */
    | { readonly kind: "clockSkew"; readonly milliseconds: number }
    /** The credentials have expired. */
    | { readonly kind: "expiredCredentials" };

export interface FaultTarget {
    readonly service: string;
    readonly operation: string;
    readonly region: string;
    readonly accountId: string;
    readonly parameters: Readonly<Record<string, unknown>>;
}

/** A fault and how many requests it has affected. */
export interface FaultState {
    readonly id: string;
    readonly fault: Fault;
    readonly hits: number;
}

export class Faults {
    private readonly active = new Map<string, { fault: Fault; seen: number; hits: number; random: () => number }>();
    private count = 0;

    inject(fault: Fault): string {
        const id = `fault-${++this.count}`;
        this.active.set(id, { fault, seen: 0, hits: 0, random: seededRandom(fault.seed ?? this.count) });
        return id;
    }

    /** Removes one fault, or all. */
    clear(id?: string): void {
        if (id === undefined) this.active.clear();
        else this.active.delete(id);
    }

    list(): FaultState[] {
        return [...this.active].map(([id, { fault, hits }]) => ({ id, fault, hits }));
    }

    /** The effects on this request, in the order in which the faults were injected. */
    effectsFor(target: FaultTarget): FaultEffect[] {
        const effects: FaultEffect[] = [];
        for (const state of this.active.values()) {
            const { fault } = state;
            if (!matchesTarget(fault, target)) continue;
            if (state.seen++ < (fault.skip ?? 0)) continue;
            if (state.hits >= (fault.times ?? (fault.probability === undefined ? 1 : Infinity))) continue;
            if (state.random() >= (fault.probability ?? 1)) continue;
            state.hits++;
            effects.push(fault.effect);
        }
        return effects;
    }
}

function matchesTarget(fault: Fault, target: FaultTarget): boolean {
    const named = (["service", "operation", "region", "accountId"] as const).every(
        (field) => fault[field] === undefined || fault[field] === target[field],
    );
    return (
        named &&
        Object.entries(fault.match ?? {}).every(([name, value]) => matchesValue(value, target.parameters[name]))
    );
}

function matchesValue(wanted: string | number | boolean, given: unknown): boolean {
    if (typeof wanted !== "string" || typeof given !== "string") return wanted === given;
    const parts = wanted.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join("[^]*")}$`).test(given);
}

/** The first effect of a kind, with its own fields. */
export function effectOf<K extends FaultEffect["kind"]>(
    effects: readonly FaultEffect[],
    kind: K,
): Extract<FaultEffect, { kind: K }> | undefined {
    return effects.find((effect): effect is Extract<FaultEffect, { kind: K }> => effect.kind === kind);
}
