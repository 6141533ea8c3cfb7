import { type Clock } from "../clock";
import { type Aws } from "./clients";
import { isPassing, said } from "./errors";
import { type KmsApi } from "./kms";
import { type LogsApi } from "./logs";
import { type S3Api } from "./s3";

/** How long and how loudly what passes by itself is waited for. */
export interface Patience {
    readonly clock: Clock;
    /** From the first failure of a call on. */
    readonly limitMs: number;
    /** Hears of every failure that is waited out. */
    readonly onFailure: (what: string) => void;
}

/** AWS did not serve a call for as long as there was patience. */
export class Outage extends Error {
    constructor(call: string, limitMs: number, cause: unknown) {
        const seconds = Math.round(limitMs / 1000);
        super(`AWS did not serve ${call} for ${seconds} s (retryTimeoutSeconds): ${said(cause)}`, { cause });
        this.name = "Outage";
    }
}

const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** Rides out throttling, server errors and a network that is gone, on top of the SDK's own few attempts. */
export async function withPatience<T>(call: string, patience: Patience, attempt: () => Promise<T>): Promise<T> {
    let failures = 0;
    let firstFailure = 0;
    for (;;) {
        try {
            return await attempt();
        } catch (error) {
            if (!isPassing(error)) throw error;
            firstFailure = await nextAttempt(call, patience, error, failures++, firstFailure);
        }
    }
}

/** Waits until a call may be tried again, or ends the patience. */
async function nextAttempt(
    call: string,
    { clock, limitMs, onFailure }: Patience,
    error: unknown,
    failures: number,
    firstFailure: number,
): Promise<number> {
    const since = failures === 0 ? clock.now() : firstFailure;
    const left = since + limitMs - clock.now();
    if (left <= 0) throw new Outage(call, limitMs, error);
    onFailure(`${call} failed, trying again for up to ${Math.ceil(left / 1000)} s: ${said(error)}`);
    await clock.sleep(Math.min(left, LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(failures, 10)));
    return since;
}

/** Everything that is asked of AWS, with patience; but for `startTask`, which may have taken effect when it failed. */
export function patientAws(aws: Aws, patience: Patience): Aws {
    const { logs, s3, kms } = aws;
    return {
        logs: { ...patient(logs, patience), startTask: (request) => logs.startTask(request) },
        s3: { ...patient(s3, patience), list: (...args) => patientListing(s3, patience, ...args) },
        kms: patient(kms, patience),
        caller: () => withPatience("GetCallerIdentity", patience, () => aws.caller()),
        time: () => aws.time(),
    };
}

/** The calls by the services' own names. */
const OPERATIONS: Readonly<Record<Exclude<keyof LogsApi, "startTask"> | keyof S3Api | keyof KmsApi, string>> = {
    findTask: "DescribeExportTasks",
    listTasks: "DescribeExportTasks",
    cancelTask: "CancelExportTask",
    findLogGroup: "DescribeLogGroups",
    creationTimeOf: "DescribeLogGroups",
    describeLogGroups: "DescribeLogGroups",
    listLogGroups: "ListLogGroups",
    retentionPolicies: "DescribeAccountPolicies",
    namesLike: "DescribeLogGroups",
    list: "ListObjectsV2",
    find: "ListObjectsV2",
    read: "GetObject",
    download: "GetObject",
    write: "PutObject",
    remove: "DeleteObject",
    removeAll: "DeleteObjects",
    empty: "DeleteObjects",
    regionOf: "HeadBucket",
    policyOf: "GetBucketPolicy",
    keyOf: "GetBucketEncryption",
    describeKey: "DescribeKey",
    keyPolicyOf: "GetKeyPolicy",
};

type Method = (...args: unknown[]) => Promise<unknown>;

function patient<T extends object>(api: T, patience: Patience): T {
    const methods = Object.entries(api as Record<string, Method>).map(([name, method]) => [
        name,
        (...args: unknown[]) =>
            withPatience((OPERATIONS as Record<string, string>)[name] ?? name, patience, () => method.apply(api, args)),
    ]);
    return Object.fromEntries(methods) as T;
}

/** A listing that fails half-way goes on after the last key. */
async function* patientListing(
    s3: S3Api,
    patience: Patience,
    bucket: string,
    prefix: string,
    after?: string,
): ReturnType<S3Api["list"]> {
    let failures = 0;
    let firstFailure = 0;
    for (;;) {
        try {
            for await (const object of s3.list(bucket, prefix, after)) {
                failures = 0;
                after = object.key;
                yield object;
            }
            return;
        } catch (error) {
            if (!isPassing(error)) throw error;
            firstFailure = await nextAttempt(OPERATIONS.list, patience, error, failures++, firstFailure);
        }
    }
}
