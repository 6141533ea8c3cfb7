import { type SingleBar } from "cli-progress";
import { createColors } from "picocolors";
import { type Surroundings } from "./surroundings";

export type Colours = ReturnType<typeof createColors>;

/** Results go to stdout; progress and remarks go to stderr, so that the output can be piped. */
export interface Terminal {
    readonly colours: Colours;
    readonly columns: number;
    /** Writes a line of the result. */
    print(line: string): void;
    /** Writes a remark. */
    note(line: string): void;
    /** Shows how a long piece of work stands, if somebody is looking. */
    progress(what: string, total?: number): ProgressLine;
}

export interface ProgressLine {
    /** @param total if more is to do than was known. */
    update(done: number, total?: number): void;
    stop(): void;
}

const DEFAULT_COLUMNS = 100;

export function terminalOf({ stdout, stderr, env }: Surroundings): Terminal {
    return {
        colours: createColors(hasColours(stdout.isTTY === true, env)),
        columns: stdout.columns ?? (Number(env.COLUMNS) || DEFAULT_COLUMNS),
        print: (line) => void stdout.write(`${line}\n`),
        note: (line) => void stderr.write(`${line}\n`),
        progress: (what, total) => progressLine(stderr, what, total),
    };
}

/** https://no-color.org and https://force-color.org */
function hasColours(isTerminal: boolean, env: Surroundings["env"]): boolean {
    if (env.NO_COLOR) return false;
    return isTerminal || (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0");
}

/** A bar where the total is known, a count where it is not, nothing where nobody sees it. */
function progressLine(stderr: Surroundings["stderr"], what: string, total?: number): ProgressLine {
    if (stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where it is shown
    const { Presets, SingleBar: Bar } = require("cli-progress") as typeof import("cli-progress");
    const format =
        total === undefined ? `${what}: {value}` : `${what} {bar} {percentage}% | {value} of {total} | {eta_formatted}`;
    const options = {
        stream: stderr as NodeJS.WriteStream,
        format,
        hideCursor: true,
        clearOnComplete: true,
        etaBuffer: 100,
    };
    const bar: SingleBar = new Bar(options, Presets.shades_grey);
    bar.start(total ?? 0, 0);
    return {
        update: (done, more) => {
            if (more !== undefined) bar.setTotal(more);
            bar.update(done);
        },
        stop: () => bar.stop(),
    };
}
