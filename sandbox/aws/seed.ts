import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { newRole } from "./iam/role";
import { newLogGroup } from "./logs/logGroups";
import type { RetentionPolicyState } from "./logs/retentionPolicy";
import { logsOf, type LogGroupState, type AwsState } from "./state";
import { newBucket } from "./s3/bucket";

/** The initial content of the emulated AWS, as if it had been created and ingested earlier. */
export interface Seed {
    readonly logGroups?: readonly SeedLogGroup[];
    /** Empty buckets with AWS's defaults, for tests that are not about buckets. */
    readonly buckets?: readonly SeedBucket[];
    /** Retention policies of the account. */
    readonly retentionPolicies?: readonly SeedRetentionPolicy[];
    /** Roles with their policies. */
    readonly roles?: readonly SeedRole[];
}

export interface SeedRetentionPolicy extends RetentionPolicyState {
    readonly region: string;
}

export interface SeedRole {
    readonly arn: string;
    readonly policy: object;
}

export interface SeedLogGroup {
    readonly name: string;
    readonly region: string;
    /** @default the sandbox's own account */
    readonly accountId?: string;
    /** @default the earliest event, or now */
    readonly creationTime?: number;
    /** @default STANDARD */
    readonly logGroupClass?: LogGroupState["logGroupClass"];
    readonly retentionInDays?: number;
    readonly tags?: Readonly<Record<string, string>>;
    /** What DescribeLogGroups shows. @default the size of the events */
    readonly storedBytes?: number;
    readonly streams?: readonly SeedLogStream[];
}

export interface SeedLogStream {
    readonly name: string;
    readonly events?: readonly SeedEvent[];
    /** A log file. Each line becomes an event. */
    readonly file?: { readonly path: string; readonly firstTimestamp: number; readonly intervalMilliseconds?: number };
}

export interface SeedEvent {
    readonly timestamp: number;
    readonly message: string;
    /** @default the timestamp */
    readonly ingestionTime?: number;
}

export interface SeedBucket {
    readonly name: string;
    readonly region: string;
    readonly accountId?: string;
    readonly policy?: object;
    readonly versioning?: "Enabled" | "Suspended";
}

/** Adds to what exists. Nothing is removed. */
export function applySeed(world: AwsState, seed: Seed, accountId: string, now: number): void {
    for (const group of seed.logGroups ?? []) seedLogGroup(world, group, group.accountId ?? accountId, now);
    for (const { region, ...policy } of seed.retentionPolicies ?? []) {
        (logsOf(world, accountId, region).retentionPolicies ??= []).push(policy);
    }
    for (const { name, region, policy, versioning, ...rest } of seed.buckets ?? []) {
        const bucket = (world.buckets[name] ??= newBucket(name, rest.accountId ?? accountId, region, now));
        if (policy) bucket.policy = JSON.stringify(policy);
        if (versioning) bucket.versioning = versioning;
    }
    for (const { arn, policy } of seed.roles ?? []) {
        world.roles[arn] = newRole(arn, now, { assumeRolePolicy: "{}", policies: { seeded: JSON.stringify(policy) } });
    }
}

function seedLogGroup(world: AwsState, seed: SeedLogGroup, accountId: string, now: number): void {
    const streams = (seed.streams ?? []).map((stream) => ({ name: stream.name, events: eventsOf(stream) }));
    const earliest = streams.reduce(
        (time, { events }) => events.reduce((least, event) => Math.min(least, event.timestamp), time),
        now,
    );
    const { groups } = logsOf(world, accountId, seed.region);
    const group = (groups[seed.name] ??= newLogGroup(seed.name, seed.creationTime ?? earliest, seed));
    group.retentionInDays = seed.retentionInDays ?? group.retentionInDays;
    group.storedBytes = seed.storedBytes ?? group.storedBytes;
    Object.assign(group.tags, seed.tags);
    for (const { name, events } of streams) {
        const stream = (group.streams[name] ??= {
            name,
            creationTime: events[0]?.timestamp ?? group.creationTime,
            events: [],
        });
        for (const { timestamp, message, ingestionTime = timestamp } of events) {
            stream.events.push({ timestamp, message, ingestionTime });
        }
    }
}

function eventsOf({ events = [], file }: SeedLogStream): readonly SeedEvent[] {
    if (!file) return events;
    const lines = readFileSync(file.path, "utf8").split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    const interval = file.intervalMilliseconds ?? 1;
    return [
        ...events,
        ...lines.map((message, index) => ({ timestamp: file.firstTimestamp + index * interval, message })),
    ];
}

/** One stream per file, named after it. */
export function streamFromFile(path: string, firstTimestamp: number, intervalMilliseconds = 1): SeedLogStream {
    return { name: basename(path), file: { path, firstTimestamp, intervalMilliseconds } };
}
