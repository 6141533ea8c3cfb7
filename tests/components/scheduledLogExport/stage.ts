import * as assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { type S3Api } from "../../../providers/aws/s3";
import { type Contents, contentsOf } from "../../../providers/exportTask/run/contents";
import { agrees, type Manifest, parseManifest } from "../../../providers/exportTask/run/manifest";
import { manifestKey } from "../../../providers/exportTask/run/marks";
import { folderOf, type Place } from "../../../providers/exportTask/run/objects";
import { bucketPolicy } from "../../../providers/policies/bucketPolicy";
import {
    GROUPS_PER_MANIFEST,
    givenManifestKey,
    type MachinePlan,
} from "../../../components/scheduledLogExport/machine/plan";
import { type MetricName } from "../../../components/scheduledLogExport/machine/run/metrics";
import { DETAIL_TYPES } from "../../../components/scheduledLogExport/machine/visit/events";
import { machinePolicy } from "../../../components/scheduledLogExport/resources/policies";
import { stateMachine } from "../../../components/scheduledLogExport/machine/stateMachine";
import { openAws, type OpenAws, type SeedLogGroup } from "../../../sandbox/aws";
import { type ExportTask, statusOf } from "../../../sandbox/aws/logs/exportTask";
import { seededRandom } from "../../../sandbox/aws/random";
import { storeObject } from "../../../sandbox/aws/s3/storeObject";
import { type Limits } from "../../../sandbox/aws/settings";
import {
    EventClock,
    type Execution,
    sandboxTasks,
    type SandboxTasksOptions,
    Service,
    statesEngine,
} from "../../../sandbox/stepFunctions";
import { ACCOUNT, grantOf, KEY, MACHINE, MACHINE_NAME, planOf, REGION } from "./plan";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/nightly-role`;

export interface StageOptions {
    readonly start: number;
    readonly groups: readonly Omit<SeedLogGroup, "region">[];
    readonly plan?: Partial<MachinePlan>;
    readonly seed?: number;
    readonly limits?: Limits;
    readonly tasks?: Partial<SandboxTasksOptions>;
    /** The policy of a customer managed key: of the checkpoints and manifests, or of the bucket of the exports. */
    readonly key?: { readonly of: "machine" | "exports"; readonly policy: object };
}

/** An account with log groups, and the state machine in it, with its role. Nothing sleeps. */
export class Stage {
    readonly clock: EventClock;
    readonly aws: OpenAws;
    readonly service: Service;
    readonly plan: MachinePlan;
    /** Tasks that the service has forgotten since; see `forgetTasksBefore`. */
    private readonly forgotten: ExportTask[] = [];

    constructor({ start, groups, plan = {}, seed = 1, limits, tasks, key }: StageOptions) {
        const random = seededRandom(seed);
        this.clock = new EventClock(start);
        this.aws = openAws({ clock: this.clock, randomSeed: seed, limits });
        const names = groups.map(({ name }) => name);
        const pages = Array.from({ length: Math.ceil(names.length / GROUPS_PER_MANIFEST) }, (_, index) =>
            names.slice(index * GROUPS_PER_MANIFEST, (index + 1) * GROUPS_PER_MANIFEST),
        );
        this.plan = planOf({
            groups: { manifestSizes: pages.map(({ length }) => length), digest: names.join(" ") },
            ...plan,
        });
        const { bucketName, manifestBucketName, tableName, topicArn } = this.plan;
        const grant = { region: REGION, bucketArn: grantOf(this.plan).bucketArn, sourceAccounts: [ACCOUNT] };
        const isSelection = "select" in this.plan.groups;
        const { tableArn } = grantOf(this.plan);
        const policy = machinePolicy({
            ...grantOf(this.plan),
            kmsKeyArn: key?.of === "machine" ? KEY : undefined,
            bucketKeyArn: key?.of === "exports" ? KEY : undefined,
            logGroupNames: isSelection ? undefined : names,
            readsTags: "select" in this.plan.groups && this.plan.groups.select.tags !== undefined,
        });
        this.aws.seed({
            buckets: [
                { name: bucketName, region: REGION, policy: bucketPolicy(grant) },
                { name: manifestBucketName, region: REGION },
            ],
            logGroups: groups.map((group) => ({ ...group, region: REGION })),
            roles: [{ arn: ROLE, policy: { Version: "2012-10-17", Statement: policy } }],
        });
        const { world } = this.aws;
        world.tables[tableArn] = {
            name: tableName,
            arn: tableArn,
            tableId: "table",
            creationTime: start,
            hashKey: "logGroupName",
            attributes: { logGroupName: "S" },
            billingMode: "PAY_PER_REQUEST",
            deletionProtection: false,
            pointInTimeRecovery: true,
            tags: {},
            encryption: key?.of === "machine" ? { enabled: true, kmsKeyArn: KEY } : undefined,
            items: {},
        };
        if (key) {
            const ids = { keyId: KEY.split("/")[1], arn: KEY, accountId: ACCOUNT, region: REGION };
            const policy = JSON.stringify(key.policy);
            world.kmsKeys[KEY] = { ...ids, creationTime: start, description: "", policy, state: "Enabled", tags: {} };
            const encrypted = world.buckets[key.of === "machine" ? manifestBucketName : bucketName];
            encrypted.configuration.encryption = {
                Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } },
            };
        }
        world.topics[topicArn] = { arn: topicArn, name: "failures", tags: {}, messages: [] };
        for (const [index, page] of isSelection ? [] : pages.entries()) {
            const object = {
                key: givenManifestKey(index),
                body: Buffer.from(JSON.stringify(page)),
                ownerAccountId: ACCOUNT,
            };
            storeObject(world.buckets[manifestBucketName], object, start, () => "manifest");
        }
        const service = new Service({
            clock: this.clock,
            random,
            tasks: sandboxTasks(this.aws, { region: REGION, clock: this.clock, ...tasks }),
        });
        this.aws.connect(statesEngine(service));
        this.service = service;
        this.deploy();
    }

    /** Creates, or replaces, the state machine. */
    deploy(changes: Partial<MachinePlan> = {}): void {
        const definition = JSON.stringify(stateMachine({ ...this.plan, ...changes }));
        this.service.createStateMachine({ name: MACHINE_NAME, roleArn: ROLE, definition, arn: MACHINE });
    }

    start(options: { readonly name?: string; readonly stopAfterEvent?: number } = {}): Execution {
        return this.service.startExecution({ stateMachineArn: MACHINE, ...options });
    }

    /** A run from its start to its end, with those that it hands on to. */
    async run(): Promise<Execution> {
        const execution = this.start();
        await this.finish();
        return execution;
    }

    /** Until no run is left, those included that others start. */
    async finish(): Promise<void> {
        while (this.service.executions.some(({ status }) => status === "RUNNING")) await this.service.run();
    }

    async waitUntil(time: number): Promise<void> {
        await this.clock.runUntil(time);
    }

    /** The export tasks, foreign ones left out. */
    get tasks(): ExportTask[] {
        const listed = this.aws.world.logs[`${ACCOUNT}/${REGION}`]?.tasks ?? [];
        return [...this.forgotten, ...listed].filter(({ foreign }) => !foreign);
    }

    tasksOf(logGroupName: string): ExportTask[] {
        return this.tasks.filter((task) => task.logGroupName === logGroupName);
    }

    /** The service says nowhere how long it lists tasks that have ended. */
    forgetTasksBefore(time: number): void {
        const region = this.aws.world.logs[`${ACCOUNT}/${REGION}`];
        const isOld = (task: ExportTask) => task.creationTime < time && !isActive(task);
        this.forgotten.push(...region.tasks.filter(isOld));
        // Another list, not a shorter one: the sandbox remembers of each how many tasks at its beginning have ended.
        Object.assign(region, { tasks: region.tasks.filter((task) => !isOld(task)) });
    }

    checkpoint(logGroupName: string): Readonly<Record<string, string>> {
        const [table] = Object.values(this.aws.world.tables);
        const item = Object.values(table.items).find((one) => (one.logGroupName as { S: string }).S === logGroupName);
        assert.ok(item, `no checkpoint of ${logGroupName}`);
        return Object.fromEntries(
            Object.entries(item as Record<string, Record<string, string>>).map(([name, value]) => [
                name,
                Object.values(value)[0],
            ]),
        );
    }

    exportedTo(logGroupName: string): number {
        return Number(this.checkpoint(logGroupName).exportedTo);
    }

    get reported(): readonly string[] {
        return this.aws.world.topics[this.plan.topicArn].messages.map(({ message }) => message);
    }

    /** What was published of a metric, oldest first. */
    metric(metricName: MetricName): number[] {
        return this.aws.world.metrics.filter(({ name }) => name === metricName).map(({ value }) => value);
    }

    eventsOf(type: keyof typeof DETAIL_TYPES) {
        return this.events.filter(({ detailType }) => detailType === DETAIL_TYPES[type]).map(({ detail }) => detail);
    }

    get events() {
        return this.aws.world.events.map(({ detailType, source, detail }) => ({
            source,
            detailType,
            detail: JSON.parse(detail) as Record<string, string>,
        }));
    }

    /** The messages that COMPLETED tasks have brought into the bucket. */
    exported(logGroupName: string): string[] {
        const { objects } = this.aws.world.buckets[this.plan.bucketName];
        const folders = this.completedTasksOf(logGroupName).map((task) => folderOf(this.placeOf(task)));
        return Object.keys(objects)
            .filter((key) => folders.some((folder) => key.startsWith(folder)) && key.endsWith(".gz"))
            .flatMap((key) => linesOf(objects[key][0].body));
    }

    completedTasksOf(logGroupName: string): ExportTask[] {
        return this.tasksOf(logGroupName).filter((task) => statusOf(task).code === "COMPLETED");
    }

    placeOf({ destinationPrefix, taskId }: ExportTask): Place {
        return { destination: this.plan.bucketName, destinationPrefix, taskId };
    }

    /** The manifest that the machine wrote of a task; undefined if none is there, or none that can be relied on. */
    manifestOf(task: ExportTask): Manifest | undefined {
        const { objects } = this.aws.world.buckets[this.plan.bucketName];
        const [version] = objects[manifestKey(this.placeOf(task), MACHINE_NAME)] ?? [];
        return parseManifest(version && Buffer.from(version.body, "base64").toString());
    }

    /** What the bucket holds of a task, as ExportTask sees it. */
    contentsOf(task: ExportTask): Promise<Contents> {
        const { objects } = this.aws.world.buckets[this.plan.bucketName];
        const list: S3Api["list"] = async function* (_bucket, prefix) {
            for (const key of Object.keys(objects).filter((one) => one.startsWith(prefix))) {
                const [{ size, etag, lastModified }] = objects[key];
                yield await Promise.resolve({ key, bytes: size, etag, modified: lastModified });
            }
        };
        return contentsOf({ list } as S3Api, this.placeOf(task));
    }

    /** A manifest lies beside all objects, agrees with them, and manifests cover everything before the checkpoint. */
    async assertManifests(logGroupName: string, from = this.plan.from): Promise<void> {
        const ranges: Manifest[] = [];
        for (const task of this.completedTasksOf(logGroupName)) {
            const [manifest, contents] = [this.manifestOf(task), await this.contentsOf(task)];
            const what = `${logGroupName}, task ${task.taskId}`;
            if (!manifest) {
                assert.equal(contents.objectCount, 0, `no manifest: ${what}`);
                continue;
            }
            assert.ok(agrees(manifest, contents), what);
            const { objectCount, byteCount, owners } = contents;
            assert.deepEqual([manifest.objectCount, manifest.byteCount], [objectCount, byteCount], what);
            assert.deepEqual(owners, [MACHINE_NAME]);
            const { taskId, creationTime } = task;
            assert.deepEqual(
                [manifest.logGroupName, manifest.from, manifest.to, manifest.task.taskId, manifest.task.creationTime],
                [logGroupName, task.from, task.to, taskId, creationTime],
            );
            ranges.push(manifest);
        }
        let covered = from;
        for (const { from: begin, to } of ranges.sort((a, b) => a.from - b.from)) {
            if (begin <= covered) covered = Math.max(covered, to);
        }
        assert.equal(covered, this.exportedTo(logGroupName), `manifests of ${logGroupName}`);
    }

    /** Everything before the checkpoint is exported exactly once, and nothing else is. */
    assertExactlyOnce(logGroupName: string, from = this.plan.from): void {
        const to = this.exportedTo(logGroupName);
        const { streams } = this.aws.world.logs[`${ACCOUNT}/${REGION}`].groups[logGroupName];
        const wanted = Object.values(streams)
            .flatMap(({ events }) => events)
            .filter(({ timestamp }) => timestamp >= from && timestamp < to)
            .map(({ message }) => message);
        assert.deepEqual(
            this.exported(logGroupName).sort(),
            wanted.sort(),
            `${logGroupName} up to ${new Date(to).toISOString()}`,
        );
        const open = this.tasks.filter(isActive);
        assert.deepEqual(open, [], "nothing is left running");
    }
}

function isActive(task: ExportTask): boolean {
    return ["PENDING", "RUNNING", "PENDING_CANCEL"].includes(statusOf(task).code);
}

function linesOf(body: string): string[] {
    const text = gunzipSync(Buffer.from(body, "base64")).toString().trimEnd();
    return text === "" ? [] : text.split("\n").map((line) => line.slice("2026-10-01T00:00:00.000Z ".length));
}

/** A run with the histories of all its executions. */
export function historiesOf(execution: Execution): number[] {
    return [execution.history.length, ...execution.children.flatMap(historiesOf)];
}

/** Ends a run that has to succeed. */
export function assertSucceeded({ status, error, cause }: Execution): void {
    assert.equal(status, "SUCCEEDED", `${error}: ${cause}`);
}
