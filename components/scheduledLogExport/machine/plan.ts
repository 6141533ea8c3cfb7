import { type SplitBy } from "../../time/calendar";
import { type TagValue } from "../../logGroups/selection";
import { type ZoneClock } from "./zoneClock";

/** The defaults of `splitBy`, for all groups and for quiet ones. */
export const DEFAULT_SPLIT_BY: SplitBy = "day";
export const DEFAULT_QUIET_SPLIT_BY: SplitBy = "week";

/** Everything that the state machine must know, resolved. */
export interface MachinePlan {
    /** Distinguishes this one's tasks and runs from those of others; also the readable beginning of the tasks' names. */
    readonly name: string;
    readonly partition: string;
    readonly bucketName: string;
    readonly destinationPrefix: string;
    readonly layout: "hive" | "plain";
    readonly logStreamNamePrefix?: string;
    readonly splitBy: SplitBy;
    /** By which hours and days begin. */
    readonly clock: ZoneClock;
    /** Groups below this many stored bytes a day are exported in longer ranges. */
    readonly quiet?: { readonly bytesPerDay: number; readonly splitBy: SplitBy };
    /** Milliseconds since 1970; the start of a group that has no checkpoint. */
    readonly from: number;
    /** For a backfill that ends; milliseconds since 1970. */
    readonly to?: number;
    readonly settleHours: number;
    readonly groups: GivenGroups | SelectedGroups;
    readonly tableName: string;
    readonly topicArn: string;
    readonly manifestBucketName: string;
}

/** Log groups that the program names: the sizes of the manifests `groups/0.json`, `groups/1.json`, … */
export interface GivenGroups {
    readonly manifestSizes: readonly number[];
    /** Changes when the groups do. */
    readonly digest: string;
}

/** Log groups that each run looks for. */
export interface SelectedGroups {
    readonly select: GroupSelection;
}

/** Which log groups a run takes; all given conditions must hold. */
export interface GroupSelection {
    readonly namePrefix?: string;
    /** A regular expression as it is written in a program, `/…/`. */
    readonly namePattern?: string;
    /** By key; one of the values is enough, and without values the key is. */
    readonly tags?: Readonly<Record<string, readonly TagValue[]>>;
    readonly logGroupClass?: string;
    /** Regular expressions as they are written in a program. */
    readonly exclude?: readonly string[];
}

/** Log groups in one manifest, one page of DescribeLogGroups at most. */
export const GROUPS_PER_MANIFEST = 50;

/** The folders of the manifest bucket: those that this package creates, and those that runs write. */
export const [GIVEN_MANIFESTS, RUN_MANIFESTS] = ["groups/", "runs/"];

export const givenManifestKey = (index: number) => `${GIVEN_MANIFESTS}${index}.json`;
