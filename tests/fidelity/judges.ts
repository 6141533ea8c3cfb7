/** Something of the state machine of a scheduled export, and who else than this project's own code says that it is right. */
export interface Judged {
    readonly what: string;
    readonly by: string;
    /** Where that is asked. */
    readonly tests: readonly string[];
}

const machine = "tests/components/scheduledLogExport/machine/stateMachine.test.ts";
const nights = "tests/fidelity/stepFunctions/nights.interpreter.ts";

export const JUDGES: readonly Judged[] = [
    {
        what: "fields and form of the definition",
        by: "[asl-validator](https://www.npmjs.com/package/asl-validator)",
        tests: [machine],
    },
    {
        what: "expressions",
        by: "[jsonata](https://www.npmjs.com/package/jsonata), the reference implementation, which both interpreters use",
        tests: [machine, nights],
    },
    {
        what: "how states follow each other, Retry, Catch, Parallel, inline Map",
        by: "[aws-local-stepfunctions](https://www.npmjs.com/package/aws-local-stepfunctions)",
        tests: ["tests/sandbox/stepFunctions/agreement.test.ts"],
    },
    {
        what:
            "whole nights: given groups, selections by prefix, pattern and tags, more than one manifest, days and hours of a night " +
            "whose clock is put back, months, faults",
        by: "the interpreter that moto has from LocalStack: the same exports, checkpoints, messages, metrics and events",
        tests: [nights],
    },
    {
        what: "parameters, results and errors of each service integration",
        by: "botocore's models, through boto3, in these nights",
        tests: [nights],
    },
    {
        what: "errors and causes of failing expressions",
        by: "AWS, as recorded by LocalStack's tests",
        tests: ["tests/sandbox/stepFunctions/expressions.test.ts"],
    },
    {
        what: "the role: each call is allowed, by one statement",
        by: "[@cloud-copilot/iam-simulate](https://www.npmjs.com/package/@cloud-copilot/iam-simulate)",
        tests: ["tests/components/scheduledLogExport/resources/policiesSimulated.test.ts"],
    },
];

/** What moto's interpreter does otherwise than AWS, and what is done about it. */
export const ADAPTED: readonly string[] = [
    "It reads `ToleratedFailurePercentage` only as a decimal number.",
    "It writes strings into expressions without escaping them.",
    "It refuses `$` anywhere in an expression, AWS only at the top level; the definition has none.",
    "It has no names of botocore's models for the AWS SDK integrations, though LocalStack does: they are put in.",
    "It calls `ResourceARN` `ResourceArn`.",
    "Its waits and the pauses of its retries are real time: they are made simulated time.",
];
