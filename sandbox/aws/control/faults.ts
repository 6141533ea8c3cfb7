import { type TaskFate } from "../logs/taskFate";
import { type SparedKeys } from "../s3/sparedKeys";
import { seededRandom } from "../random";

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
    /** How many matching requests pass unharmed first. @default 0 */
    readonly skip?: number;
    /** How many requests it hits. @default 1, or without end where a probability is given */
    readonly times?: number;
    /** Hits a matching request with this probability, drawn from a generator with this seed. @default 1 */
    readonly probability?: number;
    readonly seed?: number;
    readonly effect: FaultEffect;
}

export type FaultEffect =
    /** Answers an error instead of handling the request; `after`: after handling it, so that it took effect. */
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
    /** DeleteObjects leaves every `every`-th of the keys that it is given, and says so. */
    | ({ readonly kind: "spareKeys" } & SparedKeys)
    /** Cuts the connection without an answer. */
    | { readonly kind: "drop"; readonly when: "before" | "after" }
    /** Never answers, and keeps the connection. */
    | { readonly kind: "hang"; readonly when: "before" | "after" }
    /** Handles the request so many milliseconds (of the sandbox's time) later. */
    | { readonly kind: "delay"; readonly milliseconds: number }
    /** Listings show what was there so many milliseconds ago. */
    | { readonly kind: "stale"; readonly milliseconds: number }
    /** What becomes of the task that this CreateExportTask starts. */
    | ({ readonly kind: "task" } & TaskFate)
    /** The service's clock is off by so much: its Date header, and what it makes of the request's own date. */
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

/** A fault with what it has done so far. */
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

    /** Takes one fault back, or all of them. */
    clear(id?: string): void {
        if (id === undefined) this.active.clear();
        else this.active.delete(id);
    }

    list(): FaultState[] {
        return [...this.active].map(([id, { fault, hits }]) => ({ id, fault, hits }));
    }

    /** The effects that this request suffers, in the order in which they were injected. */
    strike(target: FaultTarget): FaultEffect[] {
        const effects: FaultEffect[] = [];
        for (const state of this.active.values()) {
            const { fault } = state;
            if (!meets(fault, target)) continue;
            if (state.seen++ < (fault.skip ?? 0)) continue;
            if (state.hits >= (fault.times ?? (fault.probability === undefined ? 1 : Infinity))) continue;
            if (state.random() >= (fault.probability ?? 1)) continue;
            state.hits++;
            effects.push(fault.effect);
        }
        return effects;
    }
}

function meets(fault: Fault, target: FaultTarget): boolean {
    const named = (["service", "operation", "region", "accountId"] as const).every(
        (field) => fault[field] === undefined || fault[field] === target[field],
    );
    return named && Object.entries(fault.match ?? {}).every(([name, value]) => same(value, target.parameters[name]));
}

function same(wanted: string | number | boolean, given: unknown): boolean {
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
