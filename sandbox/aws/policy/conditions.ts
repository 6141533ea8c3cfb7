import { notEmulated } from "../http/errors";
import { matchesArn, matchesPattern } from "./patterns";

/** The request's context keys with their values. Keys are in lower case, because IAM ignores their case. */
export type Context = Readonly<Record<string, readonly string[]>>;

type Test = (wanted: string, given: string) => boolean;

interface Operator {
    readonly test: Test;
    /** A negated operator holds if no value matches, and also if the key is missing. */
    readonly negated: boolean;
}

const numeric =
    (compare: (given: number, wanted: number) => boolean): Test =>
    (wanted, given) =>
        compare(Number(given), Number(wanted));
const equal: Test = (wanted, given) => wanted === given;
const equalIgnoringCase: Test = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const like: Test = (wanted, given) => matchesPattern(wanted, given);
const equalNumbers = numeric((given, wanted) => given === wanted);

/** The supported operators. ArnEquals and ArnLike behave alike in IAM. */
const operators: Readonly<Record<string, Operator>> = {
    StringEquals: { test: equal, negated: false },
    StringNotEquals: { test: equal, negated: true },
    StringEqualsIgnoreCase: { test: equalIgnoringCase, negated: false },
    StringNotEqualsIgnoreCase: { test: equalIgnoringCase, negated: true },
    StringLike: { test: like, negated: false },
    StringNotLike: { test: like, negated: true },
    ArnEquals: { test: matchesArn, negated: false },
    ArnLike: { test: matchesArn, negated: false },
    ArnNotEquals: { test: matchesArn, negated: true },
    ArnNotLike: { test: matchesArn, negated: true },
    Bool: { test: equalIgnoringCase, negated: false },
    NumericEquals: { test: equalNumbers, negated: false },
    NumericNotEquals: { test: equalNumbers, negated: true },
    NumericLessThan: { test: numeric((given, wanted) => given < wanted), negated: false },
    NumericLessThanEquals: { test: numeric((given, wanted) => given <= wanted), negated: false },
    NumericGreaterThan: { test: numeric((given, wanted) => given > wanted), negated: false },
    NumericGreaterThanEquals: { test: numeric((given, wanted) => given >= wanted), negated: false },
};

/** IAM operators that the sandbox does not support. */
const unsupportedOperators = /^(Date\w+|IpAddress|NotIpAddress|BinaryEquals)$/;

/** Splits an operator such as `ForAnyValue:StringLikeIfExists`. */
function parseOperator(text: string): { name: string; quantifier?: "any" | "all"; ifExists: boolean } {
    const [, quantifier, name, ifExists] = /^(?:For(Any|All)Values?:)?(\w+?)(IfExists)?$/.exec(text) ?? [];
    return {
        name: name ?? text,
        quantifier: quantifier === "Any" ? "any" : quantifier === "All" ? "all" : undefined,
        ifExists: ifExists !== undefined,
    };
}

export type OperatorSupport = "known" | "not emulated" | "unknown";

export function operatorSupport(text: string): OperatorSupport {
    const { name } = parseOperator(text);
    if (name in operators || name === "Null") return "known";
    return unsupportedOperators.test(name) ? "not emulated" : "unknown";
}

/**
 * Whether one line of a Condition block holds.
 *
 * | key in the request | plain operator | negated | IfExists | ForAllValues | ForAnyValue |
 * |--------------------|----------------|---------|----------|--------------|-------------|
 * | missing            | no             | yes     | yes      | yes          | no          |
 * | present            | any pair matches | no pair matches | as without | every given value passes | one does |
 */
export function conditionHolds(
    operatorText: string,
    key: string,
    wanted: readonly string[],
    context: Context,
): boolean {
    const { name, quantifier, ifExists } = parseOperator(operatorText);
    const given = context[key.toLowerCase()] ?? [];
    if (name === "Null") return wanted.some((value) => (value.toLowerCase() === "true") === (given.length === 0));

    const operator = operators[name];
    if (!operator) throw notEmulated(`the policy condition operator ${operatorText}`);
    const variable = wanted.find((value) => value.includes("${"));
    if (variable) throw notEmulated(`policy variables (${variable})`);

    const passes = (value: string) => wanted.some((one) => operator.test(one, value)) !== operator.negated;
    if (given.length === 0) {
        if (quantifier) return quantifier === "all";
        return ifExists || operator.negated;
    }
    if (quantifier === "all") return given.every(passes);
    if (quantifier === "any") return given.some(passes);
    return operator.negated ? given.every(passes) : given.some(passes);
}
