import { readFileSync } from "node:fs";
import { type Victim } from "../tests/faults/scenario";
import { processesOf } from "../tests/faults/processes/processes";

/** The peak memory of processes in megabytes. Absent if there is no /proc. */
export type PeakMemory = Partial<Record<Victim, number>>;

const LOOK_EVERY_MS = 100;

/** Calls `run` and polls the processes that it starts. Returns the greatest peak of each kind. */
export async function withPeakMemory<T>(run: () => Promise<T>): Promise<[T, PeakMemory]> {
    const peaks: PeakMemory = {};
    const look = setInterval(() => {
        for (const kind of ["program", "provider", "engine"] as const) {
            for (const { pid } of processesOf(kind)) peaks[kind] = Math.max(peaks[kind] ?? 0, peakOf(pid));
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
