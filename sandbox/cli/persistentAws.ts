import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { startAws, type AwsSnapshot, type Seed, type SeedLogStream } from "../aws";
import { runningClock, type ClockSettings } from "../clock/clock";
import type { AwsSettings } from "./commandLine";

export interface PersistentAws {
    readonly endpoint: string;
    readonly clock: ClockSettings | undefined;
    close(): Promise<void>;
}

interface SavedAws {
    readonly snapshot: AwsSnapshot;
    /** The sandbox's time when the state was saved. It continues from there; no time passes between runs. */
    readonly time: number;
}

/** Starts an emulated AWS. With a `file` it continues from the state that was saved there. */
export async function startPersistentAws(
    { seed, speed, account }: AwsSettings,
    { port, file }: { port?: number; file?: string },
): Promise<PersistentAws> {
    const kept =
        file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SavedAws) : undefined;
    const now = Date.now();
    const start = Math.max(now, kept?.time ?? now);
    const clock = speed === undefined && start === now ? undefined : { start, since: now, speed: speed ?? 1 };
    const aws = await startAws({
        port,
        clock: clock && runningClock(clock),
        accountId: account,
        snapshot: kept?.snapshot,
    });
    if (seed !== undefined && !kept) {
        await applySeedFile(aws.endpoint, seed);
    }
    return {
        endpoint: aws.endpoint,
        clock,
        close: async () => {
            if (file !== undefined) {
                const time = clock ? Math.floor(clock.start + (Date.now() - clock.since) * clock.speed) : Date.now();
                save(file, { snapshot: aws.snapshot(), time });
            }
            await aws.close();
        },
    };
}

async function applySeedFile(endpoint: string, file: string): Promise<void> {
    const answer = await fetch(`${endpoint}/_sandbox/seed`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(readSeed(file)),
    });
    if (!answer.ok) {
        throw new Error(`The emulated AWS does not accept ${file} as a seed: ${await answer.text()}`);
    }
}

/** Reads a seed. Its log files are relative to the seed's file. */
function readSeed(file: string): Seed {
    const seed = JSON.parse(readFileSync(file, "utf8")) as Seed;
    const found = (stream: SeedLogStream): SeedLogStream =>
        stream.file ? { ...stream, file: { ...stream.file, path: resolve(dirname(file), stream.file.path) } } : stream;
    const logGroups = seed.logGroups?.map((group) => ({ ...group, streams: group.streams?.map(found) }));
    return { ...seed, logGroups };
}

function save(file: string, kept: SavedAws): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(kept));
    renameSync(`${file}.tmp`, file);
}
