import { PassThrough } from "node:stream";
import { runCommandLine } from "../../commands/commandLine";
import { destinationPrefixFor, type ExportLayout } from "../../components/logExport/layout";
import { splitTimeRange, type TimeRange } from "../../components/time/timeRanges";
import { type SplitBy } from "../../components/time/calendar";
import { realClock } from "../../providers/clock";
import { formatSeries } from "../../providers/exportTask/series";
import { type AwsOptions, type AwsSnapshot, type SeedLogGroup } from "../../sandbox/aws";
import { storeObject } from "../../sandbox/aws/s3/storeObject";
import { runningClock } from "../../sandbox/clock/clock";
import {
    ACCOUNT,
    type Account,
    BUCKET,
    connectToSandbox,
    exportInputs,
    NOW,
    openAccount,
    REGION,
} from "../support/account";

export const PREFIX = "audit";
export const URI = `s3://${BUCKET}/${PREFIX}`;
export const AUGUST = Date.parse("2026-08-01T00:00:00Z");

export interface Said {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

export interface DeclaredExport {
    readonly logGroupName: string;
    readonly range: TimeRange;
    readonly splitBy?: SplitBy;
    readonly layout?: ExportLayout;
    readonly timeZone?: string;
    readonly destinationPrefix?: string;
    readonly logStreamNamePrefix?: string;
}

/** An archive that the provider exported from the sandbox, and the commands that read it. */
export class Archive {
    private constructor(readonly account: Account) {}

    static async open(logGroups: readonly Omit<SeedLogGroup, "region">[], options: AwsOptions = {}): Promise<Archive> {
        const { snapshot, limits } = options;
        const clock = runningClock({ start: snapshot?.takenAt ?? NOW, since: Date.now(), speed: 20_000 });
        const account = await openAccount({ clock, snapshot, limits: { throttle: false, ...limits } });
        account.aws.seed({ logGroups: logGroups.map((group) => ({ ...group, region: REGION })) });
        return new Archive(account);
    }

    /** What it is now, from which any number of others can be opened. */
    snapshot(): AwsSnapshot {
        return this.account.aws.snapshot();
    }

    close(): Promise<void> {
        return this.account.close();
    }

    /** As a LogExport declares it: a resource for each part. */
    async export({ range, splitBy, layout = "hive", timeZone = "UTC", ...one }: DeclaredExport): Promise<void> {
        const parts = splitBy ? splitTimeRange(range, splitBy, timeZone) : [range];
        const provider = this.account.provider();
        for (const part of parts) {
            const { logGroupName, destinationPrefix = PREFIX, logStreamNamePrefix } = one;
            const place = { ...part, destinationPrefix, logGroupName, splitBy, timeZone };
            await provider.create(
                exportInputs({
                    ...part,
                    logGroupName,
                    logStreamNamePrefix,
                    destinationPrefix: destinationPrefixFor(layout, place),
                    series: splitBy && formatSeries(range),
                }),
            );
        }
    }

    async run(...args: readonly string[]): Promise<Said> {
        return this.runAt({}, ...args);
    }

    /** @param terminal the terminal that the command sees: colours, columns, environment variables. */
    runAt(terminal: Terminal, ...args: readonly string[]): Promise<Said> {
        return runCommand(terminal, ...args);
    }

    private get bucket() {
        return this.account.aws.world.buckets[BUCKET];
    }

    /** Keys with a part, in order. */
    keys(part = ""): string[] {
        return Object.keys(this.bucket.objects)
            .filter((key) => key.includes(part))
            .sort();
    }

    dataKeys(part = ""): string[] {
        return this.keys(part).filter((key) => /\/\d{6}\.gz$/.test(key));
    }

    body(key: string): Buffer {
        return Buffer.from(this.bucket.objects[key][0].body, "base64");
    }

    put(key: string, body: Buffer | string): void {
        const object = { key, body: Buffer.from(body), ownerAccountId: ACCOUNT };
        let count = 0;
        storeObject(this.bucket, object, NOW, () => `put-${count++}`);
    }

    remove(...keys: readonly string[]): void {
        for (const key of keys) {
            if (!(key in this.bucket.objects)) throw new Error(`${key} is not there`);
            delete this.bucket.objects[key];
        }
    }

    /** An archive as another tool leaves it. */
    removeManifests(part = ""): void {
        this.remove(...this.keys(part).filter((key) => key.includes("/_export-")));
    }
}

interface Terminal {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly env?: Record<string, string>;
}

/** Runs the command line on the sandbox that the environment names. */
export async function runCommand(terminal: Terminal, ...args: readonly string[]): Promise<Said> {
    const [stdout, stderr] = [new Collected(terminal), new Collected(terminal)];
    const status = await runCommandLine(args, {
        stdout,
        stderr,
        env: terminal.env ?? {},
        connect: (access) => connectToSandbox(access, realClock),
        environmentRegion: () => Promise.resolve(REGION),
        now: () => NOW,
    });
    return { status, stdout: stdout.text(), stderr: stderr.text() };
}

class Collected extends PassThrough {
    private readonly chunks: Buffer[] = [];
    readonly isTTY?: boolean;
    readonly columns?: number;

    constructor({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }) {
        super();
        [this.isTTY, this.columns] = [isTTY, columns];
        this.on("data", (chunk: Buffer) => this.chunks.push(chunk));
    }

    text(): string {
        return Buffer.concat(this.chunks).toString();
    }
}

export const uriOf = (key: string) => `s3://${BUCKET}/${key}`;
