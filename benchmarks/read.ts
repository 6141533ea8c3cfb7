import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { startAws } from "../sandbox/aws";
import { seededRandom } from "../sandbox/aws/random";
import { storeObject } from "../sandbox/aws/s3/storeObject";
import { type Row, show, spreadOf } from "./statistics";

const RUNS = 3;
const [DAYS, STREAMS, OBJECT_BYTES] = [10, 10, 10_000_000]; // 1 GB
const [ACCOUNT, REGION, BUCKET] = ["123456789012", "eu-central-1", "audit-archive"];
const FIRST = Date.parse("2026-08-01T00:00:00Z");
const DAY_MS = 86_400_000;
const COMMAND = join(__dirname, "..", "dist", "commands", "main.js");

/** GNU time: what a command and its children took. */
const TIME = "/usr/bin/time";

export const whyNoRead = () => [TIME, "/usr/bin/zcat"].map((file) => (existsSync(file) ? undefined : `there is no ${file}`)).find((why) => why); // prettier-ignore

interface Usage {
    readonly wall: number;
    readonly cpu: number;
    readonly megabytes: number;
}

/** `read` of 1 GB of text of one log group, beside `zcat | sort` over a copy of its objects. */
export async function readRows(): Promise<Row[]> {
    const folder = mkdtempSync(join(tmpdir(), "bench-read-"));
    const aws = await startAws();
    try {
        aws.seed({ buckets: [{ name: BUCKET, region: REGION }] });
        const bytes = writeArchive(folder, (key, body) => {
            const object = { key, body, ownerAccountId: ACCOUNT };
            storeObject(aws.world.buckets[BUCKET], object, FIRST, () => key);
        });
        const env = {
            ...process.env,
            AWS_ENDPOINT_URL: aws.endpoint,
            AWS_REGION: REGION,
            AWS_ACCESS_KEY_ID: "AKIABENCH",
            AWS_SECRET_ACCESS_KEY: "secret",
        };
        const [ours, theirs] = [join(folder, "read.txt"), join(folder, "sort.txt")];
        const range = ["--from", "2026-08-01", "--to", "2026-09-01", "--output", ours];
        const read = [process.execPath, COMMAND, "read", `s3://${BUCKET}/audit`, "--log-group", "/app/pay", ...range];
        const sort = [
            "sh",
            "-c",
            `find ${folder}/archive -name '*.gz' | sort | xargs zcat | LC_ALL=C sort > ${theirs}`,
        ];
        const usages: { here: Usage[]; there: Usage[] } = { here: [], there: [] };
        for (let run = 0; run < RUNS; run++) {
            usages.here.push(await usageOf(read, env));
            usages.there.push(await usageOf(sort, env));
        }
        for (const file of [ours, theirs]) {
            if (statSync(file).size !== bytes) throw new Error(`${file} does not hold what was written`);
        }
        return rowsOf(bytes, usages);
    } finally {
        await aws.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

/** @returns how much text it is. */
function writeArchive(folder: string, put: (key: string, body: Buffer) => void): number {
    const random = seededRandom(1);
    let bytes = 0;
    for (let day = 0; day < DAYS; day++) {
        const date = new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10).split("-");
        const task = `00000000-0000-4000-8000-${String(day).padStart(12, "0")}`;
        const prefix = `log_group=%2Fapp%2Fpay/year=${date[0]}/month=${date[1]}/day=${date[2]}/${task}`;
        for (let stream = 0; stream < STREAMS; stream++) {
            const text = textOf(FIRST + day * DAY_MS, stream, random);
            bytes += text.length;
            const body = gzipSync(text, { level: 1 });
            put(`audit/${prefix}/stream-${stream}/000000.gz`, body);
            const path = join(folder, "archive", prefix, `stream-${stream}`, "000000.gz");
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, body);
        }
    }
    return bytes;
}

/** A day of one stream: lines of about 139 bytes, in the order of their times. */
function textOf(start: number, stream: number, random: () => number): Buffer {
    const lines: string[] = [];
    const count = Math.round(OBJECT_BYTES / 139);
    for (let at = 0; at < count; at++) {
        const time = new Date(start + Math.floor(((at + random()) / count) * DAY_MS)).toISOString();
        const id = Math.floor(random() * 2 ** 48)
            .toString(16)
            .padStart(12, "0");
        lines.push(`${time} INFO stream-${stream} request ${id} GET /orders/${at % 997} answered 200 in ${Math.floor(random() * 900)} ms by backend-${at % 7} for a customer of the shop`); // prettier-ignore
    }
    return Buffer.from(`${lines.join("\n")}\n`);
}

async function usageOf(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Usage> {
    const child = spawn(TIME, ["-f", "usage %e %U %S %M", ...command], { env, stdio: ["ignore", "inherit", "pipe"] });
    let usage: number[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
        if (line.startsWith("usage ")) usage = line.split(" ").slice(1).map(Number);
        else console.error(line);
    }
    if (usage.length !== 4) throw new Error(`${command.join(" ")} did not end well`);
    const [wall, user, system, kilobytes] = usage;
    return { wall, cpu: user + system, megabytes: kilobytes / 1000 };
}

function rowsOf(
    bytes: number,
    { here, there }: { readonly here: readonly Usage[]; readonly there: readonly Usage[] },
): Row[] {
    const figure = (usages: readonly Usage[], value: (usage: Usage) => number, unit: string, digits: number) =>
        show(spreadOf(usages.map(value)), unit, digits);
    const row = (what: string, value: (usage: Usage) => number, unit: string, digits: number): Row => ({
        what,
        here: figure(here, value, unit, digits),
        peer: "`zcat \\| sort` of local copies",
        there: figure(there, value, unit, digits),
    });
    const what = `the command \`read\`, ${(bytes / 1e9).toFixed(2)} GB of text`;
    return [
        row(`${what}: throughput`, ({ wall }) => bytes / 1e6 / wall, "MB/s", 0),
        row(`${what}: processor time`, ({ cpu }) => cpu, "s", 1),
        row(`${what}: peak memory (RSS)`, ({ megabytes }) => megabytes, "MB", 0),
    ];
}
