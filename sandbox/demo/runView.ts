import type { EngineEvent, StepOp } from "../engine";
import { isProviderType, nameOf, stackType, typeOf } from "../engine/urn";
import type { Screen } from "./screen";

const COMPONENT = /^cloudwatch-logs-export:index:/;
const PREVIEW_NAME_COLUMNS = 53;
const NAME_COLUMNS = 40;
/** Without a terminal, a line is printed again only if its text changes, or after this time. */
const REPEAT_MS = 5_000;

const words: Readonly<Partial<Record<StepOp, readonly [mark: string, doing: string, done: string]>>> = {
    create: ["+", "creating", "created"],
    update: ["~", "updating", "updated"],
    delete: ["-", "deleting", "deleted"],
    read: [">", "reading", "read"],
    "create-replacement": ["+", "creating replacement", "created replacement"],
    "delete-replaced": ["-", "deleting original", "deleted original"],
};

/** A resource that the run changes. */
interface Row {
    readonly head: string;
    readonly began: number;
    status: string;
    printed?: { readonly status: string; readonly at: number };
}

type Step = Extract<EngineEvent, { kind: "step" }>;
type Log = Extract<EngineEvent, { kind: "log" }>;

/** Shows a run: a line for each resource that changes, updated in place while it changes. */
export class RunView {
    private readonly rows = new Map<string, Row>();

    constructor(
        private readonly screen: Screen,
        private readonly isPreview: boolean,
        /** By URN: the message for a deleted resource that leaves something behind. */
        private readonly remains: ReadonlyMap<string, string>,
    ) {}

    begin(): void {
        this.drawLive();
    }

    end(): void {
        this.screen.showLive([]);
    }

    readonly onEvent = (event: EngineEvent): void => {
        if (event.kind === "step") this.step(event);
        else if (event.kind === "log") this.log(event);
    };

    private step({ phase, op, urn }: Step): void {
        const [mark, doing, done] = words[op] ?? [];
        const type = typeOf(urn);
        if (!mark || !doing || !done || type === stackType || isProviderType(type)) return;
        if (this.isPreview) {
            const name = fit(nameOf(urn), PREVIEW_NAME_COLUMNS);
            if (phase === "started") this.screen.shortLine(`  ${mark} ${name} ${type.split(":").at(-1)}`);
            return;
        }
        if (COMPONENT.test(type)) return; // not in AWS, and often named like a resource that is
        const head = `  ${mark} ${fit(withoutMidnights(nameOf(urn)), NAME_COLUMNS)} `;
        if (phase === "started") {
            this.rows.set(urn, { head, began: Date.now(), status: doing });
            this.drawLive();
            return;
        }
        const seconds = (Date.now() - (this.rows.get(urn)?.began ?? Date.now())) / 1000;
        const time = seconds >= 1 ? ` in ${seconds.toFixed(1)} s` : "";
        const remains = op === "delete" ? this.remains.get(urn) : undefined;
        this.rows.delete(urn);
        this.drawLive();
        this.screen.shortLine(head + (phase === "failed" ? `FAILED ${doing}${time}` : (remains ?? done + time)));
    }

    /** Messages of the program and provider hosts that concern no resource are not shown. */
    private log({ severity, message, urn = "" }: Log): void {
        const row = this.rows.get(urn);
        if (severity === "warning" || severity === "error") {
            this.screen.line(`  ${severity}: ${message.trim()}`);
        } else if (row && severity === "info") {
            row.status = message.replace(/ \(task [^)]*\)/, "");
            this.drawLive();
            if (!this.screen.isTerminal) this.printNews(row);
        }
    }

    private drawLive(): void {
        const lines = [...this.rows.values()].map(({ head, status }) => head + status);
        this.screen.showLive(lines.length > 0 ? lines : ["  …"]);
    }

    private printNews(row: Row): void {
        const kind = (status: string) => status.replace(/\d/g, "").replace(/[hms]+$/, "");
        const { printed, head, status } = row;
        if (printed && kind(printed.status) === kind(status) && Date.now() - printed.at < REPEAT_MS) return;
        row.printed = { status, at: Date.now() };
        this.screen.shortLine(head + status);
    }
}

/** Exports are named after their range. For whole days the date is enough. */
function withoutMidnights(name: string): string {
    return name.replace(/T000000Z/g, "");
}

/** Pads or shortens a name to the column width. Shortened names keep both ends, which distinguish them. */
function fit(name: string, columns: number): string {
    if (name.length <= columns) return name.padEnd(columns);
    const end = Math.ceil(columns * 0.6);
    return `${name.slice(0, columns - end - 1)}…${name.slice(-end)}`;
}
