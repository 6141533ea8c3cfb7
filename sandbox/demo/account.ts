import { S3Client } from "@aws-sdk/client-s3";
import { startAws, type Aws } from "../aws";
import { runningClock, type ClockSettings } from "../clock/clock";
import { REGION } from "./seeding";

/** The sandbox's time runs ten times as fast, so an export of half a minute takes three seconds. */
const SPEED = 10;
const SECOND = 1_000;

export interface Account {
    readonly aws: Aws;
    readonly clock: ClockSettings;
    readonly s3: S3Client;
    /** How many export tasks were started so far. */
    exportsStarted(): number;
    close(): Promise<void>;
}

/** An emulated AWS whose exports take as long as small exports in AWS: a few seconds pending, then half a minute. */
export async function openAccount(): Promise<Account> {
    const now = Date.now();
    const clock = { start: now, since: now, speed: SPEED };
    const aws = await startAws({
        clock: runningClock(clock),
        limits: {
            pendingMilliseconds: 4 * SECOND,
            runMilliseconds: (bytes) => Math.min(60 * SECOND, 8 * SECOND + bytes / 5),
        },
    });
    const s3 = new S3Client({
        region: REGION,
        endpoint: aws.endpoint,
        credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    });
    return {
        aws,
        clock,
        s3,
        exportsStarted: () =>
            aws.requests.filter(({ operation, outcome }) => operation === "CreateExportTask" && outcome === "OK")
                .length,
        close: async () => {
            s3.destroy();
            await aws.close();
        },
    };
}
