import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cli } from "./cli";
import { openEmbedded } from "./embedded";
import { isIntegrityFailure, isRace, withoutKnown } from "./known";
import { differences, Observer, type Observation } from "./observation";
import { RecordingProvider } from "./provider";
import type { Operation, Sequence } from "./sequence";

/** The first difference between the engines in a sequence. */
export interface Difference {
    /** The number of the operation, from 1. */
    readonly operation: number;
    readonly lines: readonly string[];
}

/** Both engines, and the provider that they share. One sequence at a time. */
export class Arena {
    private constructor(
        private readonly provider: RecordingProvider,
        private readonly port: number,
        private readonly cli: Cli | undefined,
    ) {}

    static async open(withCli: boolean): Promise<Arena> {
        const { provider, port } = await RecordingProvider.start();
        return new Arena(provider, port, withCli ? await Cli.start(provider, port) : undefined);
    }

    close(): void {
        this.cli?.stop();
        this.provider.stop();
    }

    runCli(sequence: Sequence): Promise<Observation[]> {
        if (!this.cli) throw new Error("The arena was opened without the Pulumi CLI.");
        this.provider.begin(sequence.provider);
        return observeAll(sequence, this.cli.open());
    }

    async runEmbedded(sequence: Sequence): Promise<Observation[]> {
        const folder = mkdtempSync(join(tmpdir(), "embedded-"));
        try {
            this.provider.begin(sequence.provider);
            return await observeAll(sequence, await openEmbedded(folder, this.provider, this.port));
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    }
}

async function observeAll(
    sequence: Sequence,
    run: (operation: Operation) => ReturnType<ReturnType<Cli["open"]>>,
): Promise<Observation[]> {
    const observer = new Observer();
    const observations: Observation[] = [];
    for (const operation of sequence.operations) {
        Object.entries(operation.files ?? {}).forEach(([path, text]) => writeFileSync(path, text));
        observations.push(observer.observe(await run(operation)));
    }
    return observations;
}

/** The first operation after which the engines differ. Later operations start from different states. */
export function firstDifference(cli: readonly Observation[], embedded: readonly Observation[]): Difference | undefined {
    for (const [index, expected] of cli.entries()) {
        if (isIntegrityFailure(expected)) return undefined;
        const actual = embedded[index];
        const lines = differences(withoutKnown(expected, actual), withoutKnown(actual, expected));
        if (lines.length > 0 && isRace(expected, actual)) return undefined;
        if (lines.length > 0) return { operation: index + 1, lines };
    }
    return undefined;
}
