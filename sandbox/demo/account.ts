import { S3Client } from "@aws-sdk/client-s3";
import { startAws, type Aws } from "../aws";
import { runningClock, type ClockSettings } from "../clock/clock";
import { REGION } from "./seeding";

/** Ten seconds of the sandbox's time pass in a real one: an export's half minute can be watched. */
const SPEED = 10;
const SECOND = 1_000;

export interface Account {
    readonly aws: Aws;
    readonly clock: ClockSettings;
    readonly s3: S3Client;
    /** How many export tasks the service was asked for so far. */
    exportsStarted(): number;
    close(): Promise<void>;
}

/** An emulated AWS whose exports take as long as small ones really do: some seconds until they run, then half a minute. */
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
