import { randomInt, randomUUID } from "node:crypto";
import { clockFromEnvironment, type Clock } from "../clock";
import type { Control } from "./control";
import { controlsOf } from "./controls";
import { Faults } from "./faults";
import type { Machine } from "./handle";
import { settleTasks } from "./logs/exportRun";
import { seededRandom, uuidFrom } from "./random";
import { realTimeOf } from "./realTime";
import type { RequestRecord } from "./requestLog";
import { applySeed, type Seed } from "./seed";
import { endpointOf, listen } from "./server";
import { defaultSettings, type Limits } from "./settings";
import { takeSnapshot, worldOf, type AwsSnapshot } from "./snapshot";
import { Throttle } from "./throttle";
import { emptyWorld, type World } from "./world";

export type { Control, ForeignTask, TaskView } from "./control";
export { control } from "./control";
export type { Fault, FaultEffect, FaultState } from "./faults";
export type { AccessKey } from "./identity";
export type { RequestRecord } from "./requestLog";
export type { Seed, SeedBucket, SeedEvent, SeedLogGroup, SeedLogStream } from "./seed";
export { streamFromFile } from "./seed";
export type { Limits } from "./settings";
export type { AwsSnapshot } from "./snapshot";

export interface AwsOptions {
    /** @default any free port */
    readonly port?: number;
    /** @default the clock that SANDBOX_CLOCK names, or real time */
    readonly clock?: Clock;
    /** The account of every access key that was not issued or registered. @default "123456789012" */
    readonly accountId?: string;
    /** The state to go on from. @default an empty AWS */
    readonly snapshot?: AwsSnapshot;
    readonly limits?: Limits;
    /** Makes all IDs the same in every run. @default random */
    readonly randomSeed?: number;
}

/** An emulated AWS: all accounts and Regions behind one endpoint. */
export interface Aws {
    /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
    readonly endpoint: string;
    readonly accountId: string;
    /** The state itself: read it freely in tests of the same process, change it through the API. */
    readonly world: World;
    readonly faults: Pick<Faults, "inject" | "clear" | "list">;
    /** All requests since the start, the oldest first. */
    readonly requests: readonly RequestRecord[];
    readonly control: Control;
    seed(seed: Seed): void;
    snapshot(): AwsSnapshot;
    /** Also ends the connections on which faults keep clients waiting. */
    close(): Promise<void>;
}

export async function startAws(options: AwsOptions = {}): Promise<Aws> {
    const clock = options.clock ?? clockFromEnvironment();
    const settings = {
        ...defaultSettings,
        ...options.limits,
        accountId: options.accountId ?? defaultSettings.accountId,
        realTime: realTimeOf(clock, Date.now),
    };
    const uuid = options.randomSeed === undefined ? randomUUID : () => uuidFrom(random);
    const random = seededRandom(options.randomSeed ?? randomInt(2 ** 31));
    const machine: Machine = {
        world: options.snapshot ? worldOf(options.snapshot) : emptyWorld(),
        settings,
        throttle: new Throttle(settings.throttle),
        faults: new Faults(),
        requests: [],
        uuid,
        now: () => clock.now(),
        sleep: (milliseconds) => clock.sleep(milliseconds),
    };
    const controls = controlsOf(machine);
    const server = await listen(machine, controls, options.port ?? 0);
    return {
        endpoint: endpointOf(server),
        accountId: settings.accountId,
        world: machine.world,
        faults: machine.faults,
        requests: machine.requests,
        control: controls,
        seed: (seed) => applySeed(machine.world, seed, settings.accountId, clock.now()),
        snapshot: () => {
            settleTasks(machine, clock.now());
            return takeSnapshot(machine.world, clock.now());
        },
        close: () =>
            new Promise<void>((resolve, reject) => {
                server.close((error) => (error ? reject(error) : resolve()));
                server.closeAllConnections();
            }),
    };
}
