/**
 * The service runs one export task at a time in an account and Region. Exports of one process line up for it here, first
 * in, first out, and ask the service nothing while they wait. The lines are kept on globalThis, because one host process
 * serves all dynamic resources of a run, but may load this file more than once.
 */
interface Waiting {
    readonly start: () => void;
    readonly onPosition: (ahead: number) => void;
}

interface Line {
    busy: boolean;
    readonly waiting: Waiting[];
}

const LINES = Symbol.for("pulumi-cloudwatch-logs-export/slots");

function lineOf(slot: string): Line {
    const shared = globalThis as { [LINES]?: Map<string, Line> };
    const lines = (shared[LINES] ??= new Map<string, Line>());
    let line = lines.get(slot);
    if (!line) lines.set(slot, (line = { busy: false, waiting: [] }));
    return line;
}

/**
 * Runs `use` when its turn comes, and lets the next one in when it ends, however it ends.
 * @param slot names the account and the Region.
 * @param onPosition hears how many are ahead, at first and whenever that changes.
 */
export async function withSlot<T>(
    slot: string,
    onPosition: (ahead: number) => void,
    use: () => Promise<T>,
): Promise<T> {
    const line = lineOf(slot);
    if (line.busy) {
        await new Promise<void>((start) => {
            line.waiting.push({ start, onPosition });
            onPosition(line.waiting.length);
        });
    }
    line.busy = true;
    try {
        return await use();
    } finally {
        const next = line.waiting.shift();
        if (next) {
            next.start(); // busy stays true: nobody slips in before the next one resumes
            line.waiting.forEach((waiting, index) => waiting.onPosition(index + 1));
        } else {
            line.busy = false;
        }
    }
}
