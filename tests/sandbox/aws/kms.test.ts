import assert from "node:assert/strict";
import { CreateExportTaskCommand, DescribeExportTasksCommand } from "@aws-sdk/client-cloudwatch-logs";
import { PutBucketEncryptionCommand, type ServerSideEncryption } from "@aws-sdk/client-s3";
import { account, answers, exportPolicy, region, withAws } from "./support";

const Bucket = "data-1";

describe("sandbox: KMS keys", () => {
    const test = withAws({ limits: { runMilliseconds: () => 1000 } });

    /** Calls KMS without its client, so that operations and parameters may be unknown ones. */
    const kms = async <T = Record<string, unknown>>(operation: string, input: object): Promise<T> => {
        const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261122/${region}/kms/aws4_request, Signature=x`;
        const headers = { authorization, "x-amz-target": `TrentService.${operation}` };
        const response = await fetch(test.aws.endpoint, { method: "POST", headers, body: JSON.stringify(input) });
        const output = (await response.json()) as T & { __type?: string; message?: string };
        if (!response.ok) throw Object.assign(new Error(output.message), { name: output.__type });
        return output;
    };
    const create = async (input: object = {}) =>
        (await kms<{ KeyMetadata: { KeyId: string; Arn: string; KeyState: string } }>("CreateKey", input)).KeyMetadata;
    const root = {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
    };
    const grant = {
        Effect: "Allow",
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
    };
    const keyPolicy = (...statements: object[]) => JSON.stringify({ Statement: [root, ...statements] });

    it("keeps keys, aliases, policies, rotation and tags", async () => {
        const { KeyId, Arn } = await create({ Description: "exports", Tags: [{ TagKey: "a", TagValue: "1" }] });
        await kms("CreateAlias", { AliasName: "alias/exports", TargetKeyId: KeyId });
        await assert.rejects(kms("CreateAlias", { AliasName: "alias/exports", TargetKeyId: KeyId }), {
            name: "AlreadyExistsException",
        });
        const described = await kms<{ KeyMetadata: { Arn: string } }>("DescribeKey", { KeyId: "alias/exports" });
        assert.equal(described.KeyMetadata.Arn, Arn);
        await kms("PutKeyPolicy", { KeyId, PolicyName: "default", Policy: keyPolicy(grant) });
        assert.equal((await kms("GetKeyPolicy", { KeyId: Arn })).Policy, keyPolicy(grant));
        await kms("EnableKeyRotation", { KeyId });
        assert.equal((await kms("GetKeyRotationStatus", { KeyId })).KeyRotationEnabled, true);
        assert.deepEqual((await kms("ListResourceTags", { KeyId })).Tags, [{ TagKey: "a", TagValue: "1" }]);
        const aliases = await kms<{ Aliases: object[] }>("ListAliases", { KeyId });
        assert.equal(aliases.Aliases.length, 1);
        await kms("DeleteAlias", { AliasName: "alias/exports" });
        await assert.rejects(kms("DescribeKey", { KeyId: "alias/exports" }), answers("NotFoundException"));
    });

    it("refuses a key policy that locks everybody out", async () => {
        const Policy = JSON.stringify({ Statement: [grant] });
        await assert.rejects(create({ Policy }), answers("MalformedPolicyDocumentException", /in the future/));
    });

    it("deletes a key after its waiting time", async () => {
        const { KeyId } = await create();
        await kms("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 });
        const { KeyMetadata } = await kms<{ KeyMetadata: { KeyState: string } }>("DescribeKey", { KeyId });
        assert.equal(KeyMetadata.KeyState, "PendingDeletion");
        test.clock.advance(7 * 86_400_000);
        await assert.rejects(kms("DescribeKey", { KeyId }), answers("NotFoundException"));
    });

    it("refuses loudly what it does not do", async () => {
        await assert.rejects(
            kms("Encrypt", {}),
            answers("NotImplemented", "The sandbox does not emulate kms Encrypt."),
        );
        await assert.rejects(
            create({ BypassPolicyLockoutSafetyCheck: true }),
            answers(
                "NotImplemented",
                "The sandbox does not emulate the parameter BypassPolicyLockoutSafetyCheck of kms CreateKey.",
            ),
        );
    });

    describe("of an export's bucket", () => {
        beforeEach(() =>
            test.aws.seed({
                logGroups: [
                    { name: "/app", region, streams: [{ name: "s", events: [{ timestamp: 1, message: "m" }] }] },
                ],
                buckets: [{ name: Bucket, region, policy: exportPolicy(Bucket) }],
            }),
        );
        const encrypt = (SSEAlgorithm: ServerSideEncryption, KMSMasterKeyID?: string) => {
            const Rules = [
                { ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID }, BucketKeyEnabled: true },
            ];
            const ServerSideEncryptionConfiguration = { Rules };
            return test.s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
        };
        const range = { logGroupName: "/app", from: 0, to: 10, destination: Bucket };
        const start = async () => (await test.logs.send(new CreateExportTaskCommand(range))).taskId;
        const refused = answers("AccessDeniedException", /^PutObject call on the given bucket failed/);

        it("has to grant the logs service the data key", async () => {
            const { Arn, KeyId } = await create({ Policy: keyPolicy() });
            await encrypt("aws:kms", Arn);
            await assert.rejects(start(), refused);
            await kms("PutKeyPolicy", { KeyId, Policy: keyPolicy({ ...grant, Action: "kms:Decrypt" }) });
            await assert.rejects(start(), refused);
            await kms("PutKeyPolicy", { KeyId, Policy: keyPolicy(grant) });
            const taskId = await start();
            test.clock.advance(1100);
            const { exportTasks } = await test.logs.send(new DescribeExportTasksCommand({ taskId }));
            assert.equal(exportTasks?.[0].status?.code, "COMPLETED");
            const written = test.aws.world.buckets[Bucket].objects[`exportedlogs/${taskId}/s/000000.gz`];
            assert.deepEqual(written[0].encryption, { algorithm: "aws:kms", keyId: Arn, bucketKey: true });
        });

        it("cannot be the AWS managed key, a disabled one, or used twice over", async () => {
            await encrypt("aws:kms");
            await assert.rejects(start(), refused);
            const { Arn } = await create({ Policy: keyPolicy(grant) });
            await encrypt("aws:kms:dsse", Arn);
            await assert.rejects(start(), refused);
            await encrypt("aws:kms", Arn);
            test.aws.world.kmsKeys[Arn].state = "Disabled";
            await assert.rejects(start(), refused);
        });
    });
});
