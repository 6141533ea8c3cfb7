import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bucketPolicy } from "../providers/policies/bucketPolicy";
import { startAws } from "../sandbox/aws";
import { runningClock } from "../sandbox/clock/clock";
import { type EngineName, openStack, type OperationResult, type Stack } from "../sandbox/engine";
import { type PeakMemory, withPeakMemory } from "./peakMemory";
import { type Row, show, spreadOf } from "./statistics";
import { DAY } from "../tests/support/durations";

const FEW = 200;
const MANY = 2_000;
const RUNS = 5;
const REGION = "eu-central-1";
const [GROUP, BUCKET] = ["/aws/lambda/payments", "bench-archive"];
const FROM = Date.UTC(2016, 0, 1);

/** An `up` that finds everything done: its time and memory, and what each resource takes in the state. */
export async function noopRows(engine: EngineName): Promise<Row[]> {
    const few = await measure(engine, FEW, RUNS);
    const many = await measure(engine, MANY, 1);
    const peer = "as many plain dynamic resources of a program that imports @pulumi/aws";
    const memory = ({ peaks: { program, provider } }: Measured) => `${megabytes(program)}, ${megabytes(provider)}`;
    const row = (what: string, here: string, there: string) => ({ what, here, peer, there });
    return [
        row(`no-op up of ${FEW} exports (engine: ${engine})`, time(few.exports), time(few.notes)),
        ratio(`the same, beside each other (at most 1.05)`, few),
        row(`no-op up of ${MANY} exports (engine: ${engine})`, time(many.exports), time(many.notes)),
        row("memory of program and provider host, 200", memory(few.exports), memory(few.notes)),
        row(`memory of program and provider host, ${MANY}`, memory(many.exports), memory(many.notes)),
        {
            what: "calls to AWS of a no-op up",
            here: String(few.requests + many.requests),
            peer: "limit",
            there: "0",
        },
        row("state per export", bytes(few.exports), bytes(few.notes)),
    ];
}

interface Measured {
    readonly seconds: readonly number[];
    readonly peaks: PeakMemory;
    readonly bytes: number;
}

const time = ({ seconds }: Measured) => show(spreadOf(seconds), "s");
const bytes = ({ bytes: size }: Measured) => `${size} bytes`;
const megabytes = (size: number | undefined) => (size === undefined ? "not measured" : `${size.toFixed(0)} MB`);

/** Of each pair, which ran one after the other. */
function ratio(what: string, { exports, notes }: { exports: Measured; notes: Measured }): Row {
    const pairs = exports.seconds.map((seconds, run) => seconds / notes.seconds[run]);
    return { what, here: show(spreadOf(pairs), ""), peer: "", there: "" };
}

async function measure(engine: EngineName, count: number, runs: number) {
    // Time runs fast, so that the exports themselves take none; what is measured runs on real time.
    const clock = { start: Date.UTC(2026, 10, 20), since: Date.now(), speed: 500 };
    const aws = await startAws({ clock: runningClock(clock) });
    const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [aws.accountId] };
    const events = Array.from({ length: count }, (_, day) => ({ timestamp: FROM + day * DAY, message: "an event" }));
    aws.seed({
        buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }],
        // A log group is as old as its first event.
        logGroups: [{ name: GROUP, region: REGION, streams: [{ name: "stream", events }] }],
    });
    const state = mkdtempSync(join(tmpdir(), "bench-"));
    const config = { count: String(count), from: String(FROM), logGroup: GROUP, bucket: BUCKET };
    const open = (program: string) =>
        openStack({
            engine,
            program: join(__dirname, "programs", program),
            state: join(state, program),
            awsEndpoint: aws.endpoint,
            clock,
            config: { "aws:region": REGION, ...config },
        });
    try {
        const stacks = { exports: await open("exports"), notes: await open("notes") };
        for (const stack of Object.values(stacks)) succeeded(await stack.up());
        const [seconds, peaks] = [
            { exports: [] as number[], notes: [] as number[] },
            { exports: {} as PeakMemory, notes: {} as PeakMemory },
        ];
        const requests = aws.requests.length;
        for (let run = 0; run < runs; run++) {
            for (const name of ["exports", "notes"] as const) {
                const [taken, peak] = await withPeakMemory(() => timed(() => stacks[name].up()));
                seconds[name].push(taken);
                peaks[name] = peak;
            }
        }
        const measuredOf = async (name: keyof typeof stacks): Promise<Measured> => ({
            seconds: seconds[name],
            peaks: peaks[name],
            bytes: await bytesPerResource(stacks[name], count),
        });
        return {
            exports: await measuredOf("exports"),
            notes: await measuredOf("notes"),
            requests: aws.requests.length - requests,
        };
    } finally {
        await aws.close();
        rmSync(state, { recursive: true, force: true });
    }
}

async function bytesPerResource(stack: Stack, count: number): Promise<number> {
    const { resources = [] } = (await stack.exportState()).deployment;
    const ours = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
    if (ours.length !== count) throw new Error(`${ours.length} resources in the state`);
    return Math.round(ours.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0) / count);
}

async function timed(up: () => Promise<OperationResult>): Promise<number> {
    const began = performance.now();
    const { changes } = succeeded(await up());
    if (changes.create || changes.update || changes.replace) throw new Error("This up was not a no-op.");
    return (performance.now() - began) / 1000;
}

function succeeded(result: OperationResult): OperationResult {
    if (result.result !== "succeeded") throw new Error(`${result.operation} failed: ${result.error}`);
    return result;
}
