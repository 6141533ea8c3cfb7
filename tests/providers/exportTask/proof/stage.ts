import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Access } from "../../../../providers/aws/access";
import { connect } from "../../../../providers/aws/clients";
import { type Clock } from "../../../../providers/clock";
import { type ExportTaskInputs } from "../../../../providers/exportTask/inputs";
import { type Fault } from "../../../../sandbox/aws";
import { messagesUnder } from "../../../faults/bucketContents";
import {
    type Account,
    ACCOUNT,
    BUCKET,
    eventsIn,
    exportInputs,
    NOW,
    openAccount,
    RANGE,
    REGION,
} from "../../../support/account";
import { initError } from "../lifecycle/initError";

/** A log group whose export is three objects. */
export const THREE_STREAMS = "/app/three";

/** An account and the engine's record of one resource. Every operation runs in a new process. */
export class Stage {
    account!: Account;

    async open(options: Parameters<typeof openAccount>[0] = {}): Promise<void> {
        this.account = await openAccount(options);
        // The SDK's own retries, in real time, would hide those of the provider.
        const once = { disableClockSkewCorrection: true, maxAttempts: 1 };
        Object.assign(this.account.surroundings, {
            connect: (access: Access, clock: Clock) => connect(access, clock, once),
        });
        const streams = ["a", "b", "c"].map((name) => ({ name, events: eventsIn(RANGE.from, RANGE.to, 10) }));
        this.account.aws.seed({ logGroups: [{ name: THREE_STREAMS, region: REGION, streams }] });
    }

    close(): Promise<void> {
        return this.account.close();
    }

    inputs(changes: Partial<ExportTaskInputs> = {}): ExportTaskInputs {
        return exportInputs({ logGroupName: THREE_STREAMS, destinationPrefix: "a", ...changes });
    }

    create(changes: Partial<ExportTaskInputs> = {}) {
        return this.account.provider().create(this.inputs(changes));
    }

    /** Replaces like the engine if an input requires it: diff, create, then delete the old one. */
    async replace(old: { id: string; outs: object }, changes: Partial<ExportTaskInputs>) {
        const provider = this.account.provider();
        const news = this.inputs(changes);
        const { replaces } = await provider.diff(old.id, old.outs as never, { ...news });
        const created = await provider.create(news);
        const deletion = await provider.delete(old.id, old.outs as never).then(
            () => undefined,
            (error: Error) => error,
        );
        return { ...created, replaces, deletion };
    }

    /** With `--replace` the engine requests no diff: check, create, then delete the old one. */
    async replaceOnCommand(old: { id: string; outs: object }, changes: Partial<ExportTaskInputs>) {
        const provider = this.account.provider();
        const news = this.inputs(changes);
        const { failures } = await provider.check(undefined, { ...news }); // as if it were new
        const created = await provider.create(news);
        await provider.delete(old.id, old.outs as never);
        return { ...created, failures };
    }

    failing(changes: Partial<ExportTaskInputs> = {}) {
        return initError(this.create(changes));
    }

    inject(fault: Fault): string {
        return this.account.aws.faults.inject(fault);
    }

    refuse(operation: string, code = "AccessDenied", times = 1_000): string {
        return this.inject({ operation, times, effect: { kind: "error", code, status: 403 } });
    }

    tasks() {
        return this.account.aws.control.tasks();
    }

    get objects() {
        return this.account.aws.world.buckets[BUCKET].objects;
    }

    /** The names in a folder under the bucket. */
    names(folder: string): string[] {
        const isThere = (key: string) => !this.objects[key][0].deleteMarker;
        return Object.keys(this.objects)
            .filter((key) => key.startsWith(folder) && isThere(key))
            .map((key) => key.slice(folder.length))
            .sort();
    }

    /** Exported objects in a folder. */
    data(folder: string): string[] {
        return this.names(folder).filter((name) => !name.startsWith("_"));
    }

    /** A user deletes objects. */
    removeByHand(keys: (key: string) => boolean): void {
        for (const key of Object.keys(this.objects)) if (keys(key)) delete this.objects[key];
    }

    /** Adds an object, as a failed task does. */
    async put(Key: string): Promise<void> {
        await new S3Client({ region: REGION }).send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "part" }));
    }

    private get groups() {
        return this.account.aws.world.logs[`${ACCOUNT}/${REGION}`].groups;
    }

    /** Sets the log group's retention. */
    setRetention(name: string, days: number): void {
        this.groups[name].retentionInDays = days;
    }

    /** Events that arrive now, in the first stream. */
    addEvents(name: string, events: readonly { timestamp: number; message: string }[]): void {
        const [stream] = Object.values(this.groups[name].streams);
        const ingestionTime = this.account.clock.now();
        stream.events.push(...events.map((event) => ({ ...event, ingestionTime })));
    }

    removeGroup(name: string): void {
        delete this.groups[name];
    }

    /** Deletes the log group and creates another with its name. */
    recreateGroup(name: string): void {
        this.groups[name] = { ...this.groups[name], creationTime: NOW };
    }

    messages(uri: string): string[] {
        return messagesUnder(this.account.aws, uri);
    }

    requests(operation: string) {
        return this.account.aws.requests.filter((request) => request.operation === operation);
    }

    get said(): string {
        return this.account.said.join("\n");
    }
}

export const isData = (key: string) => !/\/_[^/]+$/.test(key) && !key.endsWith("aws-logs-write-test");
