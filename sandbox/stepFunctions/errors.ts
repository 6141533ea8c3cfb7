/** A state's error, as Retry and Catch see it. */
export class StateError extends Error {
    constructor(
        readonly error: string,
        override readonly cause: string,
    ) {
        super(`${error}: ${cause}`);
        this.name = "StateError";
    }
}

/** Thrown if the execution or branch was stopped. */
export class Stopped extends Error {
    constructor() {
        super("Stopped.");
        this.name = "Stopped";
    }
}

/** A state machine that the service, or this interpreter, does not accept. */
export class DefinitionError extends Error {
    constructor(where: string, problem: string) {
        super(`${where}: ${problem}`);
        this.name = "DefinitionError";
    }
}

/** Errors of the run itself end the execution, whatever Retry and Catch say. */
export function isTerminal(error: StateError): boolean {
    return error.error === "States.Runtime";
}

/**
 * | ErrorEquals       | matches                                                                |
 * |-------------------|------------------------------------------------------------------------|
 * | the name itself   | always, except States.Runtime                                          |
 * | States.ALL        | everything, except States.DataLimitExceeded and States.Runtime         |
 * | States.TaskFailed | as States.ALL, except States.Timeout                                   |
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(names: readonly string[], error: StateError): boolean {
    if (isTerminal(error)) return false;
    return names.some((name) => {
        if (name === error.error) return true;
        if (error.error === "States.DataLimitExceeded") return false;
        return name === "States.ALL" || (name === "States.TaskFailed" && error.error !== "States.Timeout");
    });
}
