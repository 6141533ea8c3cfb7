import * as assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { type S3Api } from "../../../providers/aws/s3";
import { type Contents, contentsOf } from "../../../providers/exportTask/run/contents";
import { agrees, type Manifest, parseManifest } from "../../../providers/exportTask/run/manifest";
import { manifestKey } from "../../../providers/exportTask/run/marks";
import { folderOf, type Place } from "../../../providers/exportTask/run/objects";
import { type MachinePlan } from "../../../components/scheduledLogExport/machine/plan";
import { type MetricName } from "../../../components/scheduledLogExport/machine/run/metrics";
import { DETAIL_TYPES } from "../../../components/scheduledLogExport/machine/visit/events";
import { type OpenAws } from "../../../sandbox/aws";
import { type ExportTask, statusOf } from "../../../sandbox/aws/logs/exportTask";
import { ACCOUNT, MACHINE_NAME, REGION } from "./plan";

/** The results of runs in the account (tasks, objects, checkpoints, messages), with assertions on them. */
export abstract class Archive {
    abstract readonly aws: OpenAws;
    abstract readonly plan: MachinePlan;
    /** Tasks that the service has forgotten since; see `forgetTasksBefore`. */
    private readonly forgotten: ExportTask[] = [];

    /** The export tasks, foreign ones left out. */
    get tasks(): ExportTask[] {
        const listed = this.aws.world.logs[`${ACCOUNT}/${REGION}`]?.tasks ?? [];
        return [...this.forgotten, ...listed].filter(({ foreign }) => !foreign);
    }

    tasksOf(logGroupName: string): ExportTask[] {
        return this.tasks.filter((task) => task.logGroupName === logGroupName);
    }

    /** The service does not document how long it lists finished tasks. */
    forgetTasksBefore(time: number): void {
        const region = this.aws.world.logs[`${ACCOUNT}/${REGION}`];
        const isOld = (task: ExportTask) => task.creationTime < time && !isActive(task);
        this.forgotten.push(...region.tasks.filter(isOld));
        // A new list, because the sandbox caches for each list how many of its first tasks have ended.
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

    /** The published values of a metric, oldest first. */
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

    /** The messages that COMPLETED tasks have exported. */
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

    /** The manifest that the machine wrote for a task. Undefined if there is no valid one. */
    manifestOf(task: ExportTask): Manifest | undefined {
        const { objects } = this.aws.world.buckets[this.plan.bucketName];
        const [version] = objects[manifestKey(this.placeOf(task), MACHINE_NAME)] ?? [];
        return parseManifest(version && Buffer.from(version.body, "base64").toString());
    }

    /** A task's objects in the bucket, as ExportTask sees them. */
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

    /** Every export has a manifest that matches its objects, and manifests cover everything before the checkpoint. */
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
