import * as assert from "node:assert/strict";
import { bucketPolicy, type ExportGrant, exportStatements } from "../../../../providers/policies/bucketPolicy";
import { keyStatements } from "../../../../providers/policies/keyPolicy";
import { missingGrant, organizationOf } from "../../../../providers/exportTask/diagnosis/missingGrant";
import { type NeededGrant } from "../../../../providers/exportTask/diagnosis/serviceCalls";
import { isGrantInPlace } from "../../../../providers/exportTask/diagnosis/policies";
import { ACCOUNT, BUCKET, connectToSandbox, exportInputs, GROUP, REGION } from "../../../support/account";
import { GRANT, Stage, type Statement } from "./stage";

describe("a refused export is explained", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.account.close());

    const policies: [title: string, change: (statements: Statement[]) => void, expected: RegExp[]][] = [
        [
            "no policy for the service at all",
            (statements) => statements.splice(0, 2),
            [/no statement allows s3:GetBucketAcl/, /Add this statement: \{"Sid":"CloudWatchLogsGetBucketAcl"/],
        ],
        [
            "the statement for s3:PutObject is missing",
            (statements) => statements.splice(1, 1),
            [/no statement allows s3:PutObject/, /"s3:x-amz-acl":"bucket-owner-full-control"/],
        ],
        [
            "the principal of another Region",
            ([acl]) => (acl.Principal = { Service: "logs.us-east-1.amazonaws.com" }),
            [/wrong principal: it must be \{"Service":"logs.eu-central-1.amazonaws.com"\}, but is .*us-east-1/],
        ],
        [
            "a principal that is no service",
            ([, put]) => (put.Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` }),
            [/CloudWatchLogsPutObject for s3:PutObject has the wrong principal/],
        ],
        [
            "another account in aws:SourceAccount",
            ([acl]) => (acl.Condition.StringEquals["aws:SourceAccount"] = ["999999999999"]),
            [/wrong account in the condition aws:SourceAccount: it must be 123456789012, but is \["999999999999"\]/],
        ],
        [
            "another Region in aws:SourceArn",
            ([acl]) => (acl.Condition.ArnLike["aws:SourceArn"] = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*`),
            [
                /wrong condition aws:SourceArn: it must be arn:aws:logs:eu-central-1:123456789012:log-group:\/aws\/lambda\/payments/,
            ],
        ],
        [
            "another log group in aws:SourceArn",
            ([, put]) =>
                (put.Condition.ArnLike["aws:SourceArn"] = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/other`),
            [
                /CloudWatchLogsPutObject for s3:PutObject has the wrong condition aws:SourceArn: it must be \S+:\/aws\/lambda\/payments, but is \["\S+:\/aws\/other"\]/,
            ],
        ],
        [
            "another account in aws:SourceArn",
            ([acl]) => (acl.Condition.ArnLike["aws:SourceArn"] = `arn:aws:logs:${REGION}:999999999999:log-group:*`),
            [/wrong condition aws:SourceArn: it must be arn:aws:logs:eu-central-1:123456789012:log-group:/],
        ],
        [
            "another canned ACL",
            ([, put]) => (put.Condition.StringEquals["s3:x-amz-acl"] = "private"),
            [/wrong condition s3:x-amz-acl: it must be bucket-owner-full-control, but is \["private"\]/],
        ],
        [
            "objects under another prefix only",
            ([, put]) => (put.Resource = `arn:aws:s3:::${BUCKET}/other/*`),
            [/wrong resource: it must be one that covers arn:aws:s3:::audit-archive\/audit\/payments\/\*/],
        ],
        [
            "all objects but those that its NotResource names",
            ([, put]) => Object.assign(put, { Resource: undefined, NotResource: `arn:aws:s3:::${BUCKET}/audit/*` }),
            [/wrong resource: .*, but is \{"NotResource":"arn:aws:s3:::audit-archive\/audit\/\*"\}/],
        ],
        [
            "a statement that denies it",
            (statements) =>
                statements.push({
                    Sid: "Frozen",
                    Effect: "Deny",
                    Principal: "*",
                    Action: "s3:Put*",
                    Resource: `arn:aws:s3:::${BUCKET}/*`,
                } as Statement),
            [/its statement Frozen denies s3:PutObject to logs.eu-central-1.amazonaws.com/],
        ],
    ];
    for (const [title, change, expected] of policies) {
        it(`by the bucket policy: ${title}`, async () => {
            stage.setPolicy(change);
            const message = await stage.refusal();
            assert.match(message, /call on the given bucket failed/, "the service's own words stay");
            for (const pattern of expected) assert.match(message, pattern);
            const calls = stage.account.aws.requests.filter(({ operation }) => operation === "CreateExportTask");
            assert.ok(calls.length <= 6, "what is missing is waited for as long as S3 may show an old policy");
        });
    }

    const widened: [option: string, grant: Partial<ExportGrant>][] = [
        ["sourceLogGroups", { sourceLogGroups: ["/shop/other"] }],
        ["destinationPrefixes", { destinationPrefixes: ["audit/other"] }],
        ["sourceAccounts", { sourceAccounts: ["999999999999"] }],
    ];
    for (const [option, grant] of widened) {
        it(`by the policy of an ExportBucket, with the option to widen: ${option}`, async () => {
            stage.account.aws.world.buckets[BUCKET].policy = JSON.stringify(bucketPolicy({ ...GRANT, ...grant }));
            const message = await stage.refusal();
            const own =
                option === "sourceAccounts"
                    ? "."
                    : '; "own" stands for those of the LogExport that the bucket is made for.';
            assert.ok(message.includes(`add it to ${option} of the bucket instead${own}`), message);
            assert.match(message, /Add this statement/, "in a policy of one's own");
        });
    }

    const otherGroup: Partial<ExportGrant> = { sourceLogGroups: ["/shop/other"] };
    const forms: [title: string, grant: Partial<ExportGrant>, change: (put: Statement) => void, isOurs: boolean][] = [
        ["another Sid", otherGroup, (put) => (put.Sid = "FromTheMergedPolicy"), true],
        ["no Sid", otherGroup, (put) => delete (put as Partial<Statement>).Sid, true],
        ["lists of one", otherGroup, (put) => (put.Action = [put.Action]), true],
        [
            "an organisation",
            { ...otherGroup, sourceAccounts: undefined, sourceOrganizationId: "o-theirs12345" },
            (put) => (put.Sid = "Organisation"),
            true,
        ],
        ["a further action", otherGroup, (put) => (put.Action = ["s3:PutObject", "s3:GetObject"]), false],
        ["any principal", otherGroup, (put) => (put.Principal = "*"), false],
        ["a further principal", otherGroup, (put) => Object.assign(put.Principal as object, { AWS: ACCOUNT }), false],
        [
            "another operator",
            otherGroup,
            ({ Condition }) => {
                Condition.ArnEquals = Condition.ArnLike;
                delete Condition.ArnLike;
            },
            false,
        ],
        ["a condition less", otherGroup, ({ Condition }) => delete Condition.StringEquals["s3:x-amz-acl"], false],
    ];
    for (const [title, grant, change, isOurs] of forms) {
        it(`${isOurs ? "with" : "without"} the option to widen, where the statement has ${title}`, () => {
            const policy = JSON.parse(JSON.stringify(bucketPolicy({ ...GRANT, ...grant }))) as {
                Statement: Statement[];
            };
            const [acl] = exportStatements(GRANT);
            change(policy.Statement[1]);
            const needed = { ...GRANT, logGroupName: GROUP, destinationPrefix: "audit/payments" };
            const missing = missingGrant(JSON.stringify({ Statement: [acl, policy.Statement[1]] }), needed);
            assert.match(missing ?? "", /for s3:PutObject has the wrong condition aws:SourceArn/);
            assert.equal(missing?.includes("add it to sourceLogGroups of the bucket instead"), isOurs, missing);
        });
    }

    it("not at all by a statement that names the account among several", () => {
        const grant = { ...GRANT, sourceAccounts: ["999999999999", ACCOUNT] };
        const needed = { ...GRANT, logGroupName: GROUP, destinationPrefix: "audit/payments" };
        assert.equal(missingGrant(JSON.stringify(bucketPolicy(grant)), needed), undefined);
    });

    it("not at all, as far as is known, where the policy cannot be read or is none", async () => {
        const context = {
            inputs: exportInputs(),
            aws: connectToSandbox({ region: REGION, roles: [] }, stage.account.clock),
        };
        const isInPlace = () => isGrantInPlace(context);
        assert.equal(await isInPlace(), true);
        stage.setPolicy((statements) => statements.splice(1, 1));
        assert.equal(await isInPlace(), false);
        stage.account.aws.faults.inject({
            operation: "GetBucketPolicy",
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        assert.equal(await isInPlace(), true);
        stage.account.aws.world.buckets[BUCKET].policy = "no JSON";
        assert.equal(await isInPlace(), true);
    });

    describe("by an organisation", () => {
        const letIn = (sourceOrganizationId: string) => {
            const grant = { ...GRANT, sourceAccounts: undefined, sourceOrganizationId };
            stage.account.aws.world.buckets[BUCKET].policy = JSON.stringify(bucketPolicy(grant));
        };
        it("that the account is not in", async () => {
            letIn("o-theirs12345");
            const message = await stage.refusal();
            assert.match(message, /allows only the accounts of organisation o-theirs12345 \(aws:SourceOrgID\)/);
            assert.match(message, /account 123456789012 is not in it, or AWS did not send its organisation/);
            assert.match(message, /correct sourceOrganizationId, or name the accounts in sourceAccounts/);
            assert.doesNotMatch(message, /of the key/);
        });
        it("or by the bucket's key, which cannot be told apart from here", async () => {
            letIn("o-theirs12345");
            const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
            await stage.encryptWith({ SSEAlgorithm: "aws:kms", KMSMasterKeyID: key });
            const message = await stage.refusal();
            assert.match(message, /only the accounts of organisation o-theirs12345/);
            assert.ok(message.includes(`If the account is in it, check the policy of the key ${key}`), message);
        });
        it("only where no other statement lets the account in, and the rest is right", async () => {
            const needed = { ...exportInputs(), ...GRANT, logGroupName: GROUP, destinationPrefix: "audit/payments" };
            const ours = { ...GRANT, sourceAccounts: undefined, sourceOrganizationId: "o-ours123456" };
            const statements = exportStatements(ours);
            const of = (...Statement: unknown[]) =>
                organizationOf(JSON.stringify({ Statement }), needed as NeededGrant);
            assert.equal(of(...statements), "o-ours123456");
            assert.equal(of(...statements, ...exportStatements(GRANT)), undefined);
            assert.equal(of(statements[0], exportStatements(GRANT)[1]), "o-ours123456");
            assert.equal(of(statements[0]), undefined, "what is missing is told first");
        });
    });

    it("not at all when the policy is right and only has to spread: it is tried again", async () => {
        const message =
            "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.";
        stage.account.aws.faults.inject({
            operation: "CreateExportTask",
            times: 3,
            effect: { kind: "error", code: "AccessDeniedException", message },
        });
        const { outs } = await stage.account.provider().create(exportInputs());
        assert.equal(outs.status, "COMPLETED");
        assert.ok(stage.account.said.some((line) => line.includes("not accepted yet, trying again")));
    });

    describe("by the key policy:", () => {
        const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
        const [grant] = keyStatements({ region: REGION, sourceAccounts: [ACCOUNT] });
        const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
        const DENY_KEY = { Sid: "Perimeter", Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" };
        const changed = (change: (statement: Statement) => void): object => {
            const statement = structuredClone(grant) as unknown as Statement;
            change(statement);
            return statement;
        };

        /** The service's error. The emulated KMS does not have every reason for it. */
        const refuseAsKms = () => {
            const message = "PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation."; // prettier-ignore
            const effect = { kind: "error", code: "AccessDeniedException", message } as const;
            stage.account.aws.faults.inject({ operation: "CreateExportTask", times: 1_000, effect });
        };

        async function encryptWithKey(statements: object[], state: "Enabled" | "Disabled" = "Enabled"): Promise<void> {
            stage.account.aws.world.kmsKeys[arn] = {
                keyId: arn.split("/")[1],
                arn,
                accountId: ACCOUNT,
                region: REGION,
                creationTime: 0,
                description: "",
                policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
                state,
                tags: {},
            };
            await stage.encryptWith({ SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn });
        }

        it("nothing, where it grants what the service needs", async () => {
            await encryptWithKey([grant]);
            const { outs } = await stage.account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
        });

        const keys: [title: string, statements: object[], expected: RegExp, state?: "Disabled"][] = [
            [
                "it lets in only the account itself",
                [changed((one) => (one.Principal = { AWS: ACCOUNT }))],
                /CloudWatchLogsExport for kms:GenerateDataKey has the wrong principal: it must be .*logs\.eu-central-1/,
            ],
            [
                "it leaves all to the account's own policies",
                [
                    {
                        Effect: "Allow",
                        Principal: { AWS: [ACCOUNT, ROOT] },
                        Action: ["kms:Describe*", "kms:*"],
                        Resource: "*",
                    },
                ],
                /no statement allows kms:GenerateDataKey\. Add this statement/,
            ],
            [
                "it allows all to the account and to a role",
                [
                    {
                        Sid: "Most",
                        Effect: "Allow",
                        Principal: { AWS: [ROOT, ROOT.replace("root", "role/a")] },
                        Action: "kms:*",
                        Resource: "*",
                    },
                ],
                /statement Most for kms:GenerateDataKey has the wrong principal/,
            ],
            [
                "it allows all to the account and to another service",
                [
                    {
                        Sid: "Most",
                        Effect: "Allow",
                        Principal: { AWS: ROOT, Service: "ec2.amazonaws.com" },
                        Action: "kms:*",
                        Resource: "*",
                    },
                ],
                /statement Most for kms:GenerateDataKey has the wrong principal/,
            ],
            [
                "it allows all to services of another name",
                [
                    {
                        Sid: "Most",
                        Effect: "Allow",
                        Principal: { Service: "123456789012" },
                        Action: "kms:*",
                        Resource: "*",
                    },
                ],
                /statement Most for kms:GenerateDataKey has the wrong principal/,
            ],
            [
                "it allows all but to whom its NotPrincipal names",
                [
                    {
                        Sid: "Most",
                        Effect: "Allow",
                        NotPrincipal: { Service: `logs.${REGION}.amazonaws.com` },
                        Action: "kms:*",
                        Resource: "*",
                    },
                ],
                /statement Most for kms:GenerateDataKey has the wrong principal: it must be .*, but is \{"NotPrincipal":/,
            ],
            [
                "it names the service of another Region",
                [changed((one) => (one.Principal = { Service: "logs.us-east-1.amazonaws.com" }))],
                /has the wrong principal: .*, but is .*logs\.us-east-1/,
            ],
            [
                "it names another account",
                [changed((one) => (one.Condition.StringEquals["aws:SourceAccount"] = "999999999999"))],
                /has the wrong account in the condition aws:SourceAccount: it must be 123456789012, but is \["999999999999"\]/,
            ],
            [
                "it allows to decrypt only",
                [changed((one) => (one.Action = "kms:Decrypt"))],
                /has the wrong action: it must be kms:GenerateDataKey|no statement allows kms:GenerateDataKey/,
            ],
            [
                "it allows to encrypt only",
                [changed((one) => (one.Action = "kms:GenerateDataKey*"))],
                /no statement allows kms:Decrypt. Add this statement: .*"kms:GenerateDataKey\*","kms:Decrypt"/,
            ],
            [
                "it is for another service that S3 stands behind",
                [changed((one) => (one.Condition.StringEquals["kms:ViaService"] = "s3.us-east-1.amazonaws.com"))],
                /has the wrong condition kms:ViaService: it must be s3\.eu-central-1\.amazonaws\.com/,
            ],
            [
                "a Deny spares only who is in the organisation",
                [grant, { ...DENY_KEY, Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-ours" } } }],
                /its statement Perimeter denies kms:GenerateDataKey to logs\.eu-central-1\.amazonaws\.com\. Except AWS services/,
            ],
            [
                "a Deny spares whom its NotPrincipal names",
                [grant, { ...DENY_KEY, Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
                /its statement Perimeter denies kms:GenerateDataKey .*Name the service in its NotPrincipal/,
            ],
            [
                "a Deny is for all but what its NotAction names",
                [grant, { ...DENY_KEY, Action: undefined, NotAction: ["kms:GenerateDataKey*", "kms:Describe*"] }],
                /its statement Perimeter denies kms:Decrypt to/,
            ],
            [
                "a Deny depends on what cannot be seen",
                [
                    grant,
                    {
                        ...DENY_KEY,
                        Condition: { StringNotLike: { "kms:EncryptionContext:aws:s3:arn": "arn:*:other" } },
                    },
                ],
                /everything that an export needs is allowed, but its statement Perimeter may deny kms:GenerateDataKey/,
            ],
            [
                "it allows the accounts of an organisation only",
                keyStatements({ region: REGION, sourceOrganizationId: "o-abcdefghij" }),
                /only the accounts of organisation o-abcdefghij are allowed \(aws:SourceOrgID\)/,
            ],
        ];
        for (const [title, statements, expected] of keys) {
            it(title, async () => {
                await encryptWithKey(statements);
                refuseAsKms();
                const message = await stage.refusal();
                assert.match(message, /PutObject call on the given bucket failed/);
                assert.match(message, /In the policy of key \S+5555 /);
                assert.match(message, expected);
                assert.doesNotMatch(message, /is right, and it is encrypted/);
            });
        }

        it("the key is disabled", async () => {
            await encryptWithKey([grant], "Disabled");
            assert.match(
                await stage.refusal(),
                /encrypted with the key \S+5555, which is Disabled\. Enable it \(aws kms enable-key\), or/,
            );
        });

        it("all is right, so that the cause is elsewhere", async () => {
            await encryptWithKey([grant]);
            refuseAsKms();
            const message = await stage.refusal();
            assert.match(message, /The policy of bucket audit-archive allows the export, and nothing in it denies it/);
            assert.doesNotMatch(message, /Add this statement/);
        });

        const OLD_TLS = { Sid: "OldTls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${GRANT.bucketArn}/*`, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } }; // prettier-ignore

        it("before a Deny of the bucket's policy that only may be the cause", async () => {
            stage.setPolicy((statements) => statements.push(OLD_TLS as unknown as Statement));
            await encryptWithKey([changed((one) => (one.Action = "kms:Decrypt"))]);
            refuseAsKms();
            const message = await stage.refusal();
            assert.match(message, /In the policy of key \S+5555 .*kms:GenerateDataKey/);
            assert.doesNotMatch(message, /OldTls/);
            await encryptWithKey([grant]);
            assert.match(await stage.refusal(), /In the policy of bucket .* statement OldTls may deny s3:PutObject/);
            const effect = { kind: "error", code: "AccessDeniedException", status: 400 } as const;
            stage.account.aws.faults.inject({ service: "kms", operation: "GetKeyPolicy", times: 100, effect });
            const both = await stage.refusal();
            assert.match(both, /statement OldTls may deny .* If that is not it, check the policy of the key \S+5555\./);
            assert.doesNotMatch(both, /is right/);
        });

        for (const operation of ["DescribeKey", "GetKeyPolicy"]) {
            it(`less precisely, but still with the statement, where the key may not be read (${operation})`, async () => {
                await encryptWithKey([changed((one) => (one.Principal = { AWS: ACCOUNT }))]);
                const effect = { kind: "error", code: "AccessDeniedException", status: 400 } as const;
                stage.account.aws.faults.inject({ service: "kms", operation, times: 100, effect });
                const message = await stage.refusal();
                assert.match(message, /bucket audit-archive is right, and it is encrypted with the key \S+5555/);
                assert.match(message, /Add this statement to the key policy: .*"kms:GenerateDataKey\*","kms:Decrypt"/);
            });
        }

        it("there is no such key", async () => {
            await stage.encryptWith({ SSEAlgorithm: "aws:kms", KMSMasterKeyID: arn });
            assert.match(await stage.refusal(), /the key's policy lacks the grant, or the key is disabled/);
        });
    });

    it("by the AWS managed key, which cannot grant anything", async () => {
        await stage.encryptWith({ SSEAlgorithm: "aws:kms" });
        assert.match(
            await stage.refusal(),
            /encrypted with the AWS managed key aws\/s3.*Use SSE-S3 or a customer managed key/,
        );
    });

    it("less precisely, but still with the statements, where the policy may not be read", async () => {
        stage.setPolicy((statements) => statements.splice(0, 2));
        stage.account.aws.faults.inject({
            service: "s3",
            operation: "GetBucketPolicy",
            times: 100,
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        assert.match(
            await stage.refusal(),
            /The bucket policy must allow logs.eu-central-1.amazonaws.com s3:GetBucketAcl/,
        );
    });
});
