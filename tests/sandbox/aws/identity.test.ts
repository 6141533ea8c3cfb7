import assert from "node:assert/strict";
import { CreateExportTaskCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { realTimeOf } from "../../../sandbox/aws/http/realTime";
import { account, answers, clients, exportPolicy, region, withAws } from "./support";

const RoleArn = "arn:aws:iam::999999999999:role/team/export";

describe("sandbox: who calls", () => {
    const test = withAws();
    const assume = async (more: object = {}) => {
        const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", ...more });
        return (await test.sts.send(command)).Credentials;
    };

    it("takes every key for the default account's, unless it was issued or registered", async () => {
        const own = await test.sts.send(new GetCallerIdentityCommand({}));
        assert.deepEqual([own.Account, own.Arn], [account, `arn:aws:iam::${account}:user/sandbox`]);
        await test.aws.control.registerKey("AKIAOTHER", { accountId: "888888888888" });
        const other = clients(test.aws.endpoint, { accessKeyId: "AKIAOTHER" }).sts;
        assert.equal((await other.send(new GetCallerIdentityCommand({}))).Account, "888888888888");
    });

    it("issues keys of the role's account, which end when the session does", async () => {
        const credentials = await assume({ DurationSeconds: 900 });
        const role = clients(test.aws.endpoint, { accessKeyId: credentials?.AccessKeyId });
        const identity = await role.sts.send(new GetCallerIdentityCommand({}));
        assert.equal(identity.Arn, "arn:aws:sts::999999999999:assumed-role/export/me");
        test.clock.advance(899_000);
        await role.logs.send(new DescribeLogGroupsCommand({}));
        test.clock.advance(1000);
        await assert.rejects(
            role.logs.send(new DescribeLogGroupsCommand({})),
            answers("ExpiredTokenException", "The security token included in the request is expired"),
        );
        await assert.rejects(role.s3.send(new ListObjectsV2Command({ Bucket: "b" })), answers("ExpiredToken"));
    });

    it("refuses roles and sessions that STS refuses", async () => {
        await assert.rejects(assume({ RoleArn: "arn:aws:iam::1:user/x-long-enough" }), answers("ValidationError"));
        await assert.rejects(assume({ DurationSeconds: 43_201 }), answers("ValidationError", /MaxSessionDuration/));
        const credentials = await assume();
        const role = clients(test.aws.endpoint, { accessKeyId: credentials?.AccessKeyId }).sts;
        const chained = new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", DurationSeconds: 7200 });
        await assert.rejects(role.send(chained), answers("ValidationError", /role chaining/));
        await assert.rejects(
            test.sts.send(new GetSessionTokenCommand({})),
            answers("NotImplemented", /GetSessionToken/),
        );
    });

    it("tells the expiry in real time, because the SDK compares it with that", () => {
        let real = 1_000_000;
        const hundredfold = { now: () => (real - 1_000_000) * 100 };
        const toReal = realTimeOf(hundredfold, () => real);
        real += 1000;
        assert.equal(toReal(100_000 + 3_600_000), real + 36_000);
    });

    it("holds a key with an identity policy to what that allows", async () => {
        const Statement = [
            { Effect: "Allow", Action: ["logs:CreateExportTask", "s3:GetBucketAcl"], Resource: "*" } as const,
        ];
        await test.aws.control.registerKey("AKIALIMITED", { accountId: account, policy: { Statement } });
        const limited = clients(test.aws.endpoint, { accessKeyId: "AKIALIMITED" }).logs;
        await assert.rejects(
            limited.send(new DescribeLogGroupsCommand({})),
            answers("AccessDeniedException", /is not authorized to perform: logs:DescribeLogGroups on resource/),
        );
        test.aws.seed({
            logGroups: [{ name: "/app", region, creationTime: 0 }],
            buckets: [{ name: "data-1", region, policy: exportPolicy("data-1") }],
        });
        const range = { logGroupName: "/app", from: 1, to: test.clock.now(), destination: "data-1" };
        await assert.rejects(
            limited.send(new CreateExportTaskCommand(range)),
            answers(
                "InvalidParameterException",
                "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.",
            ),
        );
    });

    it("answers unsigned requests as each service does", async () => {
        const target = { "x-amz-target": "Logs_20140328.DescribeLogGroups" };
        const logs = await fetch(test.aws.endpoint, { method: "POST", headers: target, body: "{}" });
        assert.equal(logs.status, 400);
        assert.match(await logs.text(), /MissingAuthenticationTokenException/);
        const s3 = await fetch(`${test.aws.endpoint}/some-bucket?list-type=2`);
        assert.equal(s3.status, 403);
        assert.match(await s3.text(), /<Code>AccessDenied<\/Code>/);
        const form = { "content-type": "application/x-www-form-urlencoded" };
        const body = "Action=GetCallerIdentity&Version=2011-06-15";
        const sts = await fetch(test.aws.endpoint, { method: "POST", headers: form, body });
        assert.equal(sts.status, 403);
        assert.match(await sts.text(), /<Code>MissingAuthenticationToken<\/Code>/);
    });
});
