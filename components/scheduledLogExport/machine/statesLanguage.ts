/** A state machine in the Amazon States Language with JSONata: https://docs.aws.amazon.com/step-functions/latest/dg/ */
export interface StateMachine extends Flow {
    readonly Comment: string;
    readonly QueryLanguage: "JSONata";
}

/** States that lead from one to the next. */
export interface Flow {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
}

/** Fields of a state. Strings within `{% %}` are JSONata. */
export type Template = Readonly<Record<string, unknown>>;

export interface State {
    readonly Type: "Task" | "Pass" | "Choice" | "Wait" | "Map" | "Succeed" | "Fail";
    readonly [field: string]: unknown;
}

export interface Catcher {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly Assign?: Template;
}

class Code {
    constructor(readonly source: string) {}
}

/** A JSONata expression. Interpolated expressions are inserted unchanged; any other value becomes a constant. */
export function code(strings: TemplateStringsArray, ...values: readonly unknown[]): Code {
    return new Code(strings.reduce((text, part, index) => `${text}${asCode(values[index - 1])}${part}`));
}

/** A JSONata expression from a string. */
export const raw = (source: string): Code => new Code(source);

/** A field's value that is a JSONata expression, on one line. */
export function jsonata(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
    return `{% ${code(strings, ...values).source.replace(/\s*\n\s*/g, " ")} %}`;
}

/** A value that may be absent: an expression that gives nothing ends the execution. */
export const orElse = (value: Code, otherwise: unknown): Code => code`($exists(${value}) ? ${value} : ${otherwise})`;

/** The sum of values that may all be absent, of which `$sum` gives nothing. */
export const sumOf = (values: Code): Code => code`$sum([0, ${values}])`;

/** A message's subject: "less than 100 characters", https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const subject = (text: string) => text.slice(0, 99);

/** JSON and regular expressions are valid JSONata. */
function asCode(value: unknown): string {
    if (value instanceof Code) return value.source;
    return value instanceof RegExp ? value.toString() : JSON.stringify(value ?? null);
}

export type { Code };

/** Retries with increasing intervals; a call without a response fails after a minute. */
const RETRY_LATER = {
    ErrorEquals: ["States.ALL"],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 8,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
};
const CALL_TIMEOUT_SECONDS = 60;

/** Of calls that the machine can do without. */
const RETRY_BRIEFLY = { ...RETRY_LATER, MaxAttempts: 2 };

/** Errors that waiting does not resolve. */
const NEVER_RETRY = {
    ErrorEquals: [
        "CloudWatchLogs.AccessDeniedException",
        "CloudWatchLogs.InvalidParameterException",
        "CloudWatchLogs.ResourceNotFoundException",
        "S3.NoSuchBucketException",
        "DynamoDB.ResourceNotFoundException",
        "States.Permissions",
        "States.QueryEvaluationError",
    ],
    MaxAttempts: 0,
};

/** The AWS SDK integration and the optimized integration spell the service's name differently. */
export const CONDITION_FAILED = [
    "DynamoDB.ConditionalCheckFailedException",
    "DynamoDb.ConditionalCheckFailedException",
];

/** The ARN of a service integration, for example of `aws-sdk:sfn:startExecution`. */
export const integration = ({ partition }: { readonly partition: string }, name: string) =>
    `arn:${partition}:states:::${name}`;

export interface Call {
    readonly resource: string;
    readonly args: Template | string;
    readonly assign?: Template;
    readonly next: string;
    /** Checked before `otherwise`; the errors that they catch are not retried. */
    readonly catchers?: readonly Catcher[];
    /** Catches any other error. */
    readonly otherwise?: Catcher;
    /** Whether a failed call is sent again. False for calls that must not be sent twice. @default true */
    readonly retry?: boolean | "briefly";
}

/** A call to an AWS service. */
export function call({ resource, args, assign, next, catchers = [], otherwise, retry = true }: Call): State {
    const caught = catchers.map(({ ErrorEquals }) => ({ ErrorEquals, MaxAttempts: 0 }));
    return {
        Type: "Task",
        Resource: resource,
        Arguments: args,
        TimeoutSeconds: CALL_TIMEOUT_SECONDS,
        ...(retry && { Retry: [...caught, NEVER_RETRY, retry === "briefly" ? RETRY_BRIEFLY : RETRY_LATER] }),
        ...((catchers.length > 0 || otherwise) && { Catch: [...catchers, ...(otherwise ? [otherwise] : [])] }),
        ...(assign && { Assign: assign }),
        Next: next,
    };
}

export type Rule = readonly [condition: string, next: string, assign?: Template];

export function choice(rules: readonly Rule[], otherwise: string): State {
    return {
        Type: "Choice",
        Choices: rules.map(([Condition, Next, Assign]) => ({ Condition, Next, ...(Assign && { Assign }) })),
        Default: otherwise,
    };
}

export function pass(assign: Template, next: string): State {
    return { Type: "Pass", Assign: assign, Next: next };
}

export function wait(seconds: number | string, next: string, assign?: Template): State {
    return { Type: "Wait", Seconds: seconds, ...(assign && { Assign: assign }), Next: next };
}
