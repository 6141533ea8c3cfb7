import { runSimulation } from "@cloud-copilot/iam-simulate";
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { bucketPolicy, type ExportGrant, exportStatements } from "../../../providers/policies/bucketPolicy";
import type { Context } from "../../../sandbox/aws/policy/conditions";
import { many, type OneOrMany, type PolicyDocument, type Statement } from "../../../sandbox/aws/policy/document";
import {
    type AccessRequest,
    evaluateIdentityPolicy,
    evaluateResourcePolicy,
    isAllowed,
} from "../../../sandbox/aws/policy/evaluate";
import type { Requester } from "../../../sandbox/aws/policy/principals";

// The simulator is licensed under the AGPL: the tests run it as it is, and nothing of it is in the package.

type Result = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

interface Attempt {
    readonly requester: Requester;
    readonly action: string;
    readonly resource: string;
    /** By the key as IAM writes it. */
    readonly context: Readonly<Record<string, OneOrMany<string>>>;
    readonly resourcePolicy?: PolicyDocument;
    readonly identityPolicy?: PolicyDocument;
}

const OWNER = "123456789012";
const OTHER = "222222222222";
const SERVICE: Requester = { kind: "service", name: "logs.eu-central-1.amazonaws.com" };

function role(accountId: string): Requester {
    const arns = [`arn:aws:sts::${accountId}:assumed-role/export/me`, `arn:aws:iam::${accountId}:role/export`];
    return { kind: "identity", accountId, arns };
}

/** What the sandbox says, of a bucket of the account OWNER. */
function bySandbox({ requester, action, resource, context, resourcePolicy, identityPolicy }: Attempt): Result {
    const lower = Object.entries(context).map(([key, value]) => [key.toLowerCase(), many(value)] as const);
    const request: AccessRequest = { requester, action, resource, context: Object.fromEntries(lower) as Context };
    const verdict = evaluateResourcePolicy(resourcePolicy, request);
    if (requester.kind === "service") {
        return verdict === "allow" ? "Allowed" : verdict === "deny" ? "ExplicitlyDenied" : "ImplicitlyDenied";
    }
    // Where it has no policy the sandbox takes an identity for an administrator: here it has an empty one.
    const identity = identityPolicy ?? { Statement: [] };
    if (isAllowed(resourcePolicy, identity, request, requester.accountId === OWNER)) return "Allowed";
    const isDenied = verdict === "deny" || evaluateIdentityPolicy(identity, request) === "deny";
    return isDenied ? "ExplicitlyDenied" : "ImplicitlyDenied";
}

/** What the simulator says, an independent reading of IAM's rules. */
async function bySimulator(attempt: Attempt): Promise<Result> {
    const { requester, action, resource, context, resourcePolicy, identityPolicy } = attempt;
    const result = await runSimulation(
        {
            request: {
                principal: requester.kind === "service" ? requester.name : requester.arns[0],
                action,
                resource: { resource, accountId: OWNER },
                contextVariables: context as Record<string, string | string[]>,
            },
            identityPolicies: identityPolicy ? [{ name: "identity", policy: identityPolicy }] : [],
            serviceControlPolicies: [],
            resourceControlPolicies: [],
            resourcePolicy,
        },
        {},
    );
    assert.ok(result.resultType === "single", JSON.stringify(result));
    assert.deepEqual(result.result.ignoredContextKeys, [], "the simulator looks at every key");
    return result.overallResult as Result;
}

async function assertAgreed(attempt: Attempt): Promise<Result> {
    const [ours, theirs] = [bySandbox(attempt), await bySimulator(attempt)];
    assert.equal(
        ours,
        theirs,
        `the sandbox says ${ours}, the simulator ${theirs}: ${JSON.stringify(attempt, null, 1)}`,
    );
    return ours;
}

describe("sandbox: IAM policies beside @cloud-copilot/iam-simulate", function () {
    this.timeout(60_000);

    describe("the grant for exports", () => {
        const grant: ExportGrant = {
            region: "eu-central-1",
            bucketArn: "arn:aws:s3:::archive",
            sourceAccounts: [OWNER],
            sourceLogGroups: ["/shop/*", "/aws/lambda/payments"],
            destinationPrefixes: ["audit", "logs"],
        };
        const organization = { ...grant, sourceAccounts: undefined, sourceOrganizationId: "o-ours123456" };
        const arn = (name: string, account = OWNER) => `arn:aws:logs:eu-central-1:${account}:log-group:${name}`;
        const context = {
            "aws:SecureTransport": "true",
            "aws:SourceAccount": OWNER,
            "aws:SourceArn": arn("/shop/a:*"),
            "aws:SourceOrgID": "o-ours123456",
            "s3:x-amz-acl": "bucket-owner-full-control",
        };
        const put: Attempt = {
            requester: SERVICE,
            action: "s3:PutObject",
            resource: "arn:aws:s3:::archive/audit/log_group=a/task/stream/000000.gz",
            context,
            resourcePolicy: bucketPolicy(grant),
        };
        const with_ = (changes: object) => ({ context: { ...context, ...changes } });
        const rows: [what: string, change: Partial<Attempt>, Result][] = [
            ["an export", {}, "Allowed"],
            ["the other prefix", { resource: "arn:aws:s3:::archive/logs/aws-logs-write-test" }, "Allowed"],
            ["a prefix that only begins so", { resource: "arn:aws:s3:::archive/auditors/x" }, "ImplicitlyDenied"],
            ["the bucket's root", { resource: "arn:aws:s3:::archive/aws-logs-write-test" }, "ImplicitlyDenied"],
            [
                "another Region's service",
                { requester: { kind: "service", name: "logs.us-east-1.amazonaws.com" } },
                "ImplicitlyDenied",
            ],
            [
                "another action",
                { action: "s3:DeleteObject", context: without(context, "s3:x-amz-acl") },
                "ImplicitlyDenied",
            ],
            ["a log group by its name", with_({ "aws:SourceArn": arn("/aws/lambda/payments") }), "Allowed"],
            [
                "a log group whose name begins like one",
                with_({ "aws:SourceArn": arn("/aws/lambda/payments2") }),
                "ImplicitlyDenied",
            ],
            ["another account", with_({ "aws:SourceAccount": OTHER }), "ImplicitlyDenied"],
            ["another account's log group", with_({ "aws:SourceArn": arn("/shop/a", OTHER) }), "ImplicitlyDenied"],
            ["another ACL", with_({ "s3:x-amz-acl": "private" }), "ImplicitlyDenied"],
            ["plain HTTP", with_({ "aws:SecureTransport": "false" }), "ExplicitlyDenied"],
            [
                "no source at all",
                { context: without(without(context, "aws:SourceArn"), "aws:SourceAccount") },
                "ImplicitlyDenied",
            ],
            [
                "the organisation",
                { resourcePolicy: bucketPolicy(organization), ...with_({ "aws:SourceArn": arn("/shop/a", OTHER) }) },
                "Allowed",
            ],
            [
                "another organisation",
                { resourcePolicy: bucketPolicy(organization), ...with_({ "aws:SourceOrgID": "o-theirs12345" }) },
                "ImplicitlyDenied",
            ],
            [
                "no organisation",
                { resourcePolicy: bucketPolicy(organization), context: without(context, "aws:SourceOrgID") },
                "ImplicitlyDenied",
            ],
        ];
        for (const [what, change, expected] of rows) {
            it(`${what}: ${expected}`, async () => {
                assert.equal(await assertAgreed({ ...put, ...change }), expected);
            });
        }

        it("a caller of another account needs both sides", async () => {
            const [, caller] = (role(OTHER) as { arns: readonly string[] }).arns;
            const resourcePolicy: PolicyDocument = {
                Version: "2012-10-17",
                Statement: exportStatements({ ...grant, callerRoleArns: [caller] }) as Statement[],
            };
            const attempt = { ...put, requester: role(OTHER), resourcePolicy };
            const Statement: Statement[] = [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }];
            const identityPolicy = { Version: "2012-10-17", Statement };
            assert.equal(await assertAgreed(attempt), "ImplicitlyDenied");
            assert.equal(await assertAgreed({ ...attempt, identityPolicy }), "Allowed");
            assert.equal(
                await assertAgreed({ ...attempt, identityPolicy, resourcePolicy: bucketPolicy(grant) }),
                "ImplicitlyDenied",
            );
        });
    });

    it("a bucket policy that names the account leaves it to the account's own policies", async () => {
        const Statement: Statement[] = [
            { Effect: "Allow", Principal: { AWS: OWNER }, Action: "s3:*", Resource: "arn:aws:s3:::archive/*" },
        ];
        const resourcePolicy = { Version: "2012-10-17", Statement };
        const asked = { action: "s3:PutObject", resource: "arn:aws:s3:::archive/a", context: {}, resourcePolicy };
        assert.equal(await assertAgreed({ ...asked, requester: role(OWNER) }), "ImplicitlyDenied");
        const byName = { ...Statement[0], Principal: { AWS: `arn:aws:iam::${OWNER}:role/export` } };
        const named = { ...asked, resourcePolicy: { ...resourcePolicy, Statement: [byName] } };
        assert.equal(await assertAgreed({ ...named, requester: role(OWNER) }), "Allowed");
    });

    it("any policies: principals, actions, resources, conditions and denials", async () => {
        const seen = new Set<Result>();
        await fc.assert(
            fc.asyncProperty(attempts, async (attempt) => {
                seen.add(await assertAgreed(attempt));
            }),
            { numRuns: 1000, seed: 1 },
        );
        assert.equal(seen.size, 3, "each result is among them");
    });
});

function without<T extends object>(from: T, key: string): T {
    return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key)) as T;
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

const attempts: fc.Arbitrary<Attempt> = fc
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
