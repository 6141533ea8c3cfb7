import type { OpenAws, RequestRecord } from "../../sandbox/aws";
import { nameOf } from "../../sandbox/engine/urn";
import { statusOf, type ExportTask } from "../../sandbox/aws/logs/exportTask";
import { allKeys, currentKeys, folderAt, folderOf, isData, isOwnersMark, messagesOf, removeKeys } from "./bucketView";
import type { Incident } from "./scenario";
import type { PlannedGroup } from "./account";
import type { StateRecord } from "./stateRecord";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEFAULT_SETTLE_HOURS = 12;
/** Within this time after a task's end a provider that watches it has looked into the bucket. */
const FIRST_LOOK_MS = 15 * 60_000;

/** What a record says, as far as it is asked for here. */
interface Said {
    readonly taskId: string;
    readonly status: string;
    readonly verified: boolean;
    readonly uri: string;
    readonly objectCount?: number;
    readonly logGroupName: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly series?: string;
    readonly settleHours?: number;
    readonly removalPolicy?: string;
    /** Names the resource in its mark beside the data. */
    readonly owner?: string;
}

/** On whose behalf a request is made. */
export interface Asking {
    readonly operation?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly record?: StateRecord;
}

interface Asked {
    readonly from: number;
    readonly to: number;
    readonly triggers?: string;
    readonly settleHours?: number;
}

const saidBy = ({ outputs }: StateRecord) => outputs as unknown as Said;

/** What is known of a record beside what it says. */
interface Watched {
    taskId: string;
    isVerified: boolean;
    /** When the provider last said, from a look and not from memory, that the export is verified. */
    lookedAt: number;
    /** What lay under its URI when it was last looked at. */
    found: readonly string[];
}

/** Who asked S3 to delete something. */
export interface Deleter {
    readonly name: string;
    readonly record?: StateRecord;
}

/** What the provider's tasks were started for. */
interface KnownTask {
    readonly task: ExportTask;
    /** Everything that decides what an export holds and where it lies, triggers included: two tasks of one class repeat each other. */
    readonly kind: string;
    readonly settleHours: number;
}

/**
 * Everything that happened, and what must hold because of it: the four properties of docs/reliability.md.
 *
 * | property                                                    | looked at                  |
 * |-------------------------------------------------------------|----------------------------|
 * | what says verified holds the events that were available     | after every run            |
 * | no event twice under one prefix, unless asked by triggers   | at rest                    |
 * | no owner loses an object through another's delete           | at every deletion          |
 * | what was ever verified is somewhere, unless it was to go    | after every run            |
 * | every declared export ends verified                         | at rest                    |
 */
export class History {
    private readonly known = new Map<string, KnownTask>();
    private readonly watched = new WeakMap<StateRecord, Watched>();
    private readonly before = new Map<number, ReadonlyMap<StateRecord, string>>();
    private readonly handHits = new Map<string, number>();
    /** When the provider last deleted something of a task, or was about to. */
    private readonly deletedFrom = new Map<string, number>();
    private readonly deniedListings = new Set<string>();
    private readonly refusedDeletions = new Set<string>();
    private readonly retention = new Map<string, { readonly at: number; readonly days: number }[]>();
    /** By program, name and range: the events that a verified export held. */
    private readonly held = new Map<string, Set<string>>();
    /** What the last run of each program was to keep. */
    private readonly declared: (readonly string[])[] = [];
    /** Owners whose last mark was refused: the provider told so, and that others cannot see them. */
    private readonly unmarked = new Set<string>();
    /** Whose deletion has begun: they are owners no more, even if it does not end. */
    private readonly givenUp = new WeakSet<StateRecord>();
    private hasLostState = false;

    constructor(
        private readonly aws: OpenAws,
        private readonly groups: readonly PlannedGroup[],
        private readonly states: () => readonly StateRecord[][],
        /** Hears of what is no violation, but worth a figure. */
        private readonly note: (what: string) => void,
    ) {}

    /** @param by the export that asks, where that is known. */
    requested({ operation, outcome, parameters, time }: RequestRecord, by: Asking = {}): void {
        if (operation === "CreateExportTask") this.learnTasks(by.inputs);
        if (by.operation === "delete" && by.record) this.givenUp.add(by.record);
        const marked = /\/_export-(.*)\.json$/.exec(String(parameters.Key))?.[1];
        if (operation === "PutObject" && marked !== undefined) {
            if (outcome === "OK") this.unmarked.delete(marked);
            else this.unmarked.add(marked);
        }
        if (String(parameters.Key).endsWith("/_deleting")) this.deletionBegan(String(parameters.Key), time);
        if (outcome === "OK") return;
        const { Prefix = "", prefix = "", Key = "" } = parameters as { Prefix?: string; prefix?: string; Key?: string };
        if (operation === "ListObjectsV2") this.deniedListings.add(Prefix || prefix);
        if (Key.endsWith("/_deleting") || operation.startsWith("Delete") || operation === "ListObjectVersions")
            this.refusedDeletions.add(Key || Prefix || prefix);
    }

    private learnTasks(inputs?: Readonly<Record<string, unknown>>): void {
        for (const task of this.tasks()) {
            if (task.foreign || this.known.has(task.taskId)) continue;
            // Where nobody says what the task is for, the hash in its name tells one set of triggers from another.
            const asked = { from: task.from, to: task.to, triggers: task.taskName?.slice(-32), ...inputs } as Asked;
            const { from, to, triggers, settleHours = DEFAULT_SETTLE_HOURS } = asked;
            const { region, logGroupName, logStreamNamePrefix, destination, destinationPrefix } = task;
            const kind = [
                region,
                logGroupName,
                logStreamNamePrefix,
                from,
                to,
                destination,
                destinationPrefix,
                triggers,
            ];
            this.known.set(task.taskId, { task, kind: JSON.stringify(kind), settleHours });
        }
    }

    private deletionBegan(key: string, time: number): void {
        const taskId = key.split("/").at(-2) ?? "";
        this.deletedFrom.set(taskId, Math.max(time, this.deletedFrom.get(taskId) ?? 0));
    }

    private tasks(): ExportTask[] {
        return Object.values(this.aws.world.logs).flatMap(({ tasks }) => tasks);
    }

    stateLost(program: number): void {
        this.hasLostState = true;
        this.before.delete(program);
    }

    retentionShortened(group: string, at: number, days: number): void {
        this.retention.set(group, [...(this.retention.get(group) ?? []), { at, days }]);
    }

    /** Whether there was anything to delete. */
    deleteByHand({ what, which }: Extract<Incident, { kind: "objects deleted by hand" }>, now: number): boolean {
        const { world } = this.aws;
        const completed = [...this.known.values()].filter(({ task }) => {
            const { code, at } = statusOf(task);
            const keys = currentKeys(world, folderOf(task));
            // Nobody can tell what is deleted in the moment between the task's end and the first look.
            const isSeen = keys.some(isOwnersMark) || now - at > FIRST_LOOK_MS;
            return code === "COMPLETED" && isSeen && keys.some(isData);
        });
        if (completed.length === 0) return false;
        const { task } = completed[which % completed.length];
        const folder = folderOf(task);
        const keys = currentKeys(world, folder);
        const data = keys.filter(isData);
        // Whether a part is missing can be told where the evidence says what there was, and not otherwise.
        const isTelling = this.live().some(
            (record) => saidBy(record).taskId === task.taskId && saidBy(record).verified,
        );
        const isMarked = keys.some(isOwnersMark) || !this.writesMarks();
        const part =
            what === "some data" && isTelling && isMarked ? data.slice(0, Math.max(1, data.length >> 1)) : data;
        const before = messagesOf(world, folder);
        removeKeys(world, folder.bucket, what === "everything" ? keys : part, now);
        const left = new Set(messagesOf(world, folder));
        for (const messages of this.held.values()) before.forEach((one) => !left.has(one) && messages.delete(one));
        this.forgive(task.taskId, now);
        return true;
    }

    /** What is missing of a task from now on is nobody's fault, until its export is looked at again. */
    private forgive(taskId: string, now: number): void {
        this.handHits.set(taskId, now);
        const holders = this.recordsHolding(taskId);
        for (const key of [...this.held.keys()]) {
            if (holders.some((name) => key.startsWith(name))) this.held.delete(key);
        }
    }

    private recordsHolding(taskId: string): string[] {
        return this.states().flatMap((records, program) =>
            records.filter((record) => saidBy(record).taskId === taskId).map(({ urn }) => `${program} ${urn} `),
        );
    }

    private writesMarks(): boolean {
        return this.aws.requests.some(({ parameters }) => /\/_export-/.test(String(parameters.Key ?? "")));
    }

    private live(): StateRecord[] {
        return this.states()
            .flat()
            .filter((record) => !record.delete && !record.pendingReplacement);
    }

    /** A run begins that deletes everything but these resources. */
    begin(program: number, declared: readonly string[]): void {
        this.declared[program] = declared;
    }

    /** Keys that a request was to delete, and that are still there. */
    spared(keys: readonly string[]): void {
        keys.forEach((key) => this.refusedDeletions.add(key));
    }

    /** Keys that a request deleted, and whose they were. */
    lost(keys: readonly string[], bucket: string, by: Deleter, now: number): string[] {
        const problems: string[] = [];
        for (const { task } of this.known.values()) {
            const folder = folderOf(task);
            const gone = keys.filter((key) => folder.bucket === bucket && key.startsWith(folder.prefix));
            if (gone.length === 0) continue;
            this.deletedFrom.set(task.taskId, now);
            if (statusOf(task).code === "FAILED" || statusOf(task).code === "CANCELLED") continue;
            const others = this.live().filter(
                (one) => one !== by.record && saidBy(one).taskId === task.taskId && !this.givenUp.has(one),
            );
            // Nobody can see an owner in another state, or one that leaves this one, if it was not allowed to leave its mark.
            const home = this.states().findIndex((records) => by.record && records.includes(by.record));
            const isUnseen = (one: StateRecord) =>
                this.unmarked.has(saidBy(one).owner ?? "") &&
                !(this.states()[home]?.includes(one) && this.declared[home]?.includes(one.urn));
            const [unseen, seen] = [true, false].map((is) => others.filter((one) => isUnseen(one) === is));
            if (unseen.length > 0) {
                this.note("objects lost by an owner whose mark was refused");
                this.forgive(task.taskId, now);
            }
            const owners = seen.map((record) => saidBy(record).owner ?? "");
            const harmed = gone.filter(
                (key) => isData(key) || owners.some((owner) => key.endsWith(`_export-${owner}.json`)),
            );
            if (seen.length === 0 || harmed.length === 0) continue;
            if (this.handHits.has(task.taskId)) {
                this.note("objects lost by an owner whose mark somebody had deleted");
                continue;
            }
            problems.push(
                `${by.name} deleted ${harmed.length} objects of task ` +
                    `${task.taskId}, which ${seen.map(({ urn }) => nameOf(urn)).join(", ")} owns: ${harmed[0]}`,
            );
        }
        return problems;
    }

    /**
     * What must hold after every run, whatever went wrong in it.
     * @param deleteFirst URNs that are deleted before they are replaced: then nothing is there for a while.
     */
    afterRun(program: number, deleteFirst: ReadonlySet<string>, now: number): string[] {
        const records = this.states()[program];
        const problems: string[] = [];
        for (const record of records) problems.push(...this.watch(record, now));
        for (const [record, urn] of this.before.get(program) ?? []) {
            if (records.includes(record)) continue;
            problems.push(...this.checkRemoved(record, urn, program, deleteFirst.has(urn)));
            if (!records.some((one) => one.urn === urn)) this.forget(`${program} ${urn} `);
        }
        this.before.set(program, new Map(records.map((record) => [record, record.urn])));
        problems.push(...this.checkHeld(program, records, deleteFirst));
        return problems;
    }

    private watch(record: StateRecord, now: number): string[] {
        const { taskId, verified } = saidBy(record);
        const last = this.watched.get(record);
        const isLooked = !last || last.taskId !== taskId || !last.isVerified; // a refresh asks nothing about an export that is done
        const lookedAt = isLooked && verified ? now : (last?.lookedAt ?? 0);
        const found = taskId === "" ? [] : messagesOf(this.aws.world, folderAt(saidBy(record).uri));
        this.watched.set(record, { taskId, isVerified: verified, lookedAt, found });
        if (!verified || record.delete || record.pendingReplacement) return [];
        const problems = this.checkVerified(record);
        if (!last || last.taskId !== taskId) problems.push(...this.checkSettled(record));
        return problems;
    }

    /** What says verified holds exactly the events that were available. */
    private checkVerified(record: StateRecord, isAtRest = false): string[] {
        const { lookedAt = 0, found = [] } = this.watched.get(record) ?? {};
        const said = saidBy(record);
        const { taskId } = said;
        const told = (what: string) => `${nameOf(record.urn)} says verified (task ${taskId || "none"}), but ${what}`;
        if (taskId === "") return [];
        const task = this.tasks().find((one) => one.taskId === taskId);
        if (!task) return [told("the service knows no such task")];
        if (said.status !== "COMPLETED") return [told(`its status in the state is ${said.status}`)];
        const { code } = statusOf(task);
        if (code !== "COMPLETED") return [told(`the task is ${code}`)];
        if (task.logGroupName !== said.logGroupName || task.from > said.from || task.to < said.to) {
            return [told("the task exported something else")];
        }
        // A state cannot tell of what was done to the objects since, be it by hand or by a deletion that did not end.
        if ((this.handHits.get(taskId) ?? -1) >= lookedAt) return [];
        if (!isAtRest && (this.deletedFrom.get(taskId) ?? -1) >= lookedAt) return [];
        const { least, most } = this.available(task);
        const present = new Set(found);
        const missing = least.filter((message) => !present.has(message));
        const strange = found.filter((message) => !most.has(message));
        const problems: string[] = [];
        if (missing.length > 0) problems.push(told(`${missing.length} events of ${least.length} are not there`));
        if (strange.length > 0) problems.push(told(`${strange.length} events are not of its range`));
        if (present.size < found.length) problems.push(told(`${found.length - present.size} events are there twice`));
        const objects = currentKeys(this.aws.world, folderAt(said.uri)).filter(isData).length;
        if (said.objectCount !== undefined && said.objectCount !== objects) {
            problems.push(told(`it counts ${said.objectCount} objects, and there are ${objects}`));
        }
        return problems;
    }

    /** No data of an export is from before it was settled, unless the declaration that made the record allowed it. */
    private checkSettled(record: StateRecord): string[] {
        const { taskId, to } = saidBy(record);
        const known = this.known.get(taskId);
        if (!known) return [];
        const { settleHours = DEFAULT_SETTLE_HOURS } = record.inputs as { settleHours?: number };
        const hours = (known.task.creationTime - to) / HOUR;
        if (hours >= settleHours) return [];
        return [
            `${nameOf(record.urn)} says verified, but its task was created ${hours.toFixed(1)} h after the range, not ${settleHours} h`,
        ];
    }

    /** What a task has to hold (there when it was created, and to its end), and what it can hold. */
    private available(task: ExportTask): { least: string[]; most: Set<string> } {
        const group = this.groups.find(({ name }) => name === task.logGroupName);
        if (!group) return { least: [], most: new Set() };
        const endedAt = statusOf(task).at;
        const inRange = [...group.events.map((event) => ({ ...event, arrivesAt: 0 })), ...group.late].filter(
            ({ stream, timestamp }) =>
                stream.startsWith(task.logStreamNamePrefix ?? "") && timestamp >= task.from && timestamp < task.to,
        );
        const least = inRange.filter(
            ({ timestamp, arrivesAt }) =>
                arrivesAt <= task.creationTime && timestamp >= this.oldestKept(group.name, endedAt),
        );
        return {
            least: least.map(({ message }) => message),
            most: new Set(inRange.map(({ message }) => message)),
        };
    }

    private oldestKept(group: string, at: number): number {
        const rules = (this.retention.get(group) ?? []).filter((rule) => rule.at <= at);
        return rules.length === 0 ? 0 : at - rules[rules.length - 1].days * DAY;
    }

    /** What was ever verified under a name is somewhere, while the name declares the same range. */
    private checkHeld(program: number, records: readonly StateRecord[], deleteFirst: ReadonlySet<string>): string[] {
        const keys = new Set<string>();
        const problems: string[] = [];
        for (const record of records.filter((one) => !one.delete && !one.pendingReplacement)) {
            const { logGroupName, logStreamNamePrefix = "", from, to, verified } = saidBy(record);
            const key = `${program} ${record.urn} ${logGroupName} ${logStreamNamePrefix} ${from} ${to}`;
            keys.add(key);
            if (deleteFirst.has(record.urn) || this.givenUp.has(record)) {
                this.held.delete(key);
                continue;
            }
            const found = this.watched.get(record)?.found ?? [];
            const held = this.held.get(key) ?? new Set();
            if (held.size > 0 && verified) {
                const everywhere = new Set(this.everything());
                const lost = [...held].filter((message) => !everywhere.has(message));
                if (lost.length > 0) {
                    problems.push(
                        `${nameOf(record.urn)}: ${lost.length} events that it held once are nowhere any more`,
                    );
                    this.held.delete(key);
                    continue;
                }
            }
            if (verified) this.held.set(key, new Set([...held, ...found]));
        }
        // A name that declares another range asks for that; one whose state was lost still owns what it held.
        for (const { urn } of records) this.forget(`${program} ${urn} `, keys);
        return problems;
    }

    private forget(name: string, except: ReadonlySet<string> = new Set()): void {
        for (const key of [...this.held.keys()]) {
            if (key.startsWith(name) && !except.has(key)) this.held.delete(key);
        }
    }

    private everything(): string[] {
        return Object.keys(this.aws.world.buckets).flatMap((bucket) =>
            messagesOf(this.aws.world, { bucket, prefix: "" }),
        );
    }

    /** A record that left the state: its objects stay or go, as was declared, unless others own them. */
    private checkRemoved(record: StateRecord, urn: string, program: number, isDeletedFirst: boolean): string[] {
        const { taskId, uri, removalPolicy, status } = saidBy(record);
        if (!taskId) return [];
        const { world } = this.aws;
        const folder = folderAt(uri);
        const told = (what: string) => `${nameOf(urn)} (task ${taskId}) left the state: ${what}`;
        const last = this.watched.get(record);
        if (removalPolicy !== "delete") {
            const hit = this.handHits.get(taskId);
            const present = new Set(messagesOf(world, folder));
            const lost = (last?.found ?? []).filter((message) => !present.has(message));
            // What a task wrote before it failed goes once another owner of the same export has the whole of it.
            const isComplete = this.tasks().some(
                (task) => task.taskId === taskId && statusOf(task).code === "COMPLETED",
            );
            const isMarked = !this.unmarked.has(saidBy(record).owner ?? "");
            if (lost.length > 0 && !isMarked) this.note("objects lost by an owner whose mark was refused");
            return isComplete && isMarked && lost.length > 0 && hit === undefined
                ? [told(`${lost.length} events that it was to retain are gone`)]
                : [];
        }
        const keys = allKeys(world, folder);
        const isOwned = keys.some(isOwnersMark) || this.live().some((one) => saidBy(one).taskId === taskId);
        if (keys.length === 0 || isOwned) return [];
        if (isDeletedFirst && status === "COMPLETED") {
            this.note("objects kept because they were to be deleted before their replacement was made");
            return [];
        }
        const successor = this.states()[program].find((one) => one.urn === urn);
        const holds = new Set(successor ? this.watched.get(successor)?.found : []);
        if (successor && (last?.found ?? []).some((message) => !holds.has(message))) {
            this.note("objects kept that a replacement does not hold");
            return [];
        }
        return [told(`${keys.length} objects should be gone: ${keys[0]}`)];
    }

    /** Whether everything in a program's state is as declared. */
    isDone(program: number): boolean {
        return this.states()[program].every(
            (record) =>
                saidBy(record).status === "COMPLETED" &&
                saidBy(record).verified &&
                !record.delete &&
                !record.pendingReplacement &&
                !record.initErrors,
        );
    }

    /** What must hold when everything that is declared is done. */
    atRest(): string[] {
        const verified = this.live().flatMap((record) => this.checkVerified(record, true));
        return [...verified, ...this.checkSeries(), ...this.checkOnce(), ...this.checkSlot()];
    }

    /** The parts of a series hold every event once. */
    private checkSeries(): string[] {
        const problems: string[] = [];
        for (const [program, records] of this.states().entries()) {
            const parts = new Map<string, StateRecord[]>();
            for (const record of records) {
                const { series } = record.inputs as { series?: string };
                if (series === undefined) continue;
                const key = `${record.urn.split("::")[3].split("-").slice(0, 2).join("-")} ${saidBy(record).logGroupName} ${series}`;
                parts.set(key, [...(parts.get(key) ?? []), record]);
            }
            for (const [key, members] of parts)
                problems.push(...this.checkParts(`program ${program}: ${key}`, members));
        }
        return problems;
    }

    private checkParts(name: string, members: readonly StateRecord[]): string[] {
        const { series = "" } = members[0].inputs as { series?: string };
        const [from, to] = series.split("/").map((time) => Date.parse(time));
        const group = this.groups.find((one) => one.name === saidBy(members[0]).logGroupName);
        if (!group || members.some(({ outputs }) => this.handHits.has((outputs as unknown as Said).taskId))) return [];
        const tasks = members
            .map((record) => this.known.get(saidBy(record).taskId)?.task)
            .filter((task) => task !== undefined);
        const until = Math.max(0, ...tasks.map((task) => statusOf(task).at));
        const found = members.flatMap((record) => this.watched.get(record)?.found ?? []);
        const present = new Set(found);
        const { logStreamNamePrefix = "" } = saidBy(members[0]);
        const missing = group.events.filter(
            ({ stream, timestamp, message }) =>
                stream.startsWith(logStreamNamePrefix) &&
                timestamp >= from &&
                timestamp < to &&
                timestamp >= group.creationTime - 14 * DAY &&
                timestamp >= this.oldestKept(group.name, until) &&
                !present.has(message),
        );
        const problems: string[] = [];
        if (missing.length > 0) problems.push(`${name}: ${missing.length} events are in no part`);
        if (present.size < found.length)
            problems.push(`${name}: ${found.length - present.size} events are in two parts`);
        return problems;
    }

    /** No event twice under one prefix. */
    private checkOnce(): string[] {
        const { world } = this.aws;
        const kinds = new Map<string, KnownTask[]>();
        for (const known of this.known.values()) kinds.set(known.kind, [...(kinds.get(known.kind) ?? []), known]);
        const problems: string[] = [];
        for (const same of kinds.values()) {
            const seen = new Map<string, KnownTask>();
            const pairs = new Map<string, number>();
            for (const known of same) {
                for (const message of messagesOf(world, folderOf(known.task))) {
                    const other = seen.get(message);
                    if (!other) seen.set(message, known);
                    else if (other !== known) {
                        const pair = `${other.task.taskId} ${known.task.taskId}`;
                        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
                    }
                }
            }
            for (const [pair, count] of pairs) {
                const [first, second] = pair.split(" ").map((id) => this.known.get(id) as KnownTask);
                const excuse = this.excuseFor(first, second);
                if (excuse) this.note(`events twice: ${excuse}`);
                else {
                    const { taskId, logGroupName, destinationPrefix } = first.task;
                    problems.push(
                        `${count} events of ${logGroupName} are twice under ${destinationPrefix}/: in task ${taskId} ` +
                            `(${statusOf(first.task).code}) and in ${second.task.taskId} (${statusOf(second.task).code})`,
                    );
                }
            }
        }
        return problems;
    }

    /** Why the provider could not know, or was not allowed to know, that an earlier export was there. */
    private excuseFor(first: KnownTask, second: KnownTask): string | undefined {
        const { taskId, destinationPrefix, to } = { ...first.task };
        if (this.handHits.has(taskId)) return "somebody had deleted a part";
        if (first.task.creationTime < to + second.settleHours * HOUR) return "the first was not settled";
        const touches = (prefixes: ReadonlySet<string>) =>
            [...prefixes].some((one) => one.startsWith(`${destinationPrefix}/${taskId}`));
        if (touches(this.deniedListings)) return "a listing was denied";
        if (touches(this.refusedDeletions)) return "a deletion was refused";
        if (this.deletedFrom.has(taskId) && this.hasLostState) return "the state that knew of a deletion was lost";
        return undefined;
    }

    private checkSlot(): string[] {
        return this.tasks()
            .filter((task) => !["COMPLETED", "FAILED", "CANCELLED"].includes(statusOf(task).code))
            .map((task) => `task ${task.taskId} is ${statusOf(task).code} and holds the slot of ${task.region}`);
    }

    destroyed(program: number): string[] {
        return this.states()[program].map(({ urn }) => `after destroy the state still has ${nameOf(urn)}`);
    }
}
