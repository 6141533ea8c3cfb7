import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bucketPolicy } from "../providers/policies/bucketPolicy";
import { startAws } from "../sandbox/aws";
import { runningClock } from "../sandbox/clock/clock";
import { type EngineName, openStack, type OperationResult } from "../sandbox/engine";
import { type Row, show, spreadOf } from "./statistics";
import { DAY } from "../tests/support/durations";

const RESOURCES = 200;
const RUNS = 5;
const REGION = "eu-central-1";
const [GROUP, BUCKET] = ["/aws/lambda/payments", "bench-archive"];
const FROM = Date.UTC(2026, 0, 1);

/** An `up` that finds everything done, and what each resource takes in the state. */
export async function noopRows(engine: EngineName): Promise<Row[]> {
    // Time runs fast, so that the exports themselves take none; what is measured runs on real time.
    const clock = { start: Date.UTC(2026, 10, 20), since: Date.now(), speed: 500 };
    const aws = await startAws({ clock: runningClock(clock) });
    const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [aws.accountId] };
    const events = Array.from({ length: RESOURCES }, (_, day) => ({
        timestamp: FROM + day * DAY,
        message: "an event",
    }));
    aws.seed({
        buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }],
        // A log group is as old as its first event.
        logGroups: [{ name: GROUP, region: REGION, streams: [{ name: "stream", events }] }],
    });
    const state = mkdtempSync(join(tmpdir(), "bench-"));
    const config = { count: String(RESOURCES), from: String(FROM), logGroup: GROUP, bucket: BUCKET };
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
        const [exports, notes] = [await open("exports"), await open("notes")];
        succeeded(await exports.up());
        succeeded(await notes.up());
        const seconds: { exports: number[]; notes: number[] } = { exports: [], notes: [] };
        const requests = aws.requests.length;
        for (let run = 0; run < RUNS; run++) {
            seconds.exports.push(await timed(() => exports.up()));
            seconds.notes.push(await timed(() => notes.up()));
        }
        const bytes = async (stack: typeof exports) => {
            const { resources = [] } = (await stack.exportState()).deployment;
            const ours = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
            if (ours.length !== RESOURCES) throw new Error(`${ours.length} resources in the state`);
            return `${Math.round(ours.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0) / RESOURCES)} bytes`;
        };
        return [
            {
                what: `no-op up of ${RESOURCES} exports (engine: ${engine})`,
                here: show(spreadOf(seconds.exports), "s"),
                peer: `${RESOURCES} plain dynamic resources`,
                there: show(spreadOf(seconds.notes), "s"),
            },
            {
                what: `calls to AWS of a no-op up of ${RESOURCES} exports`,
                here: String(aws.requests.length - requests),
                peer: "limit",
                there: "0",
            },
            {
                what: "state per export",
                here: await bytes(exports),
                peer: "a plain dynamic resource of one short text",
                there: await bytes(notes),
            },
        ];
    } finally {
        await aws.close();
        rmSync(state, { recursive: true, force: true });
    }
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
