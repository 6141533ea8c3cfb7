import { randomInt, randomUUID } from "node:crypto";
import { clockFromEnvironment, type Clock } from "../clock/clock";
import type { Control } from "./control/control";
import { controlsOf } from "./control/implementation";
import { Faults } from "./control/faults";
import { handle, type Emulator, type Reply } from "./http/handle";
import { advanceTasks } from "./logs/exportRun";
import type { Decision } from "./policy/decisions";
import type { PolicyDocument } from "./policy/document";
import { evaluateIdentityPolicy } from "./policy/evaluate";
import { seededRandom, uuidFrom } from "./random";
import { realTimeOf } from "./http/realTime";
import type { RequestRecord } from "./control/requestLog";
import { applySeed, type Seed } from "./seed";
import { endpointOf, listen } from "./http/server";
import { defaultSettings, type Limits } from "./settings";
import { takeSnapshot, worldOf, type AwsSnapshot } from "./snapshot";
import type { StatesEngine } from "./states/engine";
import { Throttle } from "./http/throttle";
import { type RawRequest } from "./http/rawRequest";
import { emptyState, type AwsState } from "./state";

export type { Control } from "./control/control";
export { control } from "./control/control";
export type { Fault } from "./control/faults";
export type { Decision } from "./policy/decisions";
export type { RequestRecord } from "./control/requestLog";
export type { Seed, SeedLogGroup, SeedLogStream } from "./seed";
export { streamFromFile } from "./seed";
export type { Limits } from "./settings";
export type { AwsSnapshot } from "./snapshot";

export interface AwsOptions {
    /** @default any free port */
    readonly port?: number;
    /** @default the clock that SANDBOX_CLOCK names, or real time */
    readonly clock?: Clock;
    /** The account of unknown access keys. @default "123456789012" */
    readonly accountId?: string;
    /** The initial state. @default an empty AWS */
    readonly snapshot?: AwsSnapshot;
    readonly limits?: Limits;
    /** Makes IDs the same in every run. @default random */
    readonly randomSeed?: number;
}

/** An emulated AWS within this process: all accounts and Regions. */
export interface OpenAws {
    readonly accountId: string;
    /** The state. Tests in the same process may read it; change it through the API. */
    readonly world: AwsState;
    readonly faults: Pick<Faults, "inject" | "clear" | "list">;
    /** All requests since the start, oldest first. */
    readonly requests: readonly RequestRecord[];
    /** What identity policies decided about them. */
    readonly decisions: readonly Decision[];
    readonly control: Control;
    seed(seed: Seed): void;
    snapshot(): AwsSnapshot;
    /** Handles a request without HTTP. */
    handle(request: RawRequest): Promise<Reply>;
    /** Evaluates a policy for something that a service does on an identity's behalf, and records the decision. */
    decide(identity: string, policy: PolicyDocument, action: string, resource: string): Decision;
    /** Connects the interpreter that runs Step Functions executions. */
    connect(engine: StatesEngine): void;
}

/** An emulated AWS behind an HTTP endpoint. */
export interface Aws extends OpenAws {
    /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
    readonly endpoint: string;
    /** Also closes connections that a fault left open. */
    close(): Promise<void>;
}

export function openAws(options: Omit<AwsOptions, "port"> = {}): OpenAws {
    return opened(options).aws;
}

export async function startAws(options: AwsOptions = {}): Promise<Aws> {
    const { emulator, aws } = opened(options);
    const server = await listen(emulator, aws.control, options.port ?? 0);
    return {
        ...aws,
        endpoint: endpointOf(server),
        close: () =>
            new Promise<void>((resolve, reject) => {
                server.close((error) => (error ? reject(error) : resolve()));
                server.closeAllConnections();
            }),
    };
}

function opened(options: AwsOptions): { emulator: Emulator; aws: OpenAws } {
    const clock = options.clock ?? clockFromEnvironment();
    const settings = {
        ...defaultSettings,
        ...options.limits,
        accountId: options.accountId ?? defaultSettings.accountId,
        realTime: realTimeOf(clock, Date.now),
    };
    const uuid = options.randomSeed === undefined ? randomUUID : () => uuidFrom(random);
    const random = seededRandom(options.randomSeed ?? randomInt(2 ** 31));
    const emulator: Emulator = {
        world: options.snapshot ? worldOf(options.snapshot) : emptyState(),
        settings,
        throttle: new Throttle(settings.throttle),
        faults: new Faults(),
        requests: [],
        decisions: [],
        uuid,
        now: () => clock.now(),
        sleep: (milliseconds) => clock.sleep(milliseconds),
    };
    const aws: OpenAws = {
        accountId: settings.accountId,
        world: emulator.world,
        faults: emulator.faults,
        requests: emulator.requests,
        decisions: emulator.decisions,
        control: controlsOf(emulator),
        seed: (seed) => applySeed(emulator.world, seed, settings.accountId, clock.now()),
        snapshot: () => {
            advanceTasks(emulator, clock.now());
            return takeSnapshot(emulator.world, clock.now());
        },
        handle: (request) => handle(emulator, request),
        decide: (identity, policy, action, resource) => {
            const onDecision = (decision: Decision): void => void emulator.decisions.push(decision);
            const requester = {
                kind: "identity",
                accountId: settings.accountId,
                arns: [identity],
                onDecision,
            } as const;
            evaluateIdentityPolicy(policy, { requester, action, resource, context: {} });
            return emulator.decisions[emulator.decisions.length - 1];
        },
        connect: (engine) => {
            emulator.engine = engine;
        },
    };
    return { emulator, aws };
}
