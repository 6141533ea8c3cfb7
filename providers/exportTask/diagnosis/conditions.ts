import { listOf, matches } from "./policyText";

/** What is known of a condition key in a request: its possible values, that it is not sent (`null`), or nothing (`undefined`). */
export type KnownKeys = (key: string) => readonly string[] | null | undefined;

/**
 * The condition keys of a call that CloudWatch Logs makes for an export. A service has no identity of an account, an organisation
 * or a network of its own, so those keys are not sent: the classic Deny of everything from outside hits it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function serviceKeys(service: string, sent: Readonly<Record<string, readonly string[]>>): KnownKeys {
    const values: Readonly<Record<string, readonly string[]>> = {
        "aws:securetransport": ["true"],
        "aws:principalisawsservice": ["true"],
        "aws:principalservicename": [service],
        "aws:viaawsservice": ["false"],
        ...Object.fromEntries(Object.entries(sent).map(([key, value]) => [key.toLowerCase(), value])),
    };
    return (key) => {
        const name = key.toLowerCase();
        return values[name] ?? (NOT_SENT.test(name) ? null : undefined);
    };
}

const NOT_SENT =
    /^aws:(sourcevpc|sourcevpce|sourcevpcarn|vpcsourceip|vpce\w+|principalorgid|principalorgpaths|principalaccount|principalarn|principaltag\/.*|userid|username|multifactorauthpresent|multifactorauthage|calledvia\w*)$/;

/** Whether all conditions hold; undefined where that depends on what is not known. */
export function conditionsHold(
    condition: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
    known: KnownKeys,
): boolean | undefined {
    const results = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => holds(operator, known(key), listOf(values))),
    );
    return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
}

/**
 * One condition. `Not…` operators hold where the key is not sent, the others do not, and `…IfExists` always do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holds(
    operator: string,
    values: readonly string[] | null | undefined,
    expected: readonly string[],
): boolean | undefined {
    const [, quantifier, name, ifExists] = /^(?:(ForA\w+Values?):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    if (name === undefined || values === undefined) return undefined;
    if (name === "Null") return expected.includes(String(values === null));
    const isNegated = /^(String|Arn)Not|^NotIpAddress$/.test(name);
    if (values === null && quantifier === "ForAnyValue") return false;
    if (values === null) return isNegated || ifExists !== undefined || quantifier === "ForAllValues";
    const matcher = MATCHERS[name.replace("Not", "")];
    if (matcher === undefined || expected.some((one) => one.includes("${"))) return undefined;
    const results = values.map((value) => expected.some((one) => matcher(one, value)) !== isNegated);
    return results.every((result) => result === results[0]) ? results[0] : undefined;
}

type Matcher = (expected: string, value: string) => boolean;

const MATCHERS: Readonly<Record<string, Matcher | undefined>> = {
    StringEquals: (expected, value) => expected === value,
    StringEqualsIgnoreCase: (expected, value) => expected.toLowerCase() === value.toLowerCase(),
    StringLike: (expected, value) => matches(expected, value),
    ArnEquals: (expected, value) => matches(expected, value),
    ArnLike: (expected, value) => matches(expected, value),
    Bool: (expected, value) => expected.toLowerCase() === value,
};
