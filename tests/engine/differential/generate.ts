import fc from "fast-check";
import { type Draft, draft, names, planOf } from "./drafts";
import { apply, type Edit, edit, unique } from "./edits";
import type { Operation, Sequence, Trouble } from "./sequence";

const methods = fc.constantFrom("check", "diff", "create", "update", "delete", "read");
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
    { weight: 4, arbitrary: methods.map((method): Trouble => ({ fails: { [method]: `no ${method} today` } })) },
    { weight: 1, arbitrary: fc.constant<Trouble>({ refuses: "it is wrong" }) },
    { weight: 2, arbitrary: fc.constant<Trouble>({ unhealthy: ["still waiting"] }) },
    { weight: 2, arbitrary: fc.constantFrom("changed", "gone").map((drift): Trouble => ({ drift })) },
);
const troubles = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Record<string, Trouble>>({}) },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...names), trouble, { minKeys: 1, maxKeys: 2 }) },
);

interface Step {
    readonly kind: Operation["kind"];
    readonly edits: readonly Edit[];
    readonly trouble: Readonly<Record<string, Trouble>>;
    readonly continueOnError: boolean;
    readonly replace: readonly string[];
    readonly throws: boolean;
}

const rarely = (odds: number) => fc.integer({ min: 0, max: odds - 1 }).map((roll) => roll === odds - 1);

const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom<Operation["kind"]>(
        "up",
        "up",
        "up",
        "up",
        "preview",
        "preview",
        "refresh",
        "refresh",
        "destroy",
    ),
    edits: fc.array(edit, { maxLength: 4 }),
    trouble: troubles,
    continueOnError: rarely(5),
    replace: rarely(8).chain((does) =>
        does ? fc.constantFrom(...names).map((name) => [name]) : fc.constant<string[]>([]),
    ),
    throws: rarely(20),
});

/** A sequence, which fast-check shrinks by omitting declarations, changes and operations. */
export const sequences: fc.Arbitrary<Sequence> = fc
    .record({
        provider: fc.record({
            acceptSecrets: rarely(4).map((not) => !not),
            supportsPreview: rarely(5).map((not) => !not),
        }),
        drafts: fc.array(draft, { minLength: 1, maxLength: 6 }),
        first: step,
        steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    })
    .map(({ provider, drafts, first, steps }) => {
        let current: readonly Draft[] = unique(drafts);
        const operations = [{ ...first, kind: "up" as const }, ...steps].map((each): Operation => {
            const { kind, continueOnError, replace, throws } = each;
            const shared = {
                kind,
                ...(Object.keys(each.trouble).length > 0 ? { trouble: each.trouble } : {}),
                ...(continueOnError && kind !== "preview" && kind !== "refresh" ? { continueOnError } : {}),
            };
            if (kind === "refresh" || kind === "destroy") return shared;
            current = each.edits.reduce(apply, current);
            return {
                ...shared,
                plan: planOf(current, throws),
                ...(replace.length > 0 ? { replace } : {}),
            };
        });
        return { provider, operations };
    });

/** The parameters with which fast-check generates the sequence of a seed. */
export function parametersOf(seed: number): { seed: number; numRuns: number; unbiased: boolean } {
    return { seed, numRuns: 1, unbiased: true };
}

export function sequenceOf(seed: number): Sequence {
    let generated: Sequence | undefined;
    fc.assert(
        fc.property(sequences, (sequence) => {
            generated = sequence;
        }),
        parametersOf(seed),
    );
    if (!generated) throw new Error(`Seed ${seed} makes no sequence.`);
    return generated;
}
