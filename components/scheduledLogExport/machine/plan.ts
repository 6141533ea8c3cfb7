import { type SplitBy } from "../../time/calendar";
import { type TagValue } from "../../logGroups/selection";
import { type ZoneClock } from "./zoneClock";

/** The defaults of `splitBy`, for all groups and for quiet ones. */
export const DEFAULT_SPLIT_BY: SplitBy = "day";
export const DEFAULT_QUIET_SPLIT_BY: SplitBy = "week";

/** Everything that the state machine is generated from, as plain values. */
export interface MachinePlan {
    /** Distinguishes the tasks and runs from those of other components. Names of tasks start with it. */
    readonly name: string;
    readonly partition: string;
    readonly bucketName: string;
    readonly destinationPrefix: string;
    readonly layout: "hive" | "plain";
    readonly logStreamNamePrefix?: string;
    readonly splitBy: SplitBy;
    /** The time zone in which hours, days, weeks and months begin. */
    readonly clock: ZoneClock;
    /** Log groups that store less than this are exported in longer ranges. */
    readonly quiet?: { readonly bytesPerDay: number; readonly splitBy: SplitBy };
    /** Where a log group without a checkpoint starts; milliseconds since 1970. */
    readonly from: number;
    /** The end of a backfill; milliseconds since 1970. Undefined for a schedule, which has no end. */
    readonly to?: number;
    readonly settleHours: number;
    readonly groups: GivenGroups | SelectedGroups;
    readonly tableName: string;
    readonly topicArn: string;
    readonly manifestBucketName: string;
    /** How long the history of a run may get, for tests. @default MAX_EVENTS_PER_RUN */
    readonly maxEventsPerRun?: number;
}

/** Log groups that the program names: the sizes of the manifests `groups/0.json`, `groups/1.json`, … */
export interface GivenGroups {
    readonly manifestSizes: readonly number[];
    /** Changes when the log groups do. */
    readonly digest: string;
}

/** Log groups that each run selects. */
export interface SelectedGroups {
    readonly select: GroupSelection;
}

/** Which log groups a run exports; all given conditions must be met. */
export interface GroupSelection {
    readonly namePrefix?: string;
    /** A regular expression as it is written in a program, `/…/`. */
    readonly namePattern?: string;
    /** By key: the values of which one must match. Without values, the key is enough. */
    readonly tags?: Readonly<Record<string, readonly TagValue[]>>;
    readonly logGroupClass?: string;
    /** Regular expressions as they are written in a program. */
    readonly exclude?: readonly string[];
}

/** The maximum number of log groups in a manifest: one page of DescribeLogGroups. */
export const GROUPS_PER_MANIFEST = 50;

/** The folders of the manifest bucket: those that this package creates, and those that runs write. */
export const [GIVEN_MANIFESTS, RUN_MANIFESTS] = ["groups/", "runs/"];

export const givenManifestKey = (index: number) => `${GIVEN_MANIFESTS}${index}.json`;
