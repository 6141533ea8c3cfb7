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

/** The execution, or the branch, goes on no further: somebody stopped it. */
export class Stopped extends Error {
    constructor() {
        super("Stopped.");
        this.name = "Stopped";
    }
}

/** A state machine that the service, or this interpreter, does not take. */
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
 * | the name itself   | always, save States.Runtime                                            |
 * | States.ALL        | everything, save States.DataLimitExceeded and States.Runtime           |
 * | States.TaskFailed | as States.ALL, save States.Timeout                                     |
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
