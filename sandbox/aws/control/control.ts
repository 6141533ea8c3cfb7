import type { Fault, FaultState } from "./faults";
import type { AccessKey } from "../http/identity";
import type { ExportTask, TaskStatus } from "../logs/exportTask";
import type { RequestRecord } from "./requestLog";
import type { LifecycleReport } from "../s3/lifecycleRun";
import type { Seed } from "../seed";
import type { AwsSnapshot } from "../snapshot";

/** A task started by another user. It is the active task of its account and Region, and exports like any other. */
export interface ForeignTask {
    readonly region: string;
    /** @default the sandbox's own account */
    readonly accountId?: string;
    readonly taskName?: string;
    readonly logGroupName?: string;
    /** How long it runs. @default until its timeout or endTask */
    readonly runMilliseconds?: number;
    readonly from?: number;
    readonly to?: number;
    readonly destination?: string;
    readonly destinationPrefix?: string;
}

/** A task with its current status. */
export type TaskView = ExportTask & { readonly status: TaskStatus };

/** What tests can do besides AWS's own API, in the server's process and over HTTP. */
export interface Control {
    seed(seed: Seed): Promise<void>;
    injectFault(fault: Fault): Promise<string>;
    faults(): Promise<readonly FaultState[]>;
    /** Without an ID, clears all. */
    clearFaults(id?: string): Promise<void>;
    requests(): Promise<readonly RequestRecord[]>;
    clearRequests(): Promise<void>;
    snapshot(): Promise<AwsSnapshot>;
    tasks(): Promise<readonly TaskView[]>;
    startForeignTask(task: ForeignTask): Promise<TaskView>;
    /** Ends an active task now. COMPLETED writes its data first. */
    endTask(taskId: string, code: "COMPLETED" | "FAILED" | "CANCELLED", message?: string): Promise<TaskView>;
    /** Registers an access key of an account, optionally with an identity and its policy. */
    registerKey(accessKeyId: string, key: AccessKey): Promise<void>;
    /** Applies the expirations and transitions that are due. */
    runLifecycle(): Promise<LifecycleReport>;
    /** The sandbox's time. */
    now(): Promise<number>;
}

/** The HTTP method and path of each function of the control API. */
export const controlRoutes: Readonly<Record<keyof Control, readonly [method: string, path: string]>> = {
    seed: ["POST", "seed"],
    injectFault: ["POST", "faults"],
    faults: ["GET", "faults"],
    clearFaults: ["POST", "faults/clear"],
    requests: ["GET", "requests"],
    clearRequests: ["POST", "requests/clear"],
    snapshot: ["GET", "snapshot"],
    tasks: ["GET", "tasks"],
    startForeignTask: ["POST", "tasks/foreign"],
    endTask: ["POST", "tasks/end"],
    registerKey: ["POST", "keys"],
    runLifecycle: ["POST", "lifecycle"],
    now: ["GET", "now"],
};

/** A client for a server in another process. Arguments are sent as a JSON array. */
export function control(endpoint: string): Control {
    const call =
        (name: keyof Control) =>
        async (...parameters: readonly unknown[]): Promise<unknown> => {
            const [method, path] = controlRoutes[name];
            const response = await fetch(`${endpoint}/_sandbox/${path}`, {
                method,
                ...(method === "POST" && { body: JSON.stringify(parameters) }),
            });
            const text = await response.text();
            if (!response.ok) throw new Error(`The sandbox refused ${method} /_sandbox/${path}: ${text}`);
            return text === "" ? undefined : (JSON.parse(text) as unknown);
        };
    const names = Object.keys(controlRoutes) as (keyof Control)[];
    return Object.fromEntries(names.map((name) => [name, call(name)])) as unknown as Control;
}
