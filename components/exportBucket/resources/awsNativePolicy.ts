type Names = Readonly<Record<string, unknown>>;

/**
 * A policy as S3 has it, from what `awsNative.s3.getBucketPolicy` answers: the provider writes the names in a policy in its own case, as
 * it does with those of CloudFormation (`statement`, `principal: { aws }`, `stringEquals`).
 *
 * Every name in IAM's policy language begins with one capital, apart from AWS, and the keys of a condition, which IAM compares
 * without regard to case. Values are not changed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function policyOfAwsNative(document: unknown): unknown {
    if (!isNames(document)) return document;
    const { Statement, ...head } = renamed(document, capitalized);
    return Statement === undefined ? head : { ...head, Statement: eachOf(Statement, statementOf) };
}

function statementOf(statement: unknown): unknown {
    if (!isNames(statement)) return statement;
    const elements = renamed(statement, capitalized);
    for (const element of ["Principal", "NotPrincipal"]) {
        if (isNames(elements[element])) elements[element] = renamed(elements[element], principalType);
    }
    if (isNames(elements.Condition)) elements.Condition = conditionOf(elements.Condition);
    return elements;
}

function conditionOf(condition: Names): Names {
    const operators = renamed(condition, capitalized);
    for (const [operator, keys] of Object.entries(operators)) {
        if (isNames(keys)) operators[operator] = renamed(keys, conditionKey);
    }
    return operators;
}

const isNames = (value: unknown): value is Names =>
    typeof value === "object" && value !== null && !Array.isArray(value);

const eachOf = (value: unknown, change: (one: unknown) => unknown) =>
    Array.isArray(value) ? value.map(change) : change(value);

const renamed = (names: Names, change: (name: string) => string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(names).map(([name, value]) => [change(name), value]));

const capitalized = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);

const principalType = (name: string) => (name.toLowerCase() === "aws" ? "AWS" : capitalized(name));

const conditionKey = (name: string) => name.replace(/^[^:]+:/, (service) => service.toLowerCase());
