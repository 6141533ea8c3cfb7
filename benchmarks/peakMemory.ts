import { readFileSync } from "node:fs";
import { descendants, partOf } from "../tests/faults/processes/processes";
import { type Victim } from "../tests/faults/scenario";

/** The peak memory of processes in megabytes. Absent if there is no /proc. */
export type PeakMemory = Partial<Record<Victim | "plugin", number>>;

const LOOK_EVERY_MS = 100;

/** Calls `run` and polls the processes that it starts. Returns the greatest peak of each kind. */
export async function withPeakMemory<T>(run: () => Promise<T>): Promise<[T, PeakMemory]> {
    const peaks: PeakMemory = {};
    const look = setInterval(() => {
        for (const { pid, command } of descendants()) {
            const kind = command.some((word) => /[\\/]cmd[\\/]run-plugin/.test(word)) ? "plugin" : partOf(command);
            if (kind) peaks[kind] = Math.max(peaks[kind] ?? 0, peakOf(pid));
        }
    }, LOOK_EVERY_MS);
    try {
        return [await run(), peaks];
    } finally {
        clearInterval(look);
    }
}

function peakOf(pid: number): number {
    try {
        const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        return Number(kilobytes ?? 0) / 1_000;
    } catch {
        return 0; // it has ended
    }
}
