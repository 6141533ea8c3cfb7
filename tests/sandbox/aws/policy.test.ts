import assert from "node:assert/strict";
import { conditionHolds, type Context } from "../../../sandbox/aws/policy/conditions";
import type { PolicyDocument, Statement } from "../../../sandbox/aws/policy/document";
import {
    evaluateIdentityPolicy,
    evaluateResourcePolicy,
    isAllowed,
    type ResourceVerdict,
} from "../../../sandbox/aws/policy/evaluate";
import type { Requester } from "../../../sandbox/aws/policy/principals";

const service: Requester = { kind: "service", name: "logs.eu-west-1.amazonaws.com" };
const role: Requester = {
    kind: "identity",
    accountId: "111111111111",
    arns: ["arn:aws:sts::111111111111:assumed-role/export/me", "arn:aws:iam::111111111111:role/export"],
};
const request = { requester: service, action: "s3:PutObject", resource: "arn:aws:s3:::b/p/k", context: {} };

const allow: Statement = { Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/*" };
const policy = (...statements: Partial<Statement>[]): PolicyDocument => ({
    Statement: statements.map((statement) => ({ ...allow, ...statement })),
});
const verdict = (statement: Partial<Statement>, requester: Requester = service) =>
    evaluateResourcePolicy(policy(statement), { ...request, requester });

describe("sandbox: IAM policies", () => {
    it("is silent without a matching statement, and a deny outweighs any allow", () => {
        assert.equal(evaluateResourcePolicy(undefined, request), "silent");
        assert.equal(evaluateResourcePolicy(policy({}), request), "allow");
        assert.equal(evaluateResourcePolicy(policy({}, { Effect: "Deny" }), request), "deny");
    });

    it("matches actions without regard to case, resources with it, both with wildcards", () => {
        assert.equal(verdict({ Action: "S3:put*" }), "allow");
        assert.equal(verdict({ Action: ["s3:Get*", "s3:List?ucket"] }), "silent");
        assert.equal(verdict({ Resource: "arn:aws:s3:::b/?/k" }), "allow");
        assert.equal(verdict({ Resource: "arn:aws:s3:::B/*" }), "silent");
        assert.equal(verdict({ Action: undefined, NotAction: "s3:Get*" }), "allow");
        assert.equal(verdict({ Action: undefined, NotAction: "s3:*" }), "silent");
        assert.equal(verdict({ Resource: undefined, NotResource: "arn:aws:s3:::b/other/*" }), "allow");
    });

    it("knows who is meant by a principal", () => {
        const cases: [Statement["Principal"], ResourceVerdict, ResourceVerdict][] = [
            ["*", "allow", "allow"],
            [{ AWS: "*" }, "allow", "allow"],
            [{ Service: "logs.eu-west-1.amazonaws.com" }, "allow", "silent"],
            [{ Service: "logs.us-east-1.amazonaws.com" }, "silent", "silent"],
            [{ AWS: "111111111111" }, "silent", "delegate"],
            [{ AWS: "arn:aws:iam::111111111111:root" }, "silent", "delegate"],
            [{ AWS: ["arn:aws:iam::222222222222:root"] }, "silent", "silent"],
            [{ AWS: "arn:aws:iam::111111111111:role/export" }, "silent", "allow"],
            [{ AWS: ["111111111111", "arn:aws:iam::111111111111:role/export"] }, "silent", "allow"],
            [{ AWS: "arn:aws:iam::111111111111:role/other" }, "silent", "silent"],
            [{ AWS: "arn:aws:iam::111111111111:role/*" }, "silent", "silent"],
        ];
        for (const [Principal, forService, forRole] of cases) {
            assert.equal(verdict({ Principal }), forService, JSON.stringify(Principal));
            assert.equal(verdict({ Principal }, role), forRole, JSON.stringify(Principal));
        }
        const Principal = { AWS: "111111111111" };
        assert.equal(verdict({ Principal, Effect: "Deny" }, role), "deny", "which is not left to anybody");
        const NotPrincipal = { AWS: "111111111111" };
        assert.equal(verdict({ Principal: undefined, NotPrincipal }), "allow");
        assert.equal(verdict({ Principal: undefined, NotPrincipal }, role), "silent");
    });

    it("needs every condition, and any of one condition's values", () => {
        const context = { "aws:sourceaccount": ["1"], "s3:x-amz-acl": ["private"] };
        const met = (Condition: Statement["Condition"]) =>
            evaluateResourcePolicy(policy({ Condition }), { ...request, context }) === "allow";
        assert.ok(met({ StringEquals: { "aws:SourceAccount": ["2", "1"] } }));
        assert.ok(!met({ StringEquals: { "aws:SourceAccount": "1", "s3:x-amz-acl": "other" } }));
        assert.ok(!met({ StringEquals: { "aws:SourceAccount": "1" }, StringLike: { "s3:x-amz-acl": "pub*" } }));
    });

    it("decides each operator for a key that is there, and for one that is missing", () => {
        const context: Context = { k: ["abc"], n: ["5"], t: ["true"], a: ["arn:aws:logs:r:1:log-group:/x:y"] };
        const cases: [operator: string, key: string, wanted: string[], holds: boolean][] = [
            ["StringEquals", "k", ["abc"], true],
            ["StringEquals", "K", ["ABC"], false],
            ["StringEqualsIgnoreCase", "k", ["ABC"], true],
            ["StringEquals", "missing", ["abc"], false],
            ["StringEqualsIfExists", "missing", ["abc"], true],
            ["StringEqualsIfExists", "k", ["x"], false],
            ["StringNotEquals", "k", ["abc", "x"], false],
            ["StringNotEquals", "k", ["x", "y"], true],
            ["StringNotEquals", "missing", ["abc"], true],
            ["StringLike", "k", ["a?c"], true],
            ["StringNotLike", "k", ["a*"], false],
            ["ArnLike", "a", ["arn:aws:logs:*:1:log-group:*"], true],
            ["ArnLike", "a", ["arn:aws:logs:*:log-group:*"], false],
            ["ArnEquals", "a", ["arn:aws:logs:r:1:log-group:/x:*"], true],
            ["ArnNotLike", "a", ["arn:aws:logs:r:2:*"], true],
            ["Bool", "t", ["true"], true],
            ["Bool", "t", ["false"], false],
            ["Null", "missing", ["true"], true],
            ["Null", "k", ["true"], false],
            ["NumericLessThan", "n", ["6"], true],
            ["NumericLessThanEquals", "n", ["4"], false],
            ["NumericGreaterThan", "n", ["5"], false],
            ["NumericGreaterThanEquals", "n", ["5"], true],
            ["NumericEquals", "n", ["5.0"], true],
            ["NumericNotEquals", "n", ["5"], false],
        ];
        for (const [operator, key, wanted, expected] of cases) {
            assert.equal(
                conditionHolds(operator, key, wanted, context),
                expected,
                `${operator} ${key} ${wanted.join()}`,
            );
        }
    });

    it("quantifies over keys of several values", () => {
        const context: Context = { tags: ["a", "b"] };
        assert.ok(conditionHolds("ForAnyValue:StringEquals", "tags", ["b", "c"], context));
        assert.ok(!conditionHolds("ForAllValues:StringEquals", "tags", ["b", "c"], context));
        assert.ok(conditionHolds("ForAllValues:StringLike", "tags", ["?"], context));
        assert.ok(conditionHolds("ForAllValues:StringEquals", "missing", ["x"], context));
        assert.ok(!conditionHolds("ForAnyValue:StringEquals", "missing", ["x"], context));
    });

    it("fails loudly over what it cannot decide", () => {
        assert.throws(() => conditionHolds("DateLessThan", "d", ["2026-01-01"], {}), /DateLessThan/);
        assert.throws(() => conditionHolds("StringEquals", "k", ["${aws:username}"], { k: ["x"] }), /policy variables/);
    });

    it("asks either side within an account, and both across accounts", () => {
        const identity = (Effect: "Allow" | "Deny") => ({ Statement: { Effect, Action: "s3:*", Resource: "*" } });
        const grant = policy({});
        const asked = { ...request, requester: role };
        assert.equal(evaluateIdentityPolicy(undefined, asked), "allow");
        assert.ok(isAllowed(undefined, identity("Allow"), asked, true));
        assert.ok(!isAllowed(undefined, identity("Allow"), asked, false));
        assert.ok(isAllowed(grant, { Statement: [] }, asked, true));
        assert.ok(!isAllowed(grant, { Statement: [] }, asked, false));
        assert.ok(isAllowed(grant, identity("Allow"), asked, false));
        assert.ok(!isAllowed(grant, identity("Deny"), asked, true));
    });
});
