import * as fc from "fast-check";
import type { OneOrMany, PolicyDocument, Statement } from "../../../sandbox/aws/policy/document";
import type { Requester } from "../../../sandbox/aws/policy/principals";

/** A request that a policy decides on. */
export interface Attempt {
    readonly requester: Requester;
    readonly action: string;
    readonly resource: string;
    /** By the key as IAM writes it. */
    readonly context: Readonly<Record<string, OneOrMany<string>>>;
    readonly resourcePolicy?: PolicyDocument;
    readonly identityPolicy?: PolicyDocument;
}

export const OWNER = "123456789012";
export const OTHER = "222222222222";
export const SERVICE: Requester = { kind: "service", name: "logs.eu-central-1.amazonaws.com" };

export function role(accountId: string): Requester {
    const arns = [`arn:aws:sts::${accountId}:assumed-role/export/me`, `arn:aws:iam::${accountId}:role/export`];
    return { kind: "identity", accountId, arns };
}

const oneOrMany = (...values: string[]) =>
    fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...values) },
        { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }) },
    );

const tagKeys = ["team", "owner", "shop"];
const values: Readonly<Record<string, readonly OneOrMany<string>[]>> = {
    "aws:TagKeys": [["team"], ["team", "owner"]],
    "aws:SourceAccount": [OWNER, OTHER],
    "aws:SourceArn": [
        "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/a",
        "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/a:*",
        "arn:aws:logs:us-east-1:222222222222:log-group:/other",
    ],
    "aws:SecureTransport": ["true", "false"],
    "aws:MultiFactorAuthAge": ["5", "60"],
    "s3:x-amz-acl": ["private", "bucket-owner-full-control"],
};

const arnPatterns = [
    "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/a",
    "arn:aws:logs:*:123456789012:log-group:*",
    "arn:aws:logs:eu-central-1:*:log-group:/shop/?",
    "arn:*:*:*:*:*",
];
/**
 * Not an ARN's six parts. It matches nothing; whether a negated operator then holds AWS does not say: it does in the sandbox,
 * as every value that does not match, and not in the simulator, as an error. So it is compared with the positive ones alone.
 */
const shortPatterns = ["arn:aws:logs:*", "arn:aws:logs:*:log-group:*"];
const strings = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike", "StringNotLike"];
const conditionLine = fc.oneof(
    line(strings, "aws:SourceAccount", [OWNER, OTHER, "1234*", "*", "12345678901?"]),
    line(strings, "s3:x-amz-acl", ["private", "PRIVATE", "bucket-owner-*", "b?cket-owner-full-control"]),
    line(["ArnLike", "ArnEquals"], "aws:SourceArn", [...arnPatterns, ...shortPatterns]),
    line(["ArnNotLike", "ArnNotEquals"], "aws:SourceArn", arnPatterns),
    line(["Bool"], "aws:SecureTransport", ["true", "false", "True"]),
    line(["ForAnyValue:StringEquals", "ForAllValues:StringEquals", "ForAllValues:StringLike"], "aws:TagKeys", tagKeys),
    line(["ForAllValues:StringNotEquals", "ForAnyValue:StringNotLike"], "aws:TagKeys", tagKeys),
    line(["Null"], "aws:SourceArn", ["true", "false"]),
    line(
        ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"],
        "aws:MultiFactorAuthAge",
        ["5", "5.0", "30", "60"],
    ),
);

function line(operators: readonly string[], key: string, wanted: readonly string[]) {
    const suffixes = operators[0] === "Null" ? [""] : ["", "", "IfExists"];
    return fc
        .tuple(
            fc.constantFrom(...operators),
            fc.constantFrom(...suffixes),
            fc.constantFrom(key, key.toLowerCase()),
            oneOrMany(...wanted),
        )
        .map(([operator, suffix, name, value]) => ({ [operator + suffix]: { [name]: value } }));
}

const condition = fc
    .array(conditionLine, { minLength: 0, maxLength: 2 })
    .map((lines) => (lines.length === 0 ? {} : { Condition: Object.assign({}, ...lines) as Statement["Condition"] }));

const matter = fc.tuple(
    fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    fc.oneof(
        oneOrMany("s3:PutObject", "s3:*", "S3:put*", "s3:Get?bject", "*").map((Action) => ({ Action })),
        oneOrMany("s3:PutObject", "s3:Get*").map((NotAction) => ({ NotAction })),
    ),
    fc.oneof(
        oneOrMany("arn:aws:s3:::archive/*", "arn:aws:s3:::archive/audit/?", "arn:aws:s3:::archive/AUDIT/*", "*").map(
            (Resource) => ({ Resource }),
        ),
        oneOrMany("arn:aws:s3:::archive/logs/*", "arn:aws:s3:::archive/audit/*").map((NotResource) => ({
            NotResource,
        })),
    ),
    condition,
);
const statement = matter.map(([Effect, action, resource, given]): Statement => ({
    Effect,
    ...action,
    ...resource,
    ...given,
}));

const principals: readonly Statement["Principal"][] = [
    "*",
    { AWS: "*" },
    { Service: "logs.eu-central-1.amazonaws.com" },
    { Service: ["logs.us-east-1.amazonaws.com", "s3.amazonaws.com"] },
    { AWS: OWNER },
    { AWS: `arn:aws:iam::${OTHER}:root` },
    { AWS: `arn:aws:iam::${OWNER}:role/export` },
    { AWS: [`arn:aws:iam::${OTHER}:role/export`, `arn:aws:iam::${OWNER}:role/other`] },
    { AWS: `arn:aws:sts::${OTHER}:assumed-role/export/me` },
];
const resourceStatement = fc
    .tuple(statement, fc.constantFrom(...principals), fc.nat(9))
    .map(([given, one, dice]): Statement => ({ ...given, [dice === 0 ? "NotPrincipal" : "Principal"]: one }));

const document = (of: fc.Arbitrary<Statement>) =>
    fc
        .array(of, { minLength: 1, maxLength: 3 })
        .map((Statement): PolicyDocument => ({ Version: "2012-10-17", Statement }));

/** Arbitrary policies, and requests that may match them. */
export const attempts: fc.Arbitrary<Attempt> = fc
    .record(
        {
            requester: fc.constantFrom(SERVICE, role(OWNER), role(OTHER)),
            action: fc.constantFrom("s3:PutObject"),
            resource: fc.constantFrom("arn:aws:s3:::archive/audit/a", "arn:aws:s3:::archive/logs/b/c"),
            context: fc.record(
                Object.fromEntries(Object.entries(values).map(([key, of]) => [key, fc.constantFrom(...of)])),
                { requiredKeys: [] },
            ) as fc.Arbitrary<Record<string, string>>,
            resourcePolicy: document(resourceStatement),
            identityPolicy: document(statement),
        },
        { requiredKeys: ["requester", "action", "resource", "context"] },
    )
    .map((attempt) => (attempt.requester.kind === "service" ? { ...attempt, identityPolicy: undefined } : attempt)); // it has none
