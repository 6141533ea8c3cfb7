import * as assert from "node:assert/strict";
import { bucketPolicy, type ExportGrant } from "../../../providers/policies/bucketPolicy";
import { logsPrincipal, partitionOf } from "../../../providers/policies/partition";
import { keyPolicy } from "../../../providers/policies/keyPolicy";
import { exportRefusal, type ExportSource } from "../../../sandbox/aws/logs/exportPermissions";
import { isAllowed } from "../../../sandbox/aws/policy/evaluate";
import { parsePolicy } from "../../../sandbox/aws/policy/parse";
import { newBucket } from "../../../sandbox/aws/s3/bucket";
import { defaultSettings, type Settings } from "../../../sandbox/aws/settings";
import { emptyState } from "../../../sandbox/aws/state";

const OWNER = "123456789012";
const OTHER = "222222222222";
const STRANGER = "999999999999";
const GROUP = "/aws/lambda/payments";
const KEY = "audit/log_group=x/task/stream/000000.gz";
const MARKER = "audit/aws-logs-write-test";
const ROLE = `arn:aws:iam::${OTHER}:role/exporter`;

interface Attempt {
    readonly grant?: Partial<ExportGrant>;
    readonly source?: Partial<ExportSource>;
    readonly keys?: readonly string[];
    readonly settings?: Partial<Settings>;
    readonly region?: string;
    /** Encrypts with a key that has this grant, or with one that can be managed but not used. */
    readonly keyGrant?: Partial<ExportGrant> | "none";
}

/** The error of an export into a bucket with the grant's policy, or undefined if it is allowed. */
function refusal(attempt: Attempt = {}): string | undefined {
    const { region = "eu-central-1", keys = [KEY, MARKER], keyGrant } = attempt;
    const bucketArn = `arn:${partitionOf(region)}:s3:::archive`;
    const accounts = attempt.grant?.sourceOrganizationId ? {} : { sourceAccounts: [OWNER] };
    const grant: ExportGrant = { region, bucketArn, ...accounts, ...attempt.grant };
    const world = emptyState();
    const bucket = newBucket("archive", OWNER, region, 0);
    bucket.policy = JSON.stringify(bucketPolicy(grant));
    assert.ok("policy" in parsePolicy(bucket.policy), "S3 takes the policy");
    if (keyGrant) {
        const arn = `arn:${partitionOf(region)}:kms:${region}:${OWNER}:key/1`;
        const policy =
            keyGrant === "none"
                ? { Version: "2012-10-17", Statement: [] }
                : keyPolicy({ ...grant, ...keyGrant, accountId: OWNER });
        const key = { keyId: "1", arn, accountId: OWNER, region, creationTime: 0, description: "", tags: {} };
        world.kmsKeys[arn] = { ...key, policy: JSON.stringify(policy), state: "Enabled" };
        bucket.configuration.encryption = {
            Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn } },
        };
    }
    const source = { accountId: OWNER, region, logGroupName: GROUP, ...attempt.source };
    return exportRefusal(world, { ...defaultSettings, ...attempt.settings }, source, bucket, keys);
}

const organizations = { [OWNER]: "o-ours123456", [OTHER]: "o-ours123456", [STRANGER]: "o-theirs12345" };
const inOrganization: Attempt = { grant: { sourceOrganizationId: "o-ours123456" }, settings: { organizations } };

describe("the grant as S3 and KMS evaluate it", () => {
    for (const region of ["eu-central-1", "ap-southeast-5", "cn-north-1", "us-gov-west-1"]) {
        for (const sourceArnSuffix of ["", ":*"] as const) {
            const where = `in ${region}, with aws:SourceArn ending in the group's name${sourceArnSuffix && " and :*"}`;
            const settings = { sourceArnSuffix };
            it(`lets an export in ${where}`, () => assert.equal(refusal({ region, settings }), undefined));
            it(`lets a named log group and prefix in ${where}`, () => {
                const grant = { sourceLogGroups: [GROUP], destinationPrefixes: ["audit"] };
                assert.equal(refusal({ region, settings, grant, keyGrant: {} }), undefined);
            });
            it(`lets a log group in by its beginning ${where}`, () => {
                assert.equal(refusal({ region, settings, grant: { sourceLogGroups: ["/aws/*"] } }), undefined);
            });
        }
    }

    it("lets every account in that it names, one of many too", () => {
        const sourceAccounts = Array.from({ length: 50 }, (_, index) => String(100_000_000_000 + index));
        for (const accountId of [sourceAccounts[0], sourceAccounts[49]]) {
            assert.equal(refusal({ grant: { sourceAccounts }, source: { accountId }, keyGrant: {} }), undefined);
        }
        assert.match(refusal({ grant: { sourceAccounts } }) ?? "", /GetBucketAcl/);
    });

    it("lets every account of the organisation in, with its key", () => {
        for (const accountId of [OWNER, OTHER]) {
            assert.equal(refusal({ ...inOrganization, source: { accountId }, keyGrant: {} }), undefined);
        }
    });

    const refused: [what: string, attempt: Attempt, call: RegExp][] = [
        ["another account", { source: { accountId: STRANGER } }, /GetBucketAcl/],
        ["another log group", { grant: { sourceLogGroups: ["/aws/lambda/refunds"] } }, /GetBucketAcl/],
        ["a log group whose name only begins so", { grant: { sourceLogGroups: ["/aws/lambda/pay"] } }, /GetBucketAcl/],
        ["another prefix", { grant: { destinationPrefixes: ["logs"] } }, /PutObject/],
        ["a prefix that only begins so", { grant: { destinationPrefixes: ["aud"] } }, /PutObject/],
        [
            "the bucket's root",
            { grant: { destinationPrefixes: ["audit"] }, keys: ["aws-logs-write-test"] },
            /PutObject/,
        ],
        ["another organisation", { ...inOrganization, source: { accountId: STRANGER } }, /GetBucketAcl/],
        ["an account of no organisation", { ...inOrganization, settings: {} }, /GetBucketAcl/],
        ["a key that grants nothing", { keyGrant: "none" }, /PutObject/],
        ["a key of another account's exports", { keyGrant: { sourceAccounts: [OTHER] } }, /PutObject/],
        ["a key of another Region's exports", { keyGrant: { region: "us-east-1" } }, /PutObject/],
        ["a key of other log groups", { keyGrant: { sourceLogGroups: ["/other"] } }, /PutObject/],
    ];
    for (const [what, attempt, call] of refused) {
        it(`keeps ${what} out`, () => assert.match(refusal(attempt) ?? "allowed", call));
    }

    it("keeps out the service of another Region", () => {
        const bucket = newBucket("archive", OWNER, "eu-central-1", 0);
        const grant = { region: "us-east-1", bucketArn: "arn:aws:s3:::archive", sourceAccounts: [OWNER] };
        bucket.policy = JSON.stringify(bucketPolicy(grant));
        const source = { accountId: OWNER, region: "eu-central-1", logGroupName: GROUP };
        assert.match(exportRefusal(emptyState(), defaultSettings, source, bucket, []) ?? "", /GetBucketAcl/);
    });

    describe("for callers in other accounts", () => {
        const grant = {
            region: "eu-central-1",
            bucketArn: "arn:aws:s3:::archive",
            sourceAccounts: [OTHER],
            callerRoleArns: [ROLE],
        };
        const may = (action: string, resource: string, arn = ROLE, acl?: string) => {
            const requester = { kind: "identity" as const, accountId: OTHER, arns: [`${arn}-session`, arn] };
            const context = { "aws:securetransport": ["true"], ...(acl && { "s3:x-amz-acl": [acl] }) };
            const policy = action.startsWith("kms:") ? keyPolicy({ ...grant, accountId: OWNER }) : bucketPolicy(grant);
            return isAllowed(policy, undefined, { requester, action, resource, context }, false);
        };
        const full = "bucket-owner-full-control";
        const object = `arn:aws:s3:::archive/${KEY}`;

        it("lets the named roles write with full control for the owner, list, mark, and use the key", () => {
            assert.ok(may("s3:PutObject", object, ROLE, full));
            assert.ok(may("s3:ListBucket", "arn:aws:s3:::archive"));
            for (const action of ["s3:PutObject", "s3:GetObject"]) {
                assert.ok(may(action, "arn:aws:s3:::archive/audit/task/_export-owner-1.json"), action);
            }
            assert.ok(may("kms:GenerateDataKey", "arn:aws:kms:eu-central-1:123456789012:key/1"));
        });

        it("limits them to the prefixes, in all that they may do", () => {
            const limited = bucketPolicy({ ...grant, destinationPrefixes: ["audit", "logs"] });
            const mayIn = (action: string, resource: string, more: Record<string, string[]> = {}) => {
                const requester = { kind: "identity" as const, accountId: OTHER, arns: [`${ROLE}-session`, ROLE] };
                const context = { "aws:securetransport": ["true"], "s3:x-amz-acl": [full], ...more };
                return isAllowed(limited, undefined, { requester, action, resource, context }, false);
            };
            const [inside, outside] = ["audit/task/_export-owner-1.json", "other/task/_export-owner-1.json"];
            for (const action of ["s3:PutObject", "s3:GetObject"]) {
                assert.ok(mayIn(action, `arn:aws:s3:::archive/${inside}`), action);
                assert.equal(mayIn(action, `arn:aws:s3:::archive/${outside}`), false, action);
            }
            const list = (prefix?: string) =>
                mayIn("s3:ListBucket", "arn:aws:s3:::archive", prefix === undefined ? {} : { "s3:prefix": [prefix] });
            for (const prefix of ["audit/task/", "logs/aws-logs-write-test"]) assert.ok(list(prefix), prefix);
            for (const prefix of [undefined, "", "aud", "auditors/", "other/"])
                assert.equal(list(prefix), false, prefix);
        });

        it("lets them read and delete nothing, and nobody else do anything", () => {
            assert.equal(may("s3:PutObject", object), false, "without the ACL");
            for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl"]) {
                assert.equal(may(action, object, ROLE, full), false, action);
            }
            assert.equal(may("s3:DeleteObject", "arn:aws:s3:::archive/audit/task/_export-owner-1.json"), false);
            assert.equal(may("kms:ScheduleKeyDeletion", "arn:aws:kms:eu-central-1:123456789012:key/1"), false);
            const other = `arn:aws:iam::${OTHER}:role/other`;
            assert.equal(may("s3:PutObject", object, other, full), false);
            assert.equal(may("kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/1", other), false);
        });
    });

    it("leaves the key to its own account, whose IAM policies decide who reads the archive", () => {
        for (const region of ["eu-central-1", "cn-north-1", "us-gov-west-1"]) {
            const [account] = keyPolicy({ region, sourceAccounts: [OTHER], accountId: OWNER }).Statement;
            assert.deepEqual(account.Principal, { AWS: `arn:${partitionOf(region)}:iam::${OWNER}:root` });
            assert.equal(account.Action, "kms:*");
        }
        assert.equal(logsPrincipal("cn-north-1"), "logs.cn-north-1.amazonaws.com.cn");
    });

    it("is never written without a source, which would let anybody in", () => {
        const grant = { region: "eu-central-1", bucketArn: "arn:aws:s3:::archive" };
        assert.throws(() => bucketPolicy(grant), /needs sourceAccounts or sourceOrganizationId/);
        assert.throws(() => bucketPolicy({ ...grant, sourceAccounts: [] }), /anyone could export/);
        assert.throws(() => keyPolicy({ ...grant, accountId: OWNER }), /anyone could export/);
        assert.throws(
            () => bucketPolicy({ ...grant, sourceAccounts: [OWNER], sourceLogGroups: [] }),
            /sourceLogGroups is empty/,
        );
    });
});
