import { PutBucketVersioningCommand, PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { selectLogGroups } from "../../../components/logGroups/selectLogGroups";
import { ScheduledLogExport } from "../../../components/scheduledLogExport/scheduledLogExport";
import { formatSeries } from "../../../providers/exportTask/series";
import { type ExportTaskInputs } from "../../../providers/exportTask/inputs";
import { runCommand } from "../../commands/archive";
import { type Account, BUCKET, eventsIn, exportInputs, GROUP, RANGE, REGION } from "../../support/account";
import { DAY } from "../../support/durations";
import { setMocks } from "../../support/mocks";
import { runOnStandIns, type StandInResources } from "../../support/standIns";
import { CALLER, type Cast } from "./cast";
import { EXPORTER_ROLE, type Use } from "./grants";

const CREATED = RANGE.from + 2 * DAY + 1000;

const below = (prefix: string, changes: Partial<ExportTaskInputs> = {}) =>
    exportInputs({ destinationPrefix: `audit/${prefix}`, ...changes });

/** What somebody does with exactly the permissions of these uses. */
export interface Scenario {
    readonly uses: readonly Use[];
    /** Ends with resources that are then read and deleted. */
    run(account: Account, cast: Cast): Promise<StandInResources | undefined>;
}

/** An export that two stacks declare, one in whose range its log group began, and one that is removed while it runs. */
export async function exportAll(account: Account): Promise<void> {
    const events = eventsIn(CREATED - DAY, CREATED + DAY, 4);
    account.aws.seed({
        logGroups: [{ name: "/new", region: REGION, creationTime: CREATED, streams: [{ name: "one", events }] }],
    });
    const create = (inputs: ExportTaskInputs) => account.provider().create(inputs);
    await create(below("shared"));
    await create(below("shared"));
    const day = { from: RANGE.from + 2 * DAY, to: RANGE.from + 3 * DAY };
    const series = formatSeries({ from: RANGE.from, to: Infinity });
    await create(below("new", { logGroupName: "/new", ...day, series }));
    const { id, outs } = await create(below("running", { waitForCompletion: false }));
    await account.provider().delete(id, outs as never);
}

/** Deletes an export, and under Object Lock one on which another relies. */
async function deleteExports(account: Account, { asAdmin }: Cast): Promise<void> {
    const create = (prefix: string) => account.provider().create(below(prefix, { removalPolicy: "delete" }));
    const mine = await asAdmin(() => create("mine"));
    await account.provider().delete(mine.id, mine.outs as never);
    const shared = await asAdmin(async () => {
        await lock(account);
        const created = await create("shared");
        await create("shared"); // of another stack
        return created;
    });
    await account.provider().delete(shared.id, shared.outs as never);
}

async function lock({ aws }: Account): Promise<void> {
    const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
    const client = new S3Client({ endpoint: aws.endpoint, region: REGION, forcePathStyle: true, credentials });
    const of = { Bucket: BUCKET };
    await client.send(new PutBucketVersioningCommand({ ...of, VersioningConfiguration: { Status: "Enabled" } }));
    const DefaultRetention = { Mode: "GOVERNANCE", Days: 30 } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } } as const;
    await client.send(new PutObjectLockConfigurationCommand({ ...of, ObjectLockConfiguration }));
    client.destroy();
}

/** Encrypts the bucket of the exports with a key that `createKey` made. */
async function encryptBucket({ aws }: Account): Promise<void> {
    const { buckets } = aws.world;
    const args = { bucketName: "keyed", encryption: { createKey: true } } as const;
    await runOnStandIns(aws, REGION, () => void new ExportBucket("keyed", args));
    buckets[BUCKET].configuration.encryption = buckets.keyed.configuration.encryption;
}

function scheduled(args: { readonly kmsKey?: string } = {}): void {
    new ScheduledLogExport("nightly", {
        logGroups: [GROUP],
        from: "2026-10-01T00:00:00Z",
        schedule: "cron(0 15 * * ? *)",
        bucket: { existing: BUCKET },
        ...args,
    });
}

/** Every command over the archive. Throws what a command says when it fails; gaps are no failure. */
async function readAll(): Promise<void> {
    const uri = `s3://${BUCKET}/audit`;
    for (const args of [
        ["coverage"],
        ["verify"],
        ["verify", "--count"],
        ["read", "--log-group", GROUP, "--from", "2026-10-01", "--to", "2026-11-01"],
    ]) {
        const { status, stderr } = await runCommand({}, args[0], uri, ...args.slice(1));
        if (status === 2) throw new Error(`${args.join(" ")}: ${stderr}`);
    }
}

function nothingLeft(work: (account: Account, cast: Cast) => Promise<void>): Scenario["run"] {
    return async (account, cast) => {
        await work(account, cast);
        return undefined;
    };
}

/** Of every use but those of services that the sandbox does not have: Glue and Athena. */
export const SCENARIOS: Readonly<Record<Exclude<Use, "table" | "query">, Scenario>> = {
    export: { uses: ["export"], run: nothingLeft(exportAll) },
    delete: { uses: ["export", "delete"], run: nothingLeft(deleteExports) },
    key: {
        uses: ["export", "key"],
        run: nothingLeft(async (account) => {
            await encryptBucket(account);
            await exportAll(account);
        }),
    },
    select: {
        uses: ["export", "select"],
        run: nothingLeft(async () => {
            await setMocks({ config: { "aws:region": REGION } });
            await selectLogGroups({ namePrefix: "/aws/lambda/" });
        }),
    },
    assume: {
        uses: ["assume"],
        run: nothingLeft(async (account) => {
            await account.provider().create(below("assumed", { assumeRoleArn: EXPORTER_ROLE }));
        }),
    },
    makeBucket: {
        uses: ["makeBucket"],
        async run({ aws }) {
            const args = { tags: { team: "audit" }, objectLock: { mode: "GOVERNANCE", days: 30 } } as const;
            const program = () => void new ExportBucket("archive", args);
            return { ...(await runOnStandIns(aws, REGION, program, CALLER)), destroy: () => Promise.resolve() };
        },
    },
    deleteBucket: {
        uses: ["makeBucket", "deleteBucket"],
        async run(account, { asAdmin }) {
            const args = { bucketName: "archive-of-mine", removalPolicy: "delete" } as const;
            const program = () => void new ExportBucket("archive", args);
            const resources = await runOnStandIns(account.aws, REGION, program, CALLER);
            await asAdmin(() => account.provider().create(below("gone", { destination: args.bucketName })));
            return resources;
        },
    },
    makeKey: {
        uses: ["makeBucket", "deleteBucket", "makeKey"],
        run: ({ aws }) => {
            const encryption = { createKey: { removalPolicy: "delete" } } as const;
            const program = () => void new ExportBucket("archive", { encryption, removalPolicy: "delete" });
            return runOnStandIns(aws, REGION, program, CALLER);
        },
    },
    schedule: {
        uses: ["schedule"],
        run: ({ aws }) => runOnStandIns(aws, REGION, () => scheduled(), CALLER),
    },
    scheduleKey: {
        uses: ["schedule", "scheduleKey"],
        async run(account, { asAdmin }) {
            await asAdmin(() => encryptBucket(account));
            const [kmsKey] = Object.values(account.aws.world.kmsKeys).map(({ arn }) => arn);
            return runOnStandIns(account.aws, REGION, () => scheduled({ kmsKey }), CALLER);
        },
    },
    read: {
        uses: ["read"],
        run: nothingLeft(async (account, { asAdmin }) => {
            await asAdmin(() => exportAll(account));
            await readAll();
        }),
    },
    readKey: {
        uses: ["read", "readKey"],
        run: nothingLeft(async (account, { asAdmin }) => {
            await asAdmin(() => encryptBucket(account));
            await asAdmin(() => exportAll(account));
            await readAll();
        }),
    },
};
