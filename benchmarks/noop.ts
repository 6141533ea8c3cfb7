import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PUBLIC_OUTPUT_NAMES } from "../providers/exportTask/outputs";
import { bucketPolicy } from "../providers/policies/bucketPolicy";
import { startAws } from "../sandbox/aws";
import { runningClock } from "../sandbox/clock/clock";
import { type ResourceState } from "../sandbox/engine/state";
import { type EngineName, openStack, type OpenStackOptions, type OperationResult, type Stack } from "../sandbox/engine";
import { isOnPath } from "../tests/engine/stage";
import { type PeakMemory, withPeakMemory } from "./peakMemory";
import { type Row, show, spreadOf } from "./statistics";
import { DAY } from "../tests/support/durations";

const FEW = 200;
const MANY = 2_000;
const RUNS: Readonly<Record<number, number>> = { [FEW]: 21, [MANY]: 5 };
/** Those that an export of the measured program has, and those of them that the program gives it. */
const [EXPORT_PROPERTIES, GIVEN_PROPERTIES] = [16, 7];
/** For the first `up`: the CLI writes the whole state with each export otherwise, of 2,000 exports 4 MB in the end. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
/** Those that a program hands down as one, beside the URN, which is recorded otherwise; see helpers.ts. */
const PACKED = ["series", "secretInputs"];
const REGION = "eu-central-1";
const [GROUP, BUCKET] = ["/aws/lambda/payments", "bench-archive"];
const FROM = Date.UTC(2016, 0, 1);

/** An `up` without changes: its time and memory, and the size of each resource in the state. */
export async function noopRows(engine: EngineName): Promise<Row[]> {
    const on = `(engine: ${engine})`;
    const withPlugin = engine === "embedded" || isOnPath("pulumi-language-yaml");
    if (!withPlugin) console.error("The plugin is not measured on the Pulumi CLI: no pulumi-language-yaml on PATH.");
    const few = await measure(engine, FEW, [
        "exports",
        ...(withPlugin ? (["plugin"] as const) : []),
        "wide",
        "given",
        "notes",
    ]);
    const rows = [
        ...rowsOf(`no-op up of ${FEW} exports ${on}`, time, few),
        ...ratioRows(on, few, "1.05"),
        ...rowsOf(`memory of program and provider host, ${FEW} ${on}`, memory, few),
        ...rowsOf(`state per export ${on}`, bytes, few, "2,000 bytes"),
        ...pluginRows(on, few),
        callsRow(`calls to AWS of a no-op up of ${FEW} exports ${on}`, few),
    ];
    // The embedded engine writes the whole state after every step of the first up, all of them 4 MB in the end.
    if (engine === "embedded") return rows;
    const many = await measure(engine, MANY, ["exports", "notes"]);
    return [
        ...rows,
        ...rowsOf(`no-op up of ${MANY} exports ${on}`, time, many),
        ...ratioRows(on, many, `none; 1.05 is for ${FEW}`),
        growthRow(few.exports, many.exports),
        ...rowsOf(`memory of program and provider host, ${MANY} ${on}`, memory, many),
        callsRow(`calls to AWS of a no-op up of ${MANY} exports ${on}`, many),
    ];
}

/** The exports beside each of the peers. */
function rowsOf(what: string, show: (one: Measured) => string, { exports, peers }: MeasuredOf, limit?: string): Row[] {
    return peers.map((peer, index) => ({
        what: index === 0 ? what : "",
        here: index === 0 ? show(exports) : "",
        limit,
        peer: peer.what,
        there: show(peer),
    }));
}

function ratioRows(on: string, { exports, peers }: MeasuredOf, limit: string): Row[] {
    return peers.map((peer) => ({
        what: `the same, beside each other ${on}`,
        here: ratio(exports, peer),
        limit,
        peer: peer.what,
        there: "",
    }));
}

/** The same exports through the plugin. It is program and provider in one. */
function pluginRows(on: string, { exports, plugin }: MeasuredOf): Row[] {
    if (!plugin) return [];
    const peer = "the npm package, with dynamic resources";
    const row = (what: string, show: (one: Measured) => string, limit?: string) => ({
        what: `${what} ${on}`,
        here: show(plugin),
        limit,
        peer,
        there: show(exports),
    });
    return [
        row(`no-op up of ${FEW} exports through the plugin, from YAML`, time),
        { what: `the same, beside each other ${on}`, here: ratio(plugin, exports), peer, there: "" },
        row("memory of the plugin", memory),
        row("state per export through the plugin", bytes, "2,000 bytes"),
    ];
}

function callsRow(what: string, { requests }: MeasuredOf): Row {
    return { what, here: String(requests), limit: "0", peer: "", there: "" };
}

function growthRow(few: Measured, many: Measured): Row {
    const [fewTime, manyTime] = [spreadOf(few.seconds).median, spreadOf(many.seconds).median];
    return {
        what: `growth of a no-op up, ${MANY} exports beside ${FEW}`,
        here: (manyTime / fewTime).toFixed(1),
        limit: `${MANY / FEW}, linear`,
        peer: "",
        there: "",
    };
}

interface Measured {
    readonly what: string;
    readonly seconds: readonly number[];
    readonly peaks: PeakMemory;
    readonly bytes: number;
}

interface MeasuredOf {
    readonly exports: Measured;
    readonly plugin?: Measured;
    readonly peers: readonly Measured[];
    readonly requests: number;
}

type ProgramName = "exports" | "plugin" | "wide" | "given" | "notes";

const time = ({ seconds }: Measured) => show(spreadOf(seconds), "s");
const bytes = ({ bytes: size }: Measured) => `${size} bytes`;
const memory = ({ what, peaks: { plugin, program, provider } }: Measured) =>
    what === "plugin" ? megabytes(plugin) : `${megabytes(program)}, ${megabytes(provider)}`;
const megabytes = (size: number | undefined) => (size === undefined ? "not measured" : `${size.toFixed(0)} MB`);

/** One result for each pair of consecutive runs. */
function ratio(exports: Measured, notes: Measured): string {
    return show(spreadOf(exports.seconds.map((seconds, run) => seconds / notes.seconds[run])), "");
}

async function measure(engine: EngineName, count: number, names: readonly ProgramName[]): Promise<MeasuredOf> {
    // Time runs fast during the exports; the measured runs have the machine's own clock.
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
    const open = (name: ProgramName, first: Partial<OpenStackOptions> = {}) => {
        const { program, config } = programOf(name, count);
        return openStack({
            engine,
            program: join(__dirname, "programs", program),
            state: join(state, name),
            awsEndpoint: aws.endpoint,
            config,
            ...first,
        });
    };
    try {
        const programs = [];
        for (const name of names) {
            succeeded(await (await open(name, { clock, env: WITHOUT_CHECKPOINTS })).up());
            const stack = await open(name);
            programs.push({ name, stack, seconds: [] as number[], peaks: {} as PeakMemory });
        }
        const requests = aws.requests.length;
        for (let run = 0; run < RUNS[count]; run++) {
            for (const one of programs) {
                const [taken, peak] = await withPeakMemory(() => timed(() => one.stack.up()));
                one.seconds.push(taken);
                one.peaks = peak;
            }
        }
        const measured: Measured[] = [];
        for (const { name, stack, seconds, peaks } of programs) {
            const resources = await resourcesOf(name, stack, count);
            if (name === "exports") {
                assert.equal(propertiesOf(resources[0], PUBLIC_OUTPUT_NAMES), EXPORT_PROPERTIES);
                assert.equal(propertiesOf(resources[0]), GIVEN_PROPERTIES);
            }
            measured.push({ what: programOf(name, count).what, seconds, peaks, bytes: bytesEach(resources) });
        }
        const [exports, ...others] = measured;
        const plugin = others.find(({ what }) => what === "plugin");
        const peers = others.filter((one) => one !== plugin);
        return { exports, plugin, peers, requests: aws.requests.length - requests };
    } finally {
        await aws.close();
        rmSync(state, { recursive: true, force: true });
    }
}

function programOf(
    name: ProgramName,
    count: number,
): { program: string; what: string; config: Record<string, string> } {
    const config = { "aws:region": REGION, bucket: BUCKET };
    if (name === "exports" || name === "plugin") {
        const [from, to] = [FROM, FROM + count * DAY].map((time) => new Date(time).toISOString());
        return { program: name, what: name, config: { ...config, logGroup: GROUP, from, to } };
    }
    const texts = { wide: EXPORT_PROPERTIES, given: GIVEN_PROPERTIES, notes: 1 }[name];
    const what = `as many dynamic resources of ${texts === 1 ? "one property" : `${texts} properties`}`;
    return { program: "notes", what, config: { ...config, count: String(count), texts: String(texts) } };
}

/** How many properties an export has in the program, where Pulumi makes some forty promises of each: its inputs, and others. */
function propertiesOf({ inputs = {} }: ResourceState, others: readonly string[] = []): number {
    const names = Object.keys(inputs).filter((name) => !name.startsWith("__") && !PACKED.includes(name));
    return new Set([...names, "helpers", ...others]).size;
}

function bytesEach(resources: readonly ResourceState[]): number {
    const sizes = resources.map((one) => Buffer.byteLength(JSON.stringify(one)));
    return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
}

async function resourcesOf(name: ProgramName, stack: Stack, count: number): Promise<ResourceState[]> {
    const { resources = [] } = (await stack.exportState()).deployment;
    const type = name === "plugin" ? "cloudwatch-logs-export:index:ExportTask" : "pulumi-nodejs:dynamic";
    const found = resources.filter((one) => one.type.startsWith(type));
    if (found.length !== count) throw new Error(`${found.length} resources in the state`);
    return found;
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
