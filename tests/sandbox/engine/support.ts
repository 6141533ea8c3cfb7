import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { startWarm } from "../../support/warm/startWarm";
import {
    openStack,
    type EngineEvent,
    type EngineName,
    type OperationOptions,
    type OperationResult,
    type ResourceState,
} from "../../../sandbox/engine";

/** The engines to test on: the embedded one always, the Pulumi CLI where there is one. */
export const engines: readonly EngineName[] = (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => existsSync(join(folder, "pulumi")))
    ? ["embedded", "pulumi"]
    : ["embedded"];

/** One engine start takes seconds on a busy machine. */
export const patience = 120_000;

export function program(name: string): string {
    return resolve(__dirname, "programs", name);
}

export interface Declaration {
    readonly kind?:
        "group" | "throw" | "log" | "transform" | "invokeTransform" | "hook" | "errorHook" | "invoke" | "provider";
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly options?: Readonly<Record<string, unknown>>;
    readonly id?: string;
}
export type Plan = Readonly<Record<string, Declaration>>;

/** The result of an operation, and the calls of the recorder's provider during it. */
export interface Observed extends OperationResult {
    readonly asked: readonly string[];
    readonly state: readonly ResourceState[];
}

let last: Promise<unknown> = Promise.resolve();

/** Two runs at once would need two servers of each kind. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
}

/** A stack of the program `recorder`, which declares its configuration. */
export class RecorderStack {
    private readonly folder = mkdtempSync(join(tmpdir(), "recorder-"));
    private readonly journal = join(this.folder, "journal.txt");
    readonly events: EngineEvent[] = [];

    /** @param warm whether programs run in a process that never ends. Only a program's own process detects outputs that never resolve. */
    constructor(
        readonly engine: EngineName,
        private readonly warm = true,
    ) {}

    up(plan: Plan, options?: OperationOptions): Promise<Observed> {
        return this.run("up", plan, options);
    }

    preview(plan: Plan, options?: OperationOptions): Promise<Observed> {
        return this.run("preview", plan, options);
    }

    refresh(): Promise<Observed> {
        return this.run("refresh", {});
    }

    destroy(options?: OperationOptions): Promise<Observed> {
        return this.run("destroy", {}, options);
    }

    dispose(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private async run(
        operation: "up" | "preview" | "refresh" | "destroy",
        plan: Plan,
        options?: OperationOptions,
    ): Promise<Observed> {
        writeFileSync(this.journal, "");
        const stack = await openStack({
            engine: this.engine,
            program: program("recorder"),
            state: join(this.folder, "state"),
            config: { plan: JSON.stringify(plan) },
            env: { RECORDER_JOURNAL: this.journal },
            ...(this.warm ? { startChild: startWarm } : {}),
            onEvent: (event) => this.events.push(event),
        });
        const run = (): Promise<OperationResult> => stack[operation](options);
        const result = await (this.engine === "embedded" && this.warm ? inTurn(run) : run());
        const asked = readFileSync(this.journal, "utf8")
            .split("\n")
            .filter((line) => line !== "");
        return { ...result, asked, state: (await stack.exportState()).deployment.resources ?? [] };
    }
}

/** The resource of that name in a state. */
export function named(state: readonly ResourceState[], name: string): ResourceState {
    const found = state.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) {
        throw new Error(`The state has no ${name}, only ${state.map(({ urn }) => urn.split("::").at(-1)).join(", ")}.`);
    }
    return found;
}

/** `op name` of each step, sorted, because parallel steps have no order. */
export function stepsOf({ steps }: OperationResult): string[] {
    return steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`).sort();
}

export function calls({ asked }: Observed, ...methods: string[]): string[] {
    return asked.filter((line) => methods.includes(line.split(" ")[0])).sort();
}
