import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cases } from "./cases";
import { Arena } from "./compare";
import { sequenceOf } from "./generate";
import type { Observation } from "./observation";
import type { Sequence } from "./sequence";

const folder = join(__dirname, "recorded");
/** The generated sequences that are recorded, besides the hand-written ones. */
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

/** A sequence and the Pulumi CLI's observations. */
export interface Recorded {
    readonly sequence: Sequence;
    readonly observations: readonly Observation[];
}

export function recordedSequences(): { readonly name: string; readonly read: () => Recorded }[] {
    return readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .map((file) => ({
            name: file.replace(/\.json$/, ""),
            read: () => JSON.parse(readFileSync(join(folder, file), "utf8")) as Recorded,
        }));
}

/** Records the CLI's observations of the hand-written sequences and of some generated ones. */
export async function record(): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const arena = await Arena.open(true);
    const named: [string, Sequence][] = [
        ...Object.entries(cases),
        ...seeds.map((seed): [string, Sequence] => [`seed-${String(seed).padStart(2, "0")}`, sequenceOf(seed)]),
    ];
    for (const [name, sequence] of named) {
        const recorded: Recorded = { sequence, observations: await arena.runCli(sequence) };
        writeFileSync(join(folder, `${name}.json`), linesOf(recorded));
    }
    arena.close();
    console.log(`${named.length} sequences recorded.`);
}

/** One operation per line, so that diffs are readable. */
function linesOf({ sequence, observations }: Recorded): string {
    const list = (elements: readonly unknown[]): string =>
        `[\n${elements.map((each) => JSON.stringify(each)).join(",\n")}\n]`;
    const { provider, operations } = sequence;
    return (
        `{"sequence": {"provider": ${JSON.stringify(provider)}, "operations": ${list(operations)}},\n` +
        `"observations": ${list(observations)}}\n`
    );
}
