import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { accessSync, constants } from "node:fs";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { type Aws, type AwsOptions, startAws } from "../../sandbox/aws";
import { type EngineName, openStack, type OperationResult, type Stack } from "../../sandbox/engine";
import { startWarm } from "../support/warm/startWarm";
import { ACCOUNT, BUCKET, eventsIn, GROUP, NOW, RANGE, REGION } from "../support/account";
import { MovableClock } from "../support/movableClock";

/** Both engines if the Pulumi CLI is on PATH, otherwise only the embedded one. */
export function engines(): EngineName[] {
    return isOnPath("pulumi") ? ["embedded", "pulumi"] : ["embedded"];
}

export function isOnPath(command: string): boolean {
    return fileOnPath(command) !== undefined;
}

/** The first executable file of that name on PATH. */
export function fileOnPath(command: string): string | undefined {
    const names = process.platform === "win32" ? [`${command}.exe`, `${command}.cmd`] : [command];
    const files = (process.env.PATH ?? "")
        .split(delimiter)
        .flatMap((folder) => names.map((name) => join(folder, name)));
    return files.find((file) => {
        try {
            accessSync(file, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
}

/** Runs a block of tests on every available engine, and reports which one is missing. */
export function onEveryEngine(title: string, tests: (engine: EngineName) => void): void {
    for (const engine of engines()) describe(`${title}, on the ${engine} engine`, () => tests(engine));
    if (!engines().includes("pulumi"))
        console.log(`${title}: not run on the Pulumi CLI, because there is none on PATH`);
}

/** An AWS with a bucket and log groups, and one stack of a program, on fast time. */
export interface Stage {
    readonly aws: Aws;
    readonly clock: MovableClock;
    /** Runs the program with this config, or another one on the same stack. Its log is collected in `said`. */
    open(config: Readonly<Record<string, unknown>>, program?: string): Promise<Stack>;
    up(config: Readonly<Record<string, unknown>>): Promise<OperationResult>;
    readonly said: string[];
    /** The folder of the stack's state. */
    readonly state: string;
    /** Lets a minute of the stage's time pass. */
    settle(): Promise<void>;
    close(): Promise<void>;
}

export interface StageOptions {
    readonly engine: EngineName;
    readonly program: string;
    readonly aws?: AwsOptions;
    readonly groups?: readonly string[];
    /** How many times faster than real time; it divides timeouts too. @default 20 */
    readonly speed?: number;
    /** Whether programs run in a process that never ends. Only a program's own process detects outputs that never resolve. @default true */
    readonly warm?: boolean;
    /** A folder of real plugins, which take precedence over the stand-ins. */
    readonly plugins?: string;
    readonly env?: NodeJS.ProcessEnv;
}

export async function openStage({
    engine,
    program,
    aws: options,
    groups = [GROUP],
    speed = 20,
    warm: isWarm = true,
    plugins,
    env,
}: StageOptions): Promise<Stage> {
    const clock = new MovableClock(NOW, speed);
    const aws = await startAws({ clock, ...options });
    const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };
    aws.seed({
        buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }],
        logGroups: groups.map((name) => ({
            name,
            region: REGION,
            streams: [{ name: "stream", events: eventsIn(RANGE.from, RANGE.to, 62) }],
        })),
    });
    const state = mkdtempSync(join(tmpdir(), "exports-"));
    const said: string[] = [];
    const open = (config: Readonly<Record<string, unknown>>, other = program) =>
        openStack({
            engine,
            program: resolve(__dirname, "programs", other),
            state,
            awsEndpoint: aws.endpoint,
            clock: clock.settings,
            env,
            ...(isWarm ? { startChild: startWarm } : {}),
            plugins,
            config: {
                "aws:region": REGION,
                ...Object.fromEntries(
                    Object.entries(config).map(([key, value]) => [
                        key,
                        typeof value === "string" ? value : JSON.stringify(value),
                    ]),
                ),
            },
            onEvent: (event) => {
                if (event.kind === "log") said.push(event.message);
            },
        });
    return {
        aws,
        clock,
        open,
        up: async (config) => (await open(config)).up(),
        said,
        state,
        settle: () => clock.sleep(60_000),
        close: async () => {
            await aws.close();
            rmSync(state, { recursive: true, force: true });
        },
    };
}

/** An ExportTask's arguments, as the program `tasks` takes them. */
export function task(changes: Readonly<Record<string, unknown>> = {}) {
    return {
        logGroupName: GROUP,
        from: "2026-10-01T00:00:00Z",
        to: "2026-11-01T00:00:00Z",
        destination: BUCKET,
        destinationPrefix: "audit",
        ...changes,
    };
}

/** The taskIds by name that a program's output shows. */
export function taskIds(result: OperationResult): Record<string, string> {
    return result.outputs.tasks as Record<string, string>;
}

/** A run's steps on exports, as `op name`, sorted by name. */
export function exportSteps(result: OperationResult): string[] {
    return result.steps
        .filter(({ urn, op }) => urn.includes(":ExportTask::") && op !== "same")
        .map(({ urn, op }) => `${op} ${urn.split("::").at(-1)}`)
        .sort();
}

/** Fails with the run's complete log unless it succeeded. */
export function succeeded(result: OperationResult): OperationResult {
    assert.equal(result.result, "succeeded", `${result.error}\n${messagesOf(result)}`);
    return result;
}

/** The complete log of a run. */
export function messagesOf(result: OperationResult): string {
    return result.diagnostics.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
}
