import type { RawRequest } from "../../../sandbox/aws/http/rawRequest";
import type { Answer } from "../../../sandbox/aws/protocol";
import { connect } from "../../../providers/aws/clients";
import { lifecycle, type Surroundings } from "../../../providers/exportTask/lifecycle";
import { nameOf } from "../../../sandbox/engine/urn";
import { directHandler } from "./directHandler";
import type { StateRecord } from "../stateRecord";
import type { Declared, Provider } from "./engineRun";
import type { Machine, VirtualTime } from "./virtualTime";

/** The requester: the engine's call, and the process. */
export interface Actor extends Machine {
    readonly process: ProviderProcess;
    readonly operation: "check" | "diff" | "create" | "update" | "read" | "delete";
    readonly urn: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly record?: StateRecord;
}

export interface ProcessSurroundings {
    readonly time: VirtualTime;
    readonly program: number;
    readonly clockAheadMs: number;
    readonly newOwner: (urn: string) => string;
    /** @default the provider's own */
    readonly connect?: typeof connect;
    /** Sends a request to AWS. */
    readonly send: (raw: RawRequest, from: ProviderProcess) => Promise<Answer>;
    readonly say: (line: string) => void;
}

const SLOTS = Symbol.for("pulumi-cloudwatch-logs-export/slots");

/**
 * A host process of the provider as the engine sees it: it remembers nothing of the last one, and when it is killed it
 * never asks AWS anything again.
 */
export class ProviderProcess {
    isAlive = true;
    isEngineAlive = true;
    /** The provider's values on globalThis. */
    private readonly globals = new Map<symbol, unknown>();
    private end: (error: Error) => void = () => undefined;
    private readonly ended: Promise<never>;
    private readonly lifecycle: ReturnType<typeof lifecycle>;

    constructor(private readonly surroundings: ProcessSurroundings) {
        this.ended = new Promise<never>((_, reject) => (this.end = reject));
        this.ended.catch(() => undefined);
        this.lifecycle = lifecycle({ get: () => undefined }, this.surroundingsOfProvider());
    }

    get program(): number {
        return this.surroundings.program;
    }

    /** kill -9. If the engine is alive, all its calls fail. */
    kill(): void {
        this.isAlive = false;
        this.end(new Error("The host process of the provider ended."));
    }

    /** The provider as the engine calls it. Arguments and results are copied, as over gRPC. */
    provider(): Provider {
        const { lifecycle } = this;
        type Call = Pick<Actor, "operation" | "urn" | "inputs" | "record">;
        const call = <T>(what: Call, work: () => Promise<T>): Promise<T> => {
            const { time, clockAheadMs } = this.surroundings;
            const actor: Actor = { ...what, process: this, clockAheadMs };
            return Promise.race([time.on(actor, work), this.ended]).then(copy);
        };
        const of = (operation: Actor["operation"], record: StateRecord): Call => ({
            operation,
            record,
            urn: record.urn,
            inputs: record.outputs,
        });
        return {
            check: (record, { urn, inputs }: Declared) =>
                call({ operation: "check", record, urn, inputs }, () =>
                    lifecycle.check(copy(record?.inputs ?? {}), copy(inputs)),
                ) as ReturnType<Provider["check"]>,
            diff: (record, inputs) =>
                call(of("diff", record), () => lifecycle.diff(record.id, copy(record.outputs), copy(inputs))),
            create: (urn, inputs) =>
                call({ operation: "create", urn, inputs }, () => lifecycle.create(copy(inputs) as never)) as never,
            update: (record, urn, inputs) =>
                call({ operation: "update", record, urn, inputs }, () =>
                    lifecycle.update(record.id, copy(record.outputs), copy(inputs) as never),
                ) as never,
            read: (record) => call(of("read", record), () => lifecycle.read(record.id, copy(record.outputs))) as never,
            delete: (record) =>
                call(of("delete", record), () => lifecycle.delete(record.id, copy(record.outputs) as never)),
        };
    }

    /** The external dependencies of the lifecycle. */
    private surroundingsOfProvider(): Surroundings {
        const { time, newOwner, send, say } = this.surroundings;
        const open = this.surroundings.connect ?? connect;
        const requestHandler = directHandler((raw) => send(raw, this));
        const began = time.clock.now();
        return {
            clock: {
                now: () => time.clock.now() - began,
                sleep: (milliseconds) => time.sleep(milliseconds).then(() => (this.isAlive ? undefined : never())),
            },
            wallTime: () => time.wallTime(),
            connect: (access, clock) => open(access, clock, { requestHandler }),
            environmentRegion: () => Promise.resolve(undefined),
            displayMode: () => "live",
            linesOf: (urn) => ({
                status: (message) => say(`${nameOf(urn)}: ${message}`),
                warn: (message) => say(`${nameOf(urn)}: warning: ${message}`),
                arrived: () => Promise.resolve(),
            }),
            isEngineAlive: () => Promise.resolve(this.isEngineAlive),
            newOwner,
        };
    }

    /** Gives each process a globalThis of its own, as far as the provider uses it. */
    static separateGlobals(time: VirtualTime): () => void {
        const globalsOf = () => (time.machine as Actor | undefined)?.process.globals;
        Object.defineProperty(globalThis, SLOTS, {
            configurable: true,
            get: () => globalsOf()?.get(SLOTS),
            set: (value: unknown) => globalsOf()?.set(SLOTS, value),
        });
        return () => delete (globalThis as Record<symbol, unknown>)[SLOTS];
    }
}

export const never = () => new Promise<never>(() => undefined);

const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
