import { type Holder } from "../progress/report";

/**
 * The service runs one export task at a time in an account and Region. Exports of one process line up for it here, first
 * in, first out, and ask the service nothing while they wait. The lines are kept on globalThis, because one host process
 * serves all dynamic resources of a run, but may load this file more than once.
 */
interface Waiting {
    readonly start: () => void;
    readonly onWait: OnWait;
}

/**
 * @param ahead how many come first, the one that has the slot included.
 * @param holder the state of that one, once it has reported.
 */
export type OnWait = (ahead: number, holder?: Holder) => void;

interface Line {
    busy: boolean;
    holder?: Holder;
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
 * @param onWait hears how many are ahead, at first, whenever that changes, and whenever the first tells how it stands.
 * @param use is given the way to tell the others how it stands; so they need no clock and no look of their own.
 */
export async function withSlot<T>(
    slot: string,
    onWait: OnWait,
    use: (tell: (holder: Holder) => void) => Promise<T>,
): Promise<T> {
    const line = lineOf(slot);
    if (line.busy) {
        await new Promise<void>((start) => {
            line.waiting.push({ start, onWait });
            onWait(line.waiting.length, line.holder);
        });
    }
    line.busy = true;
    line.holder = undefined;
    try {
        return await use((holder) => {
            line.holder = holder;
            tellAll(line);
        });
    } finally {
        line.holder = undefined;
        const next = line.waiting.shift();
        if (next) {
            next.start(); // busy stays true: nobody slips in before the next one resumes
            tellAll(line);
        } else {
            line.busy = false;
        }
    }
}

function tellAll({ waiting, holder }: Line): void {
    waiting.forEach(({ onWait }, index) => onWait(index + 1, holder));
}
