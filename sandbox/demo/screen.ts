import type { WriteStream } from "node:tty";

type Out = Pick<WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

const DEFAULT_COLUMNS = 100;

/** Prints lines. In a terminal the last lines can be live: they are rewritten in place. */
export class Screen {
    readonly isTerminal: boolean;
    private readonly isColoured: boolean;
    private live: readonly string[] = [];
    private steps = 0;

    constructor(private readonly out: Out) {
        this.isTerminal = out.isTTY === true;
        this.isColoured = this.isTerminal && !process.env.NO_COLOR && process.env.TERM !== "dumb";
    }

    title(text: string): void {
        this.line(this.bold(text));
    }

    heading(text: string): void {
        this.line();
        this.line(this.bold(`${++this.steps}. ${text}`));
    }

    line(text = ""): void {
        this.clearLive();
        this.out.write(`${text}\n`);
        this.drawLive();
    }

    /** Prints a line, cut to the width of the screen. */
    shortLine(text: string): void {
        this.line(this.cut(text));
    }

    /** Replaces the live lines. Without a terminal there are none. */
    showLive(lines: readonly string[]): void {
        if (!this.isTerminal) return;
        this.clearLive();
        this.live = lines.slice(0, Math.max(0, (this.out.rows ?? 24) - 2)).map((line) => this.cut(line));
        this.drawLive();
    }

    cut(text: string): string {
        const columns = (this.isTerminal && this.out.columns) || DEFAULT_COLUMNS;
        const plain = text.replace(/\t/g, "    ");
        const characters = [...plain];
        return characters.length <= columns ? plain : `${characters.slice(0, columns - 1).join("")}…`;
    }

    private bold(text: string): string {
        return this.isColoured ? `\x1b[1m${text}\x1b[0m` : text;
    }

    private clearLive(): void {
        if (this.live.length > 0) this.out.write(`\x1b[${this.live.length}A\x1b[J`);
    }

    private drawLive(): void {
        if (this.live.length > 0) this.out.write(this.live.map((line) => `${line}\n`).join(""));
    }
}
