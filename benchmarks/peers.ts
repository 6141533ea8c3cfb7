import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { bucketPolicy } from "../providers/policies/bucketPolicy";
import { connect } from "../providers/aws/clients";
import { realClock } from "../providers/clock";
import { type ExportTaskInputs, withDefaults } from "../providers/exportTask/inputs";
import { lifecycle } from "../providers/exportTask/lifecycle";
import { type Aws, startAws } from "../sandbox/aws";
import { seededRandom } from "../sandbox/aws/random";
import { type Row, show, spreadOf } from "./statistics";
import { DAY } from "../tests/support/durations";

/*
 * Exports in real time against the sandbox: sleeps of other programs cannot be made to run fast without also making
 * their own work look slow. So short tasks, which is the hard case: the shorter a task, the more a wait costs. Of different
 * lengths, because equal ones may happen to end just before or just after a poll, and as many as it takes for the first and
 * the last not to decide.
 */
const TASKS = 12;
const [SHORTEST_MS, LONGEST_MS] = [5_000, 20_000];
const POLL_SECONDS = 5;
const RUNS = 3;
/** As LogExport's gate lets them through. */
const IN_FLIGHT = 2;

const REGION = "eu-central-1";
const [GROUP, BUCKET] = ["/aws/lambda/payments", "bench-archive"];
/** The last whole days, because c7n-logexporter 0.4.44 stops with an error where it is given an end. */
const FROM = (Math.floor(Date.now() / DAY) - TASKS) * DAY;
const BIN = join(__dirname, ".venv", process.platform === "win32" ? "Scripts" : "bin");

type Driver = (aws: Aws) => Promise<void>;

const days = Array.from({ length: TASKS }, (_, index) => ({
    from: FROM + index * DAY,
    to: FROM + (index + 1) * DAY,
    destinationPrefix: `audit/${new Date(FROM + index * DAY).toISOString().slice(0, 10)}`,
}));

/** As the engine calls it. */
const thisPackage: Driver = async (aws) => {
    process.env.AWS_ENDPOINT_URL = aws.endpoint;
    Object.assign(process.env, KEYS);
    const silent = { status: () => undefined, warn: () => undefined, arrived: () => Promise.resolve() };
    let owners = 0;
    const provider = lifecycle(
        { get: () => undefined },
        {
            clock: realClock,
            wallTime: Date.now,
            connect,
            environmentRegion: () => Promise.resolve(REGION),
            linesOf: () => silent,
            displayMode: () => "sparse",
            isEngineAlive: () => Promise.resolve(true),
            newOwner: () => `owner-${++owners}`,
        },
    );
    const { default: pMap } = await import("p-map"); // an ES module
    await pMap(
        days,
        (range, index) =>
            provider.create(
                withDefaults({
                    logGroupName: GROUP,
                    ...range,
                    destination: BUCKET,
                    region: REGION,
                    settleHours: 0, // before noon the last day has ended less than 12 hours ago; its event is there
                    shortUrn: `dev::bench::::${index}`,
                }) as unknown as ExportTaskInputs,
            ),
        { concurrency: IN_FLIGHT },
    );
};

const cliLoop: Driver = (aws) =>
    run(
        aws,
        "sh",
        "-ec",
        days
            .map(
                ({ from, to, destinationPrefix }) => `
id=$(aws logs create-export-task --log-group-name ${GROUP} --from ${from} --to ${to} \\
    --destination ${BUCKET} --destination-prefix ${destinationPrefix} --query taskId --output text)
until [ "$(aws logs describe-export-tasks --task-id "$id" --query 'exportTasks[0].status.code' --output text)" = COMPLETED ]
do sleep ${POLL_SECONDS}; done`,
            )
            .join("\n"),
    );

/** Its default poll interval is 300 s. */
const c7n: Driver = async (aws) => {
    const range = ["--start", new Date(FROM).toISOString().slice(0, 10)];
    const where = ["--group", GROUP, "--bucket", BUCKET, "--prefix", "audit", "-r", REGION];
    await run(
        aws,
        "c7n-log-exporter",
        "export",
        ...where,
        ...range,
        "--poll-period",
        String(POLL_SECONDS),
        "--role",
        "self",
    );
    // It ends when the last task has been started.
    while ((await aws.control.tasks()).some(({ status }) => status !== "COMPLETED")) {
        await realClock.sleep(500);
    }
};

const KEYS = { AWS_ACCESS_KEY_ID: "AKIABENCH", AWS_SECRET_ACCESS_KEY: "bench", AWS_EC2_METADATA_DISABLED: "true" };

export function whyNoPeers(): string | undefined {
    return existsSync(join(BIN, "aws")) ? undefined : "benchmarks/.venv is not there (see docs/benchmarks.md)";
}

export async function peerRows(): Promise<Row[]> {
    const drivers: Readonly<Record<string, Driver>> = {
        here: thisPackage,
        [`AWS CLI in a shell loop, every ${POLL_SECONDS} s`]: cliLoop,
        [`c7n-logexporter, every ${POLL_SECONDS} s`]: c7n,
    };
    const utilisation: Record<string, number[]> = {};
    const calls: Record<string, number[]> = {};
    const measureOne = async (name: string, driver: Driver, round: number) => {
        const aws = await openAccount(round);
        try {
            await driver(aws);
            const tasks = await aws.control.tasks();
            if (tasks.length !== TASKS) throw new Error(`${name}: ${tasks.length} tasks instead of ${TASKS}`);
            const ends = tasks.map(({ endsAt }) => endsAt);
            const busy = tasks.reduce((sum, { creationTime }, index) => sum + ends[index] - creationTime, 0);
            const span = Math.max(...ends) - Math.min(...tasks.map(({ creationTime }) => creationTime));
            (utilisation[name] ??= []).push(busy / span);
            (calls[name] ??= []).push(aws.requests.filter(({ service }) => service === "logs").length / TASKS);
        } finally {
            await aws.close();
        }
    };
    // All at once, each in an account of its own: they do little but wait.
    for (let round = 1; round <= RUNS; round++) {
        await Promise.all(Object.entries(drivers).map(([name, driver]) => measureOne(name, driver, round)));
    }
    const [, ...peers] = Object.keys(drivers);
    const rows = (what: string, figures: Record<string, number[]>, digits: number, limit?: string): Row[] =>
        peers.map((peer, index) => ({
            what: index === 0 ? what : "",
            limit,
            here: index === 0 ? show(spreadOf(figures.here), "", digits) : "",
            peer,
            there: show(spreadOf(figures[peer]), "", digits),
        }));
    const of = `${TASKS} tasks of ${SHORTEST_MS / 1000} to ${LONGEST_MS / 1000} s in real time`;
    return [
        ...rows(`slot utilisation, ${of}`, utilisation, 3, "1, never free"),
        ...rows("calls to CloudWatch Logs per task, the same", calls, 1),
    ];
}

/** In each round the tasks are of other lengths, the same for all. */
async function openAccount(round: number): Promise<Aws> {
    const random = seededRandom(round);
    const runMilliseconds = () => SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS);
    const aws = await startAws({ limits: { pendingMilliseconds: 200, runMilliseconds } });
    const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [aws.accountId] };
    const events = days.map(({ from }) => ({ timestamp: from + DAY / 2, message: "an event" }));
    aws.seed({
        buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }],
        logGroups: [{ name: GROUP, region: REGION, streams: [{ name: "stream", events }] }],
    });
    return aws;
}

async function run(aws: Aws, command: string, ...args: readonly string[]): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    writeFileSync(join(folder, "config"), "[default]\ns3 =\n  addressing_style = path\n");
    const env = {
        ...process.env,
        ...KEYS,
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_CONFIG_FILE: join(folder, "config"),
        AWS_DEFAULT_REGION: REGION,
        TZ: "UTC",
        PATH: `${BIN}${delimiter}${process.env.PATH}`,
    };
    const child = spawn(command, [...args], { env, stdio: ["ignore", "ignore", "pipe"] });
    // A loop whose account is gone with a failed benchmark would ask for ever.
    const stop = () => child.kill();
    process.once("exit", stop);
    let complaint = "";
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    const code = await new Promise<number | null>((resolve, reject) =>
        child.once("error", reject).once("exit", resolve),
    );
    process.off("exit", stop);
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${complaint}`);
}
