import type { Retrier } from "./definition";
import { DefinitionError } from "./errors";
import type { Json, JsonObject } from "./json";
import { checkFields, checkEnum } from "./checkFields";

const fields = {
    Retry: [
        "ErrorEquals",
        "IntervalSeconds",
        "BackoffRate",
        "MaxAttempts",
        "MaxDelaySeconds",
        "JitterStrategy",
        "Comment",
    ],
    Catch: ["ErrorEquals", "Next", "Assign", "Output", "Comment"],
};

/** Checks the entries of Retry and Catch. */
export function checkErrors(name: string, field: "Retry" | "Catch", entries: Json | undefined): void {
    if (entries === undefined) return;
    for (const [index, entry] of (entries as readonly JsonObject[]).entries()) {
        checkFields(`${name}.${field}`, entry, fields[field]);
        const errors = entry.ErrorEquals;
        if (!Array.isArray(errors) || errors.length === 0)
            throw new DefinitionError(name, `${field} has no ErrorEquals`);
        if (errors.includes("States.ALL") && (errors.length > 1 || index < (entries as readonly Json[]).length - 1)) {
            throw new DefinitionError(name, `States.ALL must be alone, in the last entry of ${field}`);
        }
        const reserved = errors.find((one) => /^States\./.test(String(one)) && !statesErrors.includes(String(one)));
        if (reserved !== undefined) throw new DefinitionError(name, `${field}: there is no error ${String(reserved)}`);
        if (field === "Catch" && typeof entry.Next !== "string") throw new DefinitionError(name, "Catch has no Next");
        if (field === "Retry") checkRetrier(name, entry);
    }
}

function checkRetrier(name: string, retrier: JsonObject): void {
    const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds } = retrier as unknown as Retrier;
    const outside =
        (IntervalSeconds !== undefined && !(Number.isInteger(IntervalSeconds) && IntervalSeconds >= 1)) ||
        (MaxAttempts !== undefined && !(Number.isInteger(MaxAttempts) && MaxAttempts >= 0 && MaxAttempts < 1e8)) ||
        (BackoffRate !== undefined && !(BackoffRate >= 1)) ||
        (MaxDelaySeconds !== undefined && !(MaxDelaySeconds > (IntervalSeconds ?? 1) && MaxDelaySeconds < 31_622_400));
    if (outside) throw new DefinitionError(name, `Retry has a value out of range: ${JSON.stringify(retrier)}`);
    checkEnum(name, "JitterStrategy", retrier.JitterStrategy, ["FULL", "NONE"]);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const statesErrors = [
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
];
