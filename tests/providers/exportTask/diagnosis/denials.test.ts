import * as assert from "node:assert/strict";
import { diagnose } from "../../../../providers/exportTask/diagnosis/diagnosis";
import { isGrantInPlace } from "../../../../providers/exportTask/diagnosis/policies";
import { missingGrant, possibleDeny, uncertainAllow } from "../../../../providers/exportTask/diagnosis/missingGrant";
import { bucketPolicy } from "../../../../providers/policies/bucketPolicy";
import { type PolicyDocument } from "../../../../sandbox/aws/policy/document";
import { evaluateResourcePolicy } from "../../../../sandbox/aws/policy/evaluate";
import { ACCOUNT, BUCKET, connectToSandbox, exportInputs, GROUP, REGION } from "../../../support/account";
import { GRANT, Stage, type Statement } from "./stage";

const ARN = `arn:aws:s3:::${BUCKET}`;
const SERVICE = `logs.${REGION}.amazonaws.com`;
const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`;
const deny = (more: object): Statement =>
    ({
        Sid: "Perimeter",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [ARN, `${ARN}/*`],
        ...more,
    }) as Statement;
const notFrom = (condition: object) => deny({ Condition: condition });

/** Statements that deny an export, also in the emulated AWS. */
const HITS: readonly [title: string, statement: Statement][] = [
    ["everything that is not from the VPC endpoint", notFrom({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } })],
    ["everybody outside the organisation", notFrom({ StringNotEquals: { "aws:PrincipalOrgID": "o-ours" } })],
    ["everybody but a role", notFrom({ ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/admin` } })],
    ["the accounts of others, by aws:SourceAccount", notFrom({ StringNotEquals: { "aws:SourceAccount": "999999999999" } })],
    ["other log groups", notFrom({ ArnNotLike: { "aws:SourceArn": "arn:aws:logs:*:*:log-group:/other" } })],
    ["other canned ACLs", deny({ Action: "s3:PutObject", Condition: { StringNotEquals: { "s3:x-amz-acl": "private" } } })],
    ["AWS services", notFrom({ Bool: { "aws:PrincipalIsAWSService": "true" } })],
    ["requests without an identity", notFrom({ Null: { "aws:PrincipalArn": "true" } })],
    ["all but what its NotAction names", deny({ Action: undefined, NotAction: ["s3:Get*", "s3:List*"] })],
    ["all but what its NotResource names", deny({ Resource: undefined, NotResource: `${ARN}/other/*` })],
    ["all but whom its NotPrincipal names", deny({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })],
    ["everybody, as an AWS principal", deny({ Principal: { AWS: "*" } })],
    ["an action in other capitals", deny({ Action: ["S3:putobject"] })],
    ["an account in other letters", notFrom({ StringNotEqualsIgnoreCase: { "aws:PrincipalServiceName": "LOGS" } })],
    ["a network, also where none is sent", notFrom({ StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } })],
    ["all values, also where none is sent", notFrom({ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-ours/*" } })],
    ["all but whom its NotPrincipal names, on a condition", deny({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Condition: { Bool: { "aws:SecureTransport": "true" } } })],
    ["two conditions, both of which hold", notFrom({ Bool: { "aws:SecureTransport": "true" }, StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-ours" } })],
]; // prettier-ignore

/** Similar statements that do not deny it. */
const MISSES: readonly [title: string, statement: Statement][] = [
    ["plain HTTP", notFrom({ Bool: { "aws:SecureTransport": "false" } })],
    ["everybody outside the organisation but services", notFrom({ StringNotEquals: { "aws:PrincipalOrgID": "o-ours" }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } })],
    ["identities outside the organisation", notFrom({ StringNotEquals: { "aws:PrincipalOrgID": "o-ours" }, Null: { "aws:PrincipalOrgID": "false" } })],
    ["any of the values that are not sent", notFrom({ "ForAnyValue:StringNotEquals": { "aws:PrincipalOrgPaths": "o-ours/*" } })],
    ["other log groups", notFrom({ ArnNotLike: { "aws:SourceArn": `${GROUP_ARN}*` } })],
    ["others than the service, whose name is in capitals", notFrom({ StringNotEqualsIgnoreCase: { "aws:PrincipalServiceName": SERVICE.toUpperCase() } })],
    ["what a service does on somebody's behalf", notFrom({ Bool: { "aws:ViaAWSService": "true" } })],
    ["others than one of several accounts", notFrom({ StringNotEquals: { "aws:SourceAccount": ["999999999999", ACCOUNT] } })],
    ["objects below a prefix in capitals", deny({ Resource: `${ARN}/AUDIT/*` })],
    ["other accounts", notFrom({ StringNotEquals: { "aws:SourceAccount": ACCOUNT } })],
    ["whom its NotPrincipal does not name", deny({ Principal: undefined, NotPrincipal: { Service: SERVICE } })],
    ["actions that are not needed", deny({ Action: undefined, NotAction: ["s3:PutObject", "s3:GetBucketAcl"] })],
    ["objects elsewhere", deny({ Resource: `${ARN}/other/*` })],
]; // prettier-ignore

/** Statements that only AWS can evaluate. */
const MAY_HIT: readonly [title: string, statement: Statement][] = [
    ["other addresses", notFrom({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })],
    ["other encryption", deny({ Action: "s3:PutObject", Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } } })],
    ["a value that IAM fills in", notFrom({ StringNotEquals: { "aws:SourceAccount": "${aws:ResourceAccount}" } })],
    ["a value or one that IAM fills in", notFrom({ StringNotEquals: { "aws:SourceAccount": ["999999999999", "${aws:ResourceAccount}"] } })],
    ["the log group's ARN in one of the forms that AWS may send", notFrom({ ArnNotEquals: { "aws:SourceArn": `${GROUP_ARN}:*` } })],
]; // prettier-ignore

const needed = { ...exportInputs(), ...GRANT };
const policyWith = (...more: Statement[]) => JSON.stringify({ Statement: [...bucketPolicy(GRANT).Statement, ...more] });

/** The emulated AWS's decision on the two calls of the service. */
function verdicts(policy: string): string[] {
    const context = {
        "aws:sourceaccount": [ACCOUNT],
        "aws:sourcearn": [GROUP_ARN],
        "aws:principalisawsservice": ["true"],
        "aws:viaawsservice": ["false"],
        "aws:principalservicename": [SERVICE],
        "aws:securetransport": ["true"],
    };
    const requester = { kind: "service", name: SERVICE } as const;
    const put = { ...context, "s3:x-amz-acl": ["bucket-owner-full-control"] };
    const calls = [
        { action: "s3:GetBucketAcl", resource: ARN, context },
        { action: "s3:PutObject", resource: `${ARN}/audit/payments/task/stream/000000.gz`, context: put },
    ];
    return calls.map((call) => evaluateResourcePolicy(JSON.parse(policy) as PolicyDocument, { requester, ...call }));
}

describe("a refused export is explained by the Deny that hits it", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.account.close());

    for (const [title, statement] of HITS) {
        it(`of ${title}`, () => {
            const told = missingGrant(policyWith(statement), needed) ?? "";
            assert.match(told, /^its statement Perimeter denies s3:(PutObject|GetBucketAcl) to logs\.eu-central-1/);
            const isByName = "NotPrincipal" in statement && !statement.Condition;
            const remedy = isByName
                ? "Name the service in its NotPrincipal, or remove it."
                : 'Except AWS services from it with the further condition "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}, or remove it.';
            assert.ok(told.endsWith(` ${remedy}`), told);
            assert.ok(verdicts(policyWith(statement)).includes("deny"), "as the emulated AWS decides");
        });
    }

    for (const [title, statement] of MISSES) {
        it(`not by one of ${title}, which does not hit it`, () => {
            assert.equal(missingGrant(policyWith(statement), needed), undefined);
            assert.equal(possibleDeny(policyWith(statement), needed), undefined);
            assert.deepEqual(verdicts(policyWith(statement)), ["allow", "allow"]);
        });
    }

    it("in the message of the export, without asking for a statement that is there", async () => {
        stage.setPolicy((statements) => statements.push(notFrom({ Bool: { "aws:PrincipalIsAWSService": "true" } })));
        const message = await stage.refusal();
        assert.match(message, /GetBucketAcl call on the given bucket failed/, "the service's own words stay");
        assert.match(message, /In the policy of bucket audit-archive its statement Perimeter denies s3:GetBucketAcl/);
        assert.doesNotMatch(message, /Add this statement|is right/);
    });

    for (const [title, statement] of MAY_HIT) {
        it(`or that may hit it: of ${title}`, () => {
            assert.equal(missingGrant(policyWith(statement), needed), undefined);
            const told = possibleDeny(policyWith(statement), needed) ?? "";
            assert.match(told, /^everything that an export needs is allowed, but its statement Perimeter may deny s3:/);
            assert.ok(told.includes(JSON.stringify(statement.Condition)), told);
        });
    }

    it("that may hit it, in the message of the export, where nothing else is found", async () => {
        const statement = deny({
            Principal: { Service: SERVICE },
            Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
        });
        stage.account.aws.world.buckets[BUCKET].policy = policyWith(statement);
        const denied = "PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation."; // prettier-ignore
        const effect = { kind: "error", code: "AccessDeniedException", message: denied } as const;
        stage.account.aws.faults.inject({ operation: "CreateExportTask", times: 1_000, effect });
        assert.match(
            await stage.refusal(),
            /In the policy of bucket audit-archive everything .* Perimeter may deny s3:GetBucketAcl/,
        );
    });

    it("outside of the bucket's policy, where that is right: by a policy of an organisation, most likely", async () => {
        const denied = "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation."; // prettier-ignore
        const effect = { kind: "error", code: "AccessDeniedException", message: denied } as const;
        stage.account.aws.faults.inject({ operation: "CreateExportTask", times: 1_000, effect });
        const message = await stage.refusal();
        assert.match(message, /The policy of bucket audit-archive allows the export, and nothing in it denies it/);
        assert.match(message, /a resource control policy \(RCP\) .* or a service control policy \(SCP\)/);
    });

    it("by a policy that is read once, whatever is looked for in it", async () => {
        const { aws, clock } = stage.account;
        const asked = () => aws.requests.filter(({ operation }) => operation === "GetBucketPolicy").length;
        const calls: number[] = [];
        const context = { inputs: exportInputs(), aws: connectToSandbox({ region: REGION, roles: [] }, clock) };
        for (const look of [diagnose.bind(undefined, "grant"), isGrantInPlace]) {
            const before = asked();
            await look(context);
            calls.push(asked() - before);
        }
        assert.deepEqual(calls, [1, 1]);
    });

    it("but by what is missing, where a statement allows it under a condition that no service meets", () => {
        const policy = bucketPolicy(GRANT) as unknown as { Statement: Statement[] };
        const [acl, put] = structuredClone(policy.Statement);
        Object.assign(put.Condition, { StringLike: { "aws:PrincipalOrgID": "o-*" } });
        const told = missingGrant(JSON.stringify({ Statement: [acl, put] }), needed) ?? "";
        assert.match(
            told,
            /CloudWatchLogsPutObject for s3:PutObject has the wrong condition: it must be one that holds for/,
        );
    });

    it("or by a statement that allows it under a condition which only AWS can evaluate", () => {
        const [acl, put] = structuredClone((bucketPolicy(GRANT) as unknown as { Statement: Statement[] }).Statement);
        const within = structuredClone(put);
        Object.assign(within.Condition, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } });
        const told = uncertainAllow(JSON.stringify({ Statement: [acl, within] }), needed) ?? "";
        assert.match(told, /^only its statement CloudWatchLogsPutObject allows s3:PutObject to logs\.eu-central-1.*10\.0\.0\.0.* holds cannot be seen from here\. Add this statement: \{"Sid"/); // prettier-ignore
        assert.equal(uncertainAllow(JSON.stringify({ Statement: [acl, within, put] }), needed), undefined);
        assert.equal(uncertainAllow(JSON.stringify(bucketPolicy(GRANT)), needed), undefined);
    });

    it("and by nothing that is missing, where a statement allows it in other words", () => {
        const allow = { Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, NotAction: "s3:Delete*", NotResource: "arn:aws:s3:::other/*" }; // prettier-ignore
        assert.equal(missingGrant(JSON.stringify({ Statement: allow }), needed), undefined);
    });
});
