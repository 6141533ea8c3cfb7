import { type Catcher, CONDITION_FAILED, jsonata } from "../statesLanguage";

/**
 * A visit ends after so many exports, or so many events of its history, and the group's next visit resumes. So the
 * other groups get their turn, and a history stays under the service's 25,000 events even if every call fails eight times.
 */
export const EXPORTS_A_VISIT = 10;
export const EVENTS_A_VISIT = 5_000;

/** How often a task is searched for after CreateExportTask gave no answer: it may be listed late. */
export const SEARCHES_AFTER_LOST_ANSWER = 3;

/** The variables while a task is watched, and while one is started. */
export const INITIAL_WATCH = { pause: 5, timesMissing: 0, objectChecks: 0 };
export const INITIAL_START = { isUncertain: false, refusals: 0, slotPause: 10 };

/** Counts the history's events; an estimate that is too high rather than too low. */
export const countEvents = (events: number) => ({ events: jsonata`$events + ${events}` });

export const REPORT_FAILURE: Catcher = {
    ErrorEquals: ["States.ALL"],
    Next: "ReportFailure",
    Assign: { problem: jsonata`{ "error": $states.errorOutput.Error, "cause": $string($states.errorOutput.Cause) }` },
};

export const problem = (error: string, cause: string) => ({
    problem: jsonata`{ "error": ${error}, "cause": ${cause} }`,
});

/** Another run wrote the checkpoint, or the response to this run's write was lost: read it again. */
export const REREAD_CHECKPOINT: Catcher = { ErrorEquals: CONDITION_FAILED, Next: "ReadCheckpoint" };
