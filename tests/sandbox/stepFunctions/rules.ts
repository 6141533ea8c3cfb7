/** A rule of Step Functions that the state machine of a scheduled export relies on. */
export interface Rule {
    readonly rule: string;
    readonly source: string;
    /** States that break it. */
    readonly broken: Readonly<Record<string, object>>;
    /** What the interpreter says of them when the machine is created or, as `FAILED`, when it runs. */
    readonly said: RegExp;
}

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/";
const pass = { Type: "Pass", End: true };
const task = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:getObject", End: true };
const map = { Type: "Map", ItemProcessor: { StartAt: "I", States: { I: pass } }, End: true };

export const RULES: readonly Rule[] = [
    {
        rule: "The name of a state is unique in the whole machine",
        source: `${GUIDE}statemachine-structure.html`,
        broken: { I: { Type: "Pass", Next: "M" }, M: map },
        said: /state names are unique/,
    },
    {
        rule: "It has at most 80 characters",
        source: `${GUIDE}statemachine-structure.html`,
        broken: { ["x".repeat(81)]: pass },
        said: /at most 80 characters/,
    },
    {
        rule: "A state leads on or ends; where it leads there is a state",
        source: `${GUIDE}concepts-states.html`,
        broken: { P: { Type: "Pass", Next: "Q" } },
        said: /leads to "Q", which is no state/,
    },
    {
        rule: "An error that begins with `States.` is one of those that there are",
        source: `${GUIDE}concepts-error-handling.html`,
        broken: { T: { ...task, Retry: [{ ErrorEquals: ["States.Trouble"] }] } },
        said: /there is no error States\.Trouble/,
    },
    {
        rule: "`States.ALL` stands alone, in the last entry of Retry and of Catch",
        source: `${GUIDE}concepts-error-handling.html`,
        broken: { T: { ...task, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["Mine"] }] } },
        said: /States\.ALL must be alone/,
    },
    {
        rule: "IntervalSeconds is at least 1, BackoffRate at least 1, MaxDelaySeconds more than IntervalSeconds",
        source: `${GUIDE}concepts-error-handling.html`,
        broken: { T: { ...task, Retry: [{ ErrorEquals: ["Mine"], IntervalSeconds: 5, MaxDelaySeconds: 5 }] } },
        said: /value out of range/,
    },
    {
        rule: "A variable that is assigned inside of a Map has no name that is assigned outside",
        source: `${GUIDE}workflow-variables.html`,
        broken: {
            P: { Type: "Pass", Assign: { x: 1 }, Next: "M" },
            M: { ...map, ItemProcessor: { StartAt: "I", States: { I: { ...pass, Assign: { x: 2 } } } } },
        },
        said: /an inner scope cannot assign \$x/,
    },
    {
        rule: "The name of a variable has at most 80 characters, and is not `states`",
        source: `${GUIDE}workflow-variables.html`,
        broken: { P: { ...pass, Assign: { states: 1 } } },
        said: /"states" cannot be the name of a variable/,
    },
    {
        rule: "An expression has no input of its own: no `$`, `$$` or bare field at the top level",
        source: `${GUIDE}transforming-data.html`,
        broken: { P: { ...pass, Output: "{% title %}" } },
        said: /there is nothing at the top level that title could be a field of/,
    },
    {
        rule: "An expression that gives nothing fails the state",
        source: `${GUIDE}transforming-data.html`,
        broken: { P: { ...pass, Output: "{% $sum($states.input.missing) %}" } },
        said: /^FAILED States\.QueryEvaluationError/,
    },
    {
        rule: "The Condition of a Choice is true or false",
        source: `${GUIDE}state-choice.html`,
        broken: { C: { Type: "Choice", Choices: [{ Condition: "{% 1 %}", Next: "P" }], Default: "P" }, P: pass },
        said: /^FAILED States\.QueryEvaluationError/,
    },
    {
        rule: "A Choice without a match and without Default fails",
        source: `${GUIDE}state-choice.html`,
        broken: { C: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "P" }] }, P: pass },
        said: /^FAILED States\.NoChoiceMatched/,
    },
    {
        rule: "From one state to the next go at most 256 KiB",
        source: `${GUIDE}service-quotas.html`,
        broken: { P: { ...pass, Output: "{% $pad('x', 300000) %}" } },
        said: /^FAILED States\.DataLimitExceeded/,
    },
    {
        rule: "The history of an execution has at most 25,000 events",
        source: `${GUIDE}bp-history-limit.html`,
        broken: {
            P: { Type: "Pass", Next: "C" },
            C: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "P" }], Default: "E" },
            E: pass,
        },
        said: /^FAILED States\.Runtime.*25,?000/,
    },
    {
        rule: "ItemReader, ItemBatcher and tolerated failures are for a distributed Map",
        source: `${GUIDE}state-map-distributed.html`,
        broken: { M: { ...map, ToleratedFailureCount: 1 } },
        said: /only for ProcessorConfig\.Mode DISTRIBUTED/,
    },
    {
        rule: "A distributed Map names the type of its executions",
        source: `${GUIDE}state-map-distributed.html`,
        broken: {
            M: { ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: "DISTRIBUTED" } } },
        },
        said: /DISTRIBUTED needs an ExecutionType/,
    },
];
