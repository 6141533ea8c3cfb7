import { code, jsonata } from "../statesLanguage";

/** Variables that are reset when a task is about to be started. */
export const INITIAL_START = { isStartUnconfirmed: false, startRounds: 0, grantRetries: 0, slotPause: 10 };

/** Variables that are reset when a task is about to be watched. */
export const INITIAL_WATCH = { pause: 5, timesMissing: 0, objectChecks: 0 };

/** Between the times of Step Functions and of CloudWatch Logs. */
const TIME_SLACK_MS = 2_000;

/** When the visit joined a task that it did not start itself. A task's status can be old; when it ended is not. */
export const JOIN_TASK = { joinedAt: jsonata`$millis() + ${TIME_SLACK_MS}` };

/** What a listing of a task's folder has found so far. `token` is that of the next page, or "". */
export const NOTHING_LISTED = jsonata`${{
    objectCount: 0,
    byteCount: 0,
    objects: [],
    isDeleting: false,
    hasManifest: false,
    pages: 0,
    token: "",
}}`;

/** The run's ARN is arn:{partition}:states:{region}:{account}:execution:{state machine}:{name}. */
export const inRunArn = (index: number) => code`$split($run, ":")[${index}]`;

/** The state machine's name is the owner: stable, and different for each ScheduledLogExport. */
export const THIS_MACHINE = inRunArn(6);

/** Counts events of the history; the estimate is too high rather than too low. */
export const countEvents = (events: number) => ({ events: jsonata`$events + ${events}` });
