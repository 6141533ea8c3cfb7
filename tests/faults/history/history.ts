import type { OpenAws, RequestRecord } from "../../../sandbox/aws";
import type { ExportTask } from "../../../sandbox/aws/logs/exportTask";
import { DAY } from "../../support/durations";
import type { PlannedGroup } from "../account";
import { folderAt, folderOf, messagesOf } from "../bucketView";
import type { StateRecord } from "../stateRecord";
import { HeldEvents } from "./heldEvents";
import { type KnownTask, knownTask } from "./knownTask";
import { exportOf, isLive } from "./recordedExport";

/** The resource and program on whose behalf a request is made. */
export interface Requester {
    readonly operation?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly record?: StateRecord;
}

/** An observation of a record after a run. */
export interface Observation {
    readonly taskId: string;
    /** Whether the run before had seen the record with another task, or had not seen it. */
    readonly isNewTask: boolean;
    readonly isVerified: boolean;
    /** When the provider last verified the export in the bucket, not from memory. */
    readonly verifiedAt: number;
    /** The events under its URI. */
    readonly found: readonly string[];
}

/** The history of a scenario. `guarantees/` checks it. */
export class History {
    readonly held = new HeldEvents();
    /** Whether a program ever lost its state. */
    hasLostState = false;
    private readonly known = new Map<string, KnownTask>();
    private readonly observations = new WeakMap<StateRecord, Observation>();
    /** The records of each program, and their URNs, after its last run. */
    private readonly before = new Map<number, ReadonlyMap<StateRecord, string>>();
    private readonly deletedByHand = new Map<string, number>();
    /** When the provider last deleted objects of a task, or tried to. */
    private readonly deleted = new Map<string, number>();
    private readonly deniedListings = new Set<string>();
    private readonly refusedDeletions = new Set<string>();
    private readonly retention = new Map<string, { readonly at: number; readonly days: number }[]>();
    /** The URNs that the last run of each program was to keep. */
    private readonly declared: (readonly string[])[] = [];
    /** Owners whose last mark was refused. The provider warned that others cannot see them. */
    private readonly unmarked = new Set<string>();
    /** Records whose deletion has begun: they own nothing any more, even if it does not end. */
    private readonly givenUp = new WeakSet<StateRecord>();

    constructor(
        readonly aws: OpenAws,
        private readonly groups: readonly PlannedGroup[],
        private readonly states: () => readonly StateRecord[][],
    ) {}

    // Events

    /** A run begins that deletes everything but these resources. */
    runBegins(program: number, declared: readonly string[]): void {
        this.declared[program] = declared;
    }

    /** @param by the requesting export, if known. */
    requested({ operation, outcome, parameters, time }: RequestRecord, by: Requester = {}): void {
        if (operation === "CreateExportTask") this.learnTasks(by.inputs);
        if (by.operation === "delete" && by.record) this.givenUp.add(by.record);
        const { Prefix = "", prefix = "", Key = "" } = parameters as { Prefix?: string; prefix?: string; Key?: string };
        const marked = /\/_export-(.*)\.json$/.exec(Key)?.[1];
        if (operation === "PutObject" && marked !== undefined) {
            // A mark that comes after a deletion began is not seen by it; its owner looks again, and exports again.
            const isInTime = this.deleted.get(String(parameters.Key).split("/").at(-2) ?? "") === undefined;
            if (outcome === "OK" && isInTime) this.unmarked.delete(marked);
            else this.unmarked.add(marked);
        }
        const isDeletionMark = Key.endsWith("/_deleting");
        if (isDeletionMark) this.deletionSeen(Key.split("/").at(-2) ?? "", time);
        if (outcome === "OK") return;
        if (operation === "ListObjectsV2") this.deniedListings.add(Prefix || prefix);
        if (isDeletionMark || operation.startsWith("Delete") || operation === "ListObjectVersions")
            this.refusedDeletions.add(Key || Prefix || prefix);
    }

    /** A request deleted these keys. */
    objectsDeleted(keys: readonly string[], bucket: string, now: number): void {
        for (const known of this.known.values()) {
            if (deletedOf(known, keys, bucket).length > 0) this.deletionSeen(known.task.taskId, now);
        }
    }

    /** A request was to delete these keys, and they are still there. */
    objectsSpared(keys: readonly string[]): void {
        keys.forEach((key) => this.refusedDeletions.add(key));
    }

    objectsDeletedByHand(taskId: string, events: readonly string[], now: number): void {
        this.held.drop(events);
        this.excuseLosses(taskId, now);
    }

    /** Missing objects of a task are not the provider's fault from now on, until it checks the export again. */
    excuseLosses(taskId: string, now: number): void {
        this.deletedByHand.set(taskId, now);
        for (const [program, records] of this.states().entries()) {
            for (const record of records) {
                if (exportOf(record).taskId === taskId) this.held.releaseResource(program, record.urn);
            }
        }
    }

    stateLost(program: number): void {
        this.hasLostState = true;
        this.before.delete(program);
    }

    retentionShortened(group: string, at: number, days: number): void {
        this.retention.set(group, [...(this.retention.get(group) ?? []), { at, days }]);
    }

    /**
     * A run ended.
     * @returns the records that left the state in it, with their URNs.
     */
    runEnded(program: number, now: number): [StateRecord, string][] {
        const records = this.recordsOf(program);
        for (const record of records) this.observations.set(record, this.observe(record, now));
        const left = [...(this.before.get(program) ?? [])].filter(([record]) => !records.includes(record));
        for (const [, urn] of left) {
            if (!records.some((one) => one.urn === urn)) this.held.releaseResource(program, urn);
        }
        this.before.set(program, new Map(records.map((record) => [record, record.urn])));
        return left;
    }

    private learnTasks(inputs?: Readonly<Record<string, unknown>>): void {
        for (const task of this.tasks()) {
            if (task.foreign || this.known.has(task.taskId)) continue;
            this.known.set(task.taskId, knownTask(task, inputs));
        }
    }

    private deletionSeen(taskId: string, time: number): void {
        this.deleted.set(taskId, Math.max(time, this.deleted.get(taskId) ?? 0));
    }

    private observe(record: StateRecord, now: number): Observation {
        const { taskId, verified, uri } = exportOf(record);
        const last = this.observations.get(record);
        const isNewTask = last?.taskId !== taskId;
        const isLooked = isNewTask || !last.isVerified; // a refresh asks nothing about an export that is done
        return {
            taskId,
            isNewTask,
            isVerified: verified,
            verifiedAt: isLooked && verified ? now : (last?.verifiedAt ?? 0),
            found: taskId === "" ? [] : messagesOf(this.aws.world, folderAt(uri)),
        };
    }

    // Queries

    /** All tasks of the service, including those of other users. */
    tasks(): ExportTask[] {
        return Object.values(this.aws.world.logs).flatMap(({ tasks }) => tasks);
    }

    /** The tasks that the provider started. */
    knownTasks(): KnownTask[] {
        return [...this.known.values()];
    }

    knownTask(taskId: string): KnownTask | undefined {
        return this.known.get(taskId);
    }

    /** By program. */
    records(): readonly StateRecord[][] {
        return this.states();
    }

    recordsOf(program: number): readonly StateRecord[] {
        return this.states()[program];
    }

    liveRecords(): StateRecord[] {
        return this.states().flat().filter(isLive);
    }

    observed(record: StateRecord): Observation | undefined {
        return this.observations.get(record);
    }

    /** The events under a record's URI after the last run. */
    found(record: StateRecord): readonly string[] {
        return this.observed(record)?.found ?? [];
    }

    group(name: string): PlannedGroup | undefined {
        return this.groups.find((one) => one.name === name);
    }

    /** The oldest timestamp within a log group's retention at a time. */
    oldestKept(group: string, at: number): number {
        const rules = (this.retention.get(group) ?? []).filter((rule) => rule.at <= at);
        return rules.length === 0 ? 0 : at - rules[rules.length - 1].days * DAY;
    }

    deletedByHandAt(taskId: string): number | undefined {
        return this.deletedByHand.get(taskId);
    }

    deletedAt(taskId: string): number | undefined {
        return this.deleted.get(taskId);
    }

    wasListingDenied(prefix: string): boolean {
        return [...this.deniedListings].some((one) => one.startsWith(prefix));
    }

    wasDeletionRefused(prefix: string): boolean {
        return [...this.refusedDeletions].some((one) => one.startsWith(prefix));
    }

    isGivenUp(record: StateRecord): boolean {
        return this.givenUp.has(record);
    }

    isMarkRefused(record: StateRecord): boolean {
        return this.unmarked.has(exportOf(record).owner ?? "");
    }

    /** Whether a program's last run was to keep a resource. */
    isDeclared(program: number, urn: string): boolean {
        return this.declared[program]?.includes(urn) ?? false;
    }
}

/** The keys among those deleted that lay in a task's folder. */
export function deletedOf({ task }: KnownTask, keys: readonly string[], bucket: string): string[] {
    const folder = folderOf(task);
    return keys.filter((key) => folder.bucket === bucket && key.startsWith(folder.prefix));
}
