import fc from "fast-check";
import { inspect } from "node:util";
import { parseArgs } from "node:util";
import { Arena, firstDifference } from "./compare";
import { sequences } from "./generate";
import type { Sequence } from "./sequence";

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            from: { type: "string", default: "1" },
            seeds: { type: "string", default: "50" },
            shrink: { type: "boolean", default: false },
            show: { type: "boolean", default: false },
        },
    });
    const arena = await Arena.open(true);
    const first = Number(values.from);
    let bad = 0;
    for (let seed = first; seed < first + Number(values.seeds); seed++) {
        const [sequence] = fc.sample(sequences, { seed, numRuns: 1 });
        if (values.show) console.log(inspect(sequence, { depth: 12, breakLength: 160 }));
        const [cli, embedded] = [await arena.runCli(sequence), await arena.runEmbedded(sequence)];
        const found = firstDifference(cli, embedded);
        if (found) {
            bad++;
            console.log(
                `seed ${seed} operation ${found.operation} of ${sequence.operations.length} (${sequence.operations[found.operation - 1].kind})\n${found.lines.map((line) => `  ${line.slice(0, 900)}`).join("\n")}`,
            );
            if (values.shrink) await shrink(arena, seed);
        }
    }
    console.log(`${bad} of ${values.seeds} differ`);
    arena.close();
}
async function shrink(arena: Arena, seed: number): Promise<void> {
    let last = "";
    const result = await fc.check(
        fc.asyncProperty(sequences, async (sequence) => {
            const [cli, embedded] = [await arena.runCli(sequence), await arena.runEmbedded(sequence)];
            const found = firstDifference(cli, embedded);
            if (found) {
                last = found.lines.join("\n   ");
                return false;
            }
            return true;
        }),
        { seed, numRuns: 1, interruptAfterTimeLimit: 60_000 },
    );
    console.log(
        "minimal:",
        JSON.stringify((result.counterexample as [Sequence] | null)?.[0], undefined, 1),
        "\n   " + last.slice(0, 3000),
    );
}
main().then(
    () => process.exit(),
    (error) => {
        console.error(error);
        process.exit(1);
    },
);
