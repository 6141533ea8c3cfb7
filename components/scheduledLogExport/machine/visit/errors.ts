import { type Catcher, type Code, CONDITION_FAILED, jsonata } from "../statesLanguage";

/** The variable that ReportFailure reports. */
export const problem = (error: string, cause: string | Code) => ({
    problem: jsonata`{ "error": ${error}, "cause": ${cause} }`,
});

export const REPORT_FAILURE: Catcher = {
    ErrorEquals: ["States.ALL"],
    Next: "ReportFailure",
    Assign: {
        problem: jsonata`{ "error": $states.errorOutput.Error, "cause": $string($states.errorOutput.Cause) & "" }`,
    },
};

/** Another run wrote the checkpoint, or the response to this run's write was lost: read it again. */
export const REREAD_CHECKPOINT: Catcher = { ErrorEquals: CONDITION_FAILED, Next: "ReadCheckpoint" };
