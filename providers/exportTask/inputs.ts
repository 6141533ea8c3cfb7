import { type InputFailure, refuse } from "../validation/failure";
import { isGiven } from "../validation/unknown";
import { checkNames } from "../validation/names";
import { parseTimestamp } from "../validation/timestamp";

/** What the service fills in when no prefix is given. */
export const DEFAULT_DESTINATION_PREFIX = "exportedlogs";

/** The service stops a task after this time. */
export const SERVICE_TIMEOUT_SECONDS = 24 * 60 * 60;

/** How long an outage of the network or of AWS is ridden out. */
export const DEFAULT_RETRY_TIMEOUT_SECONDS = 600;

/** How many tasks an `up` starts at most for an export that the service fails. */
export const DEFAULT_MAX_ATTEMPTS = 3;
const MOST_ATTEMPTS = 10;

/** How long log data can take to become available for export, says the service's guide. */
export const DEFAULT_SETTLE_HOURS = 12;

/** The inputs of an export as the engine stores them: normalised, with defaults filled in. */
export interface ExportTaskInputs {
    logGroupName: string;
    logStreamNamePrefix?: string;
    from: number;
    to: number;
    destination: string;
    destinationPrefix: string;
    taskNamePrefix?: string;
    region: string;
    profile?: string;
    assumeRoleArn?: string;
    triggers?: unknown;
    waitForCompletion: boolean;
    timeoutSeconds: number;
    retryTimeoutSeconds: number;
    maxAttempts: number;
    settleHours: number;
    removalPolicy: "retain" | "delete";
    /** Helper: the resource, for the readable part of the task's name and the place where progress is shown; see urn.ts. */
    shortUrn: string;
    /** Helper: the accounts that the bucket policy names, or that of the log group's ARN; the caller's must be one of them. */
    accounts?: string[];
    /** Helper: stack config of the aws provider, which only the plugin hands down; see aws/configuration.ts. */
    awsConfig?: string;
    /** Helper: the names of the inputs that the program keeps secret; see secrets.ts. */
    secretInputs?: readonly string[];
    /** Helper: the ranges without a gap that this one is part of; see series.ts. */
    series?: string;
}

export type PropertyName = keyof ExportTaskInputs;

/**
 * data: decides which data is exported or where to. option: how it is done. helper: filled in by the package; its value
 * may differ from machine to machine, so a difference means nothing.
 */
const KINDS: Readonly<Record<PropertyName, "data" | "option" | "helper">> = {
    logGroupName: "data",
    logStreamNamePrefix: "data",
    from: "data",
    to: "data",
    destination: "data",
    destinationPrefix: "data",
    region: "data",
    triggers: "data",
    taskNamePrefix: "option",
    profile: "option",
    assumeRoleArn: "option",
    waitForCompletion: "option",
    timeoutSeconds: "option",
    retryTimeoutSeconds: "option",
    maxAttempts: "option",
    settleHours: "option",
    removalPolicy: "option",
    shortUrn: "helper",
    accounts: "helper",
    awsConfig: "helper",
    series: "helper",
    secretInputs: "helper",
};

const PROPERTIES = Object.keys(KINDS) as PropertyName[];
export const DATA_PROPERTIES = PROPERTIES.filter((name) => KINDS[name] === "data");
export const USER_PROPERTIES = PROPERTIES.filter((name) => KINDS[name] !== "helper");

/** Inputs as a program gives them: anything may be missing, wrong, or not known yet. */
export type RawInputs = Readonly<Record<string, unknown>>;

const OPTION_DEFAULTS = {
    waitForCompletion: true,
    timeoutSeconds: SERVICE_TIMEOUT_SECONDS,
    retryTimeoutSeconds: DEFAULT_RETRY_TIMEOUT_SECONDS,
    maxAttempts: DEFAULT_MAX_ATTEMPTS,
    settleHours: DEFAULT_SETTLE_HOURS,
    removalPolicy: "retain",
} as const satisfies Partial<ExportTaskInputs>;

/**
 * The inputs as the state keeps them: times in milliseconds where they can be read (what cannot is left for
 * checkInputs), and the prefix that the service would fill in. Defaults of options stay out, to keep the state small.
 */
export function normalise(raw: RawInputs): RawInputs {
    const inputs: Record<string, unknown> = { ...raw };
    inputs.destinationPrefix ??= DEFAULT_DESTINATION_PREFIX;
    for (const name of ["from", "to"]) {
        if (isGiven(inputs[name])) {
            const parsed = parseTimestamp(name, inputs[name]);
            inputs[name] = typeof parsed === "number" ? parsed : inputs[name];
        }
    }
    return inputs;
}

/** The inputs as the provider works with them: everything that has a default is filled in. */
export function withDefaults(raw: RawInputs): RawInputs {
    const inputs: Record<string, unknown> = { ...OPTION_DEFAULTS };
    for (const [name, value] of Object.entries(normalise(raw))) {
        if (value !== undefined && value !== null) inputs[name] = value;
    }
    return inputs;
}

/** Everything that is wrong with the inputs, as far as their values are known. An empty list: nothing. */
export function checkInputs(raw: RawInputs): InputFailure[] {
    return [
        ...checkPropertyNames(raw),
        ...checkRequired(raw),
        ...checkNames(raw),
        ...checkRange(raw),
        ...checkOptions(raw),
    ];
}

function checkPropertyNames(raw: RawInputs): InputFailure[] {
    return Object.keys(raw)
        .filter((name) => !(name in KINDS) && !name.startsWith("__"))
        .map((name) => ({
            property: name,
            reason:
                `${name} is not a property of an export task. Allowed are ` +
                `${USER_PROPERTIES.join(", ")}. Correct the spelling or remove it.`,
        }));
}

function checkRequired(raw: RawInputs): InputFailure[] {
    const examples = {
        logGroupName: '"/aws/lambda/payments"',
        from: '"2026-10-01T00:00:00Z"',
        to: '"2026-11-01T00:00:00Z"',
        destination: "bucket.bucketName",
    };
    return Object.entries(examples)
        .filter(([name]) => raw[name] === undefined || raw[name] === null)
        .map(([name, example]) => refuse(name, undefined, "given", `Add it, for example ${name}: ${example}.`));
}

function checkRange(raw: RawInputs): InputFailure[] {
    const times: Record<string, number> = {};
    const failures: InputFailure[] = [];
    for (const name of ["from", "to"]) {
        if (!isGiven(raw[name])) continue;
        const parsed = parseTimestamp(name, raw[name]);
        if (typeof parsed === "number") times[name] = parsed;
        else failures.push(parsed);
    }
    if (times.from !== undefined && times.to !== undefined && times.to <= times.from) {
        const [from, to] = [times.from, times.to].map((time) => new Date(time).toISOString());
        failures.push(
            refuse("to", to, `later than from (${from})`, "Swap or correct the two; an empty range exports nothing."),
        );
    }
    return failures;
}

function checkOptions(raw: RawInputs): InputFailure[] {
    const failures: InputFailure[] = [];
    for (const name of ["waitForCompletion"]) {
        if (isGiven(raw[name]) && typeof raw[name] !== "boolean") {
            failures.push(refuse(name, raw[name], "true or false", "Give it without quotes."));
        }
    }
    if (isGiven(raw.removalPolicy) && raw.removalPolicy !== "retain" && raw.removalPolicy !== "delete") {
        failures.push(
            refuse("removalPolicy", raw.removalPolicy, '"retain" or "delete"', "Leave it out to keep the objects."),
        );
    }
    const { timeoutSeconds, retryTimeoutSeconds, maxAttempts, settleHours } = raw;
    if (isGiven(timeoutSeconds) && !isWithin(timeoutSeconds, 1, SERVICE_TIMEOUT_SECONDS, Number.isInteger)) {
        failures.push(
            refuse(
                "timeoutSeconds",
                timeoutSeconds,
                `a whole number of seconds from 1 to ${SERVICE_TIMEOUT_SECONDS}`,
                "The service itself stops a task after 24 hours: for more data, shorten the range.",
            ),
        );
    }
    if (isGiven(retryTimeoutSeconds) && !isWithin(retryTimeoutSeconds, 0, SERVICE_TIMEOUT_SECONDS, Number.isInteger)) {
        failures.push(
            refuse(
                "retryTimeoutSeconds",
                retryTimeoutSeconds,
                `a whole number of seconds from 0 to ${SERVICE_TIMEOUT_SECONDS}`,
                `Leave it out for ${DEFAULT_RETRY_TIMEOUT_SECONDS}; 0 gives up at the first failure.`,
            ),
        );
    }
    if (isGiven(maxAttempts) && !isWithin(maxAttempts, 1, MOST_ATTEMPTS, Number.isInteger)) {
        failures.push(
            refuse(
                "maxAttempts",
                maxAttempts,
                `a whole number from 1 to ${MOST_ATTEMPTS}`,
                `Leave it out for ${DEFAULT_MAX_ATTEMPTS}; 1 fails with the first task that fails.`,
            ),
        );
    }
    if (isGiven(settleHours) && !isWithin(settleHours, 0, 24 * 366, Number.isFinite)) {
        failures.push(
            refuse("settleHours", settleHours, "a number of hours from 0 to 8784", "12 is the service's own figure."),
        );
    }
    return failures;
}

function isWithin(value: unknown, least: number, most: number, is: (value: unknown) => boolean): boolean {
    return typeof value === "number" && is(value) && value >= least && value <= most;
}
