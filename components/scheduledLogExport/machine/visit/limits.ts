import { type Catcher, CONDITION_FAILED, jsonata } from "../statesLanguage";

/**
 * A visit ends after so many exports, or so many events of its history, and the group's next visit goes on: the other
 * groups have their turn, and a history stays under the service's 25,000 events even where every call fails eight times.
 */
export const EXPORTS_A_VISIT = 10;
export const EVENTS_A_VISIT = 5_000;

/** After an answer that never came a task is looked for so many times: it may be listed late. */
export const LOOKS_AFTER_LOST_ANSWER = 3;

/** Counts the history's events, rather too many than too few. */
export const spent = (events: number) => ({ events: jsonata`$events + ${events}` });

export const GAVE_UP: Catcher = {
    ErrorEquals: ["States.ALL"],
    Next: "ReportFailure",
    Assign: { problem: jsonata`{ "error": $states.errorOutput.Error, "cause": $string($states.errorOutput.Cause) }` },
};

export const problem = (error: string, cause: string) => ({
    problem: jsonata`{ "error": ${error}, "cause": ${cause} }`,
});

/** Somebody else wrote the checkpoint, or an answer of ours was lost: what is there now decides. */
export const LOOK_AGAIN: Catcher = { ErrorEquals: CONDITION_FAILED, Next: "ReadCheckpoint" };
