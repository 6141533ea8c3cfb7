import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PUBLIC_OUTPUT_NAMES } from "../providers/exportTask/outputs";
import { bucketPolicy } from "../providers/policies/bucketPolicy";
import { startAws } from "../sandbox/aws";
import { runningClock } from "../sandbox/clock/clock";
import { type ResourceState } from "../sandbox/engine/state";
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

/** An `up` without changes: its time and memory, and the size of each resource in the state. */
export async function noopRows(engine: EngineName): Promise<Row[]> {
    const few = await measure(engine, FEW, RUNS);
    const many = await measure(engine, MANY, 1);
    const rows = (what: string, show: (one: Measured) => string, { exports, wide, notes }: MeasuredOf) => [
        { what, here: show(exports), peer: wide.what, there: show(wide) },
        { what: "", here: "", peer: notes.what, there: show(notes) },
    ];
    const memory = ({ peaks: { program, provider } }: Measured) => `${megabytes(program)}, ${megabytes(provider)}`;
    return [
        ...rows(`no-op up of ${FEW} exports (engine: ${engine})`, time, few),
        ...rows("the same, beside each other (limit: 1.05)", (one) => ratio(few.exports, one), few).map((row) => ({
            ...row,
            here: "",
        })),
        ...rows(`no-op up of ${MANY} exports (engine: ${engine})`, time, many),
        ...rows(`memory of program and provider host, ${FEW}`, memory, few),
        ...rows(`memory of program and provider host, ${MANY}`, memory, many),
        {
            what: "calls to AWS of a no-op up",
            here: String(few.requests + many.requests),
            peer: "limit",
            there: "0",
        },
        ...rows("state per export (limit: 2,000 bytes)", bytes, few),
    ];
}

interface Measured {
    readonly what: string;
    readonly seconds: readonly number[];
    readonly peaks: PeakMemory;
    readonly bytes: number;
}

type MeasuredOf = Record<ProgramName, Measured> & { readonly requests: number };
type ProgramName = "exports" | "wide" | "notes";

const time = ({ seconds }: Measured) => show(spreadOf(seconds), "s");
const bytes = ({ bytes: size }: Measured) => `${size} bytes`;
const megabytes = (size: number | undefined) => (size === undefined ? "not measured" : `${size.toFixed(0)} MB`);

/** One result for each pair of consecutive runs. */
function ratio(exports: Measured, notes: Measured): string {
    return show(spreadOf(exports.seconds.map((seconds, run) => seconds / notes.seconds[run])), "");
}

async function measure(engine: EngineName, count: number, runs: number): Promise<MeasuredOf> {
    // Time runs fast during the exports. The measured runs use real time.
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
    const open = async (name: ProgramName, program: string, config: Record<string, string>) => {
        const stack = await openStack({
            engine,
            program: join(__dirname, "programs", program),
            state: join(state, name),
            awsEndpoint: aws.endpoint,
            clock,
            config: { "aws:region": REGION, count: String(count), ...config },
        });
        succeeded(await stack.up());
        return { stack, seconds: [] as number[], peaks: {} as PeakMemory };
    };
    try {
        const exports = await open("exports", "exports", { from: String(FROM), logGroup: GROUP, bucket: BUCKET });
        const texts = propertiesOf((await dynamicResources(exports.stack, count))[0]);
        const wide = await open("wide", "notes", { texts: String(texts) });
        const notes = await open("notes", "notes", { texts: "1" });
        const programs = { exports, wide, notes };
        const requests = aws.requests.length;
        for (let run = 0; run < runs; run++) {
            for (const one of Object.values(programs)) {
                const [taken, peak] = await withPeakMemory(() => timed(() => one.stack.up()));
                one.seconds.push(taken);
                one.peaks = peak;
            }
        }
        const measured = async (what: string, { stack, ...figures }: typeof exports): Promise<Measured> => ({
            what,
            ...figures,
            bytes: bytesEach(await dynamicResources(stack, count)),
        });
        return {
            exports: await measured("exports", exports),
            wide: await measured(`as many dynamic resources of ${texts} properties`, wide),
            notes: await measured("as many dynamic resources of one property", notes),
            requests: aws.requests.length - requests,
        };
    } finally {
        await aws.close();
        rmSync(state, { recursive: true, force: true });
    }
}

/** How many properties an export has in the program, where Pulumi makes four promises of each. */
function propertiesOf({ inputs = {} }: ResourceState): number {
    const names = [...Object.keys(inputs).filter((name) => name !== "__provider"), ...PUBLIC_OUTPUT_NAMES];
    return new Set(names).size;
}

function bytesEach(resources: readonly ResourceState[]): number {
    const sizes = resources.map((one) => Buffer.byteLength(JSON.stringify(one)));
    return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
}

async function dynamicResources(stack: Stack, count: number): Promise<ResourceState[]> {
    const { resources = [] } = (await stack.exportState()).deployment;
    const dynamic = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
    if (dynamic.length !== count) throw new Error(`${dynamic.length} resources in the state`);
    return dynamic;
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
