import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import type { Seed } from "../../sandbox/aws";
import { ACCOUNT, NOW } from "../support/account";
import { DAY } from "../support/durations";
import { type Dice } from "./dice";

export { NOW };
/** Log data lies in the days from then on. */
export const FIRST_DAY = Date.parse("2026-10-01T00:00:00Z");
export const DAYS = 4;
/** A day before that without log data. */
export const EMPTY_DAY = FIRST_DAY - 20 * DAY;

export interface LogEvent {
    readonly stream: string;
    readonly timestamp: number;
    readonly message: string;
}

export interface LogGroup {
    readonly name: string;
    readonly region: string;
    readonly events: readonly LogEvent[];
}

/** A log group, and what happens to it while the programs run. */
export interface PlannedGroup extends LogGroup {
    readonly creationTime: number;
    /** Events that arrive during the scenario. */
    readonly late: readonly (LogEvent & { readonly arrivesAt: number })[];
}

export interface BucketPlan {
    readonly name: string;
    readonly region: string;
    readonly versioned: boolean;
}

/** Every message is different, some have several lines, and some events are exactly at midnight. */
export function makeLogGroup(dice: Dice, name: string, region: string): LogGroup {
    const streams = ["web/1", "web/2", "worker"].slice(0, dice.whole(1, 3));
    const perDay = dice.whole(2, 12);
    const events = streams.flatMap((stream) =>
        Array.from({ length: DAYS * perDay }, (_, index): LogEvent => {
            const isFirstOfDay = index % perDay === 0;
            const start = FIRST_DAY + Math.floor(index / perDay) * DAY;
            const timestamp = isFirstOfDay ? start : start + dice.whole(0, DAY - 1);
            const lines = dice.chance(0.1) ? "\n  second line" : "";
            return { stream, timestamp, message: `${name} ${stream} ${index}${lines}` };
        }),
    );
    return { name, region, events };
}

export function seedOf(groups: readonly LogGroup[], buckets: readonly BucketPlan[]): Seed {
    return {
        buckets: buckets.map(({ name, region, versioned }) => ({
            name,
            region,
            policy: bucketPolicy({ region, bucketArn: `arn:aws:s3:::${name}`, sourceAccounts: [ACCOUNT] }),
            versioning: versioned ? "Enabled" : undefined,
        })),
        logGroups: groups.map(({ name, region, events }) => ({
            name,
            region,
            creationTime: EMPTY_DAY - DAY,
            streams: [...new Set(events.map(({ stream }) => stream))].map((stream) => ({
                name: stream,
                events: events.filter((event) => event.stream === stream),
            })),
        })),
    };
}
