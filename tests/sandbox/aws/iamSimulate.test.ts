import { runSimulation } from "@cloud-copilot/iam-simulate";
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { bucketPolicy, type ExportGrant, exportStatements } from "../../../providers/policies/bucketPolicy";
import type { Context } from "../../../sandbox/aws/policy/conditions";
import { many, type PolicyDocument, type Statement } from "../../../sandbox/aws/policy/document";
import {
    type AccessRequest,
    evaluateIdentityPolicy,
    evaluateResourcePolicy,
    isAllowed,
} from "../../../sandbox/aws/policy/evaluate";
import { type Attempt, attempts, OTHER, OWNER, role, SERVICE } from "./iamAttempts";

// The simulator is licensed under the AGPL. The tests run it unchanged, and the package does not contain it.

type Result = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/** The sandbox's decision, for a bucket of the account OWNER. */
function bySandbox({ requester, action, resource, context, resourcePolicy, identityPolicy }: Attempt): Result {
    const lower = Object.entries(context).map(([key, value]) => [key.toLowerCase(), many(value)] as const);
    const request: AccessRequest = { requester, action, resource, context: Object.fromEntries(lower) as Context };
    const verdict = evaluateResourcePolicy(resourcePolicy, request);
    if (requester.kind === "service") {
        return verdict === "allow" ? "Allowed" : verdict === "deny" ? "ExplicitlyDenied" : "ImplicitlyDenied";
    }
    // In the sandbox, an identity without a policy is an administrator. Here it has an empty policy.
    const identity = identityPolicy ?? { Statement: [] };
    if (isAllowed(resourcePolicy, identity, request, requester.accountId === OWNER)) return "Allowed";
    const isDenied = verdict === "deny" || evaluateIdentityPolicy(identity, request) === "deny";
    return isDenied ? "ExplicitlyDenied" : "ImplicitlyDenied";
}

/** The simulator's decision, an independent implementation of IAM's rules. */
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
