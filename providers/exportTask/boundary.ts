import { explained } from "../aws/denial";
import { type InputFailure } from "../validation/failure";
import { type CheckedUrns } from "./checkedUrns";
import { unpackHelpers } from "./helpers";
import { type ExportTaskInputs, type RawInputs } from "./inputs";
import { loadDiagnosis } from "./loadRun";
import { type Lines } from "./progress/progress";
import { withPlace } from "./recordedPlace";
import { type Secrets } from "./secrets";

type Method = (...args: never[]) => Promise<unknown>;

/**
 * A lifecycle as the engine may see it: it is given all properties one by one, however they are sent or recorded; an error of AWS
 * says what was tried and what to grant; and neither errors nor failed checks show a value that the program keeps secret.
 */
export function bounded<L extends { readonly [Name in keyof L]: Method }>(
    lifecycle: L,
    secrets: Secrets,
    urns: CheckedUrns,
): L {
    const whole = (properties: RawInputs) => unpackHelpers(urns.whole(withPlace(properties)));
    const methods = Object.entries<Method>(lifecycle).map(([name, method]) => [
        name,
        async (...given: unknown[]) => {
            const args = given.map((arg) => (isProperties(arg) ? whole(arg) : arg));
            for (const arg of args) if (isProperties(arg)) secrets.learn(arg);
            try {
                return withoutSecrets(await method(...(args as never[])), secrets);
            } catch (error) {
                throw hidden(explain(name, args, error), secrets);
            }
        },
    ]);
    return Object.fromEntries(methods) as L;
}

const isProperties = (arg: unknown): arg is RawInputs => typeof arg === "object" && arg !== null;

/** What is said while an export runs, without secrets. */
export function hiding(lines: Lines, secrets: Secrets): Lines {
    return {
        status: (message) => lines.status(secrets.hide(message)),
        warn: (message) => lines.warn(secrets.hide(message)),
        arrived: () => lines.arrived(),
    };
}

/** What create and update threw is explained already. */
function explain(method: string, args: readonly unknown[], error: unknown): unknown {
    const { explainTrouble, isFromAws } = loadDiagnosis();
    if (!isFromAws(error)) return error;
    if (method === "delete") return explainTrouble(error, args[1] as ExportTaskInputs, "removed");
    if (method === "read") {
        return new Error(`Export task ${String(args[0])} could not be read: ${explained(error)}`, { cause: error });
    }
    return error;
}

/** The reasons of a failed check quote values. */
function withoutSecrets(result: unknown, secrets: Secrets): unknown {
    const { failures } = (result ?? {}) as { readonly failures?: readonly InputFailure[] };
    if (!failures) return result;
    const hide = ({ property, reason }: InputFailure) => ({ property, reason: secrets.hide(reason) });
    return { ...(result as object), failures: failures.map(hide) };
}

/** The host of dynamic providers prints the stack too, which begins with the message. */
function hidden(error: unknown, secrets: Secrets): unknown {
    if (!(error instanceof Error)) return error;
    error.message = secrets.hide(error.message);
    if (error.stack !== undefined) error.stack = secrets.hide(error.stack);
    const { reasons } = error as { readonly reasons?: readonly string[] };
    return reasons ? Object.assign(error, { reasons: reasons.map((reason) => secrets.hide(reason)) }) : error;
}
