import * as assert from "node:assert/strict";
import { type Aws, connect, environmentRegion } from "../../../providers/aws/clients";
import { type Access } from "../../../providers/aws/access";
import { runningClock } from "../../../sandbox/clock/clock";
import { type Account, ACCOUNT, BUCKET, GROUP, openAccount, RANGE, REGION } from "../../support/account";

const REQUEST = { taskName: "october", logGroupName: GROUP, ...RANGE, destination: BUCKET, destinationPrefix: "audit" };
const role = (account: string, name: string) => ({ roleArn: `arn:aws:iam::${account}:role/${name}` });

describe("the clients", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
        isOnRealTime = false;
    });
    afterEach(() => account.close());

    const open = (access: Partial<Access> = {}, requestTimeout = 10_000): Aws =>
        connect({ region: REGION, roles: [], ...access }, account.clock, {
            connectionTimeout: 1_000,
            requestTimeout,
            disableClockSkewCorrection: !isOnRealTime,
        });
    /** An account on real time, so that the SDK corrects the skew of a fault. */
    let isOnRealTime = false;
    const onRealTime = async () => {
        isOnRealTime = true;
        await account.close();
        account = await openAccount({ clock: runningClock({ start: 0, since: 0, speed: 1 }) });
    };
    const requestsOf = (operation: string) => account.aws.requests.filter((request) => request.operation === operation);
    const isSameRole = (request: { parameters: Record<string, unknown> }, other: Record<string, unknown>) =>
        request.parameters.RoleArn === other.RoleArn;
    const tasks = () => account.aws.control.tasks();
    const fail = (operation: string, code: string, status: number, times = 1) =>
        account.aws.faults.inject({ operation, times, effect: { kind: "error", code, status } });

    describe("start a task", () => {
        it("and hear at once that the slot is taken, instead of the SDK's three tries", async () => {
            await account.aws.control.startForeignTask({ region: REGION });
            await assert.rejects(open().logs.startTask(REQUEST), {
                name: "LimitExceededException",
                message: "Resource limit exceeded.",
            });
            assert.equal(requestsOf("CreateExportTask").length, 1);
        });

        it("again with the service's time where the machine's clock is off", async () => {
            await onRealTime();
            const effect = { kind: "clockSkew", milliseconds: 600_000 } as const;
            account.aws.faults.inject({ operation: "CreateExportTask", effect });
            const taskId = await open().logs.startTask(REQUEST);
            assert.deepEqual(
                requestsOf("CreateExportTask").map(({ outcome }) => outcome),
                ["InvalidSignatureException", "OK"],
            );
            assert.equal((await tasks())[0].taskId, taskId);
        });

        it("once where the service fails after handling it, though the SDK corrects its clock by that answer", async () => {
            await onRealTime();
            const operation = "CreateExportTask";
            // Off by more than the SDK ignores, and by less than the service does.
            account.aws.faults.inject({ operation, times: 3, effect: { kind: "clockSkew", milliseconds: 270_000 } });
            const failure = { kind: "error", code: "ServiceUnavailableException", status: 503, when: "after" } as const;
            account.aws.faults.inject({ operation, times: 3, effect: failure });
            await assert.rejects(open().logs.startTask(REQUEST), { name: "ServiceUnavailableException" });
            assert.equal(requestsOf(operation).length, 1);
            assert.equal((await tasks()).length, 1);
        });

        it("once where the answer was lost, though one was started", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
            await assert.rejects(open().logs.startTask(REQUEST), Error);
            assert.equal(requestsOf("CreateExportTask").length, 1);
            assert.equal((await tasks()).length, 1);
        });

        it("once where the request was lost", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "before" } });
            await assert.rejects(open().logs.startTask(REQUEST), Error);
            assert.equal(requestsOf("CreateExportTask").length, 1);
            assert.equal((await tasks()).length, 0);
        });

        for (const [code, status] of [
            ["ServiceUnavailableException", 503],
            ["InternalFailure", 500],
            ["OperationAbortedException", 400],
            // Nothing was started, but the provider checks before the next attempt whether another process did.
            ["ThrottlingException", 400],
        ] as const) {
            it(`once where the service answered ${code}`, async () => {
                fail("CreateExportTask", code, status);
                await assert.rejects(open().logs.startTask(REQUEST), { name: code });
                assert.equal(requestsOf("CreateExportTask").length, 1);
            });
        }

        it("once where the connection goes silent, and give up", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "hang", when: "after" } });
            await assert.rejects(open({}, 100).logs.startTask(REQUEST), { name: "TimeoutError" });
            assert.equal(requestsOf("CreateExportTask").length, 1);
            assert.equal((await tasks()).length, 1);
        });
    });

    describe("look", () => {
        it("and hear a LimitExceededException at once, whatever asked for it", async () => {
            fail("DescribeExportTasks", "LimitExceededException", 400);
            await assert.rejects(open().logs.listTasks(), { name: "LimitExceededException" });
            assert.equal(requestsOf("DescribeExportTasks").length, 1);
        });

        for (const [code, status] of [
            ["ThrottlingException", 400],
            ["ServiceUnavailableException", 503],
        ] as const) {
            it(`again after ${code}`, async () => {
                fail("DescribeExportTasks", code, status);
                assert.deepEqual(await open().logs.listTasks(), []);
                assert.deepEqual(
                    requestsOf("DescribeExportTasks").map(({ outcome }) => outcome),
                    [code, "OK"],
                );
            });
        }

        it("again after a connection that was cut, and one that went silent", async () => {
            const operation = "DescribeExportTasks";
            account.aws.faults.inject({ operation, effect: { kind: "drop", when: "before" } });
            account.aws.faults.inject({ operation, skip: 1, effect: { kind: "hang", when: "before" } });
            assert.equal(await open({}, 100).logs.findTask("00000000-0000-0000-0000-000000000000"), undefined);
            assert.deepEqual(
                requestsOf(operation).map(({ outcome }) => outcome),
                ["dropped", "hung", "OK"],
            );
        });

        it("again at S3, where the connection goes silent", async () => {
            account.aws.faults.inject({ operation: "ListObjectsV2", effect: { kind: "hang", when: "before" } });
            assert.equal(await open({}, 100).s3.find(BUCKET, "nothing"), undefined);
            assert.equal(requestsOf("ListObjectsV2").length, 2);
        });
    });

    describe("are whoever", () => {
        it("the environment's credentials say", async () => {
            const { arn, account: id } = await open().caller();
            assert.equal(id, ACCOUNT);
            assert.match(arn, /:user\/sandbox$/);
            assert.equal(requestsOf("GetCallerIdentity")[0].accessKeyId, "AKIASANDBOX");
        });

        it("keys of stack config say", async () => {
            await account.aws.control.registerKey("AKIASTACK", { accountId: "111111111111" });
            const aws = open({ keys: { accessKeyId: "AKIASTACK", secretAccessKey: "secret" } });
            assert.equal((await aws.caller()).account, "111111111111");
        });

        it("a role says, which reaches the role's account", async () => {
            const aws = open({ roles: [role("222222222222", "exporter")] });
            assert.deepEqual(await aws.caller(), {
                account: "222222222222",
                arn: "arn:aws:sts::222222222222:assumed-role/exporter/pulumi-cloudwatch-logs-export",
            });
            await aws.logs.listTasks();
            assert.equal(requestsOf("DescribeExportTasks")[0].accountId, "222222222222");
        });

        it("the last of several roles says, each assumed by the one before", async () => {
            const roles = [
                role("222222222222", "first"),
                { ...role("333333333333", "second"), externalId: "x-1", sessionName: "audit" },
            ];
            const aws = open({ roles });
            assert.equal((await aws.caller()).arn, "arn:aws:sts::333333333333:assumed-role/second/audit");
            assert.deepEqual(
                requestsOf("AssumeRole")
                    // On the fast clock, credentials soon expire and may be requested again.
                    .filter(({ parameters }, at, all) => at === all.findIndex((one) => isSameRole(one, parameters)))
                    .map(({ accountId, region, parameters }) => [
                        accountId,
                        region,
                        parameters.RoleArn,
                        parameters.ExternalId,
                    ]),
                [
                    [ACCOUNT, REGION, roles[0].roleArn, undefined],
                    ["222222222222", REGION, roles[1].roleArn, "x-1"],
                ],
            );
        });

        it("a role says, also where the connection to STS goes silent at first", async () => {
            account.aws.faults.inject({ operation: "AssumeRole", effect: { kind: "hang", when: "before" } });
            const aws = open({ roles: [role("222222222222", "exporter")] }, 100);
            assert.equal((await aws.caller()).account, "222222222222");
            assert.deepEqual(
                requestsOf("AssumeRole")
                    .slice(0, 2)
                    .map(({ outcome }) => outcome),
                ["hung", "OK"],
            );
        });

        it("they were, asked once", async () => {
            const aws = open();
            assert.deepEqual(await aws.caller(), await aws.caller());
            assert.equal(requestsOf("GetCallerIdentity").length, 1);
        });

        it("they are, asked again after a failure", async () => {
            fail("GetCallerIdentity", "AccessDenied", 403);
            const aws = open();
            await assert.rejects(aws.caller(), { name: "AccessDenied" });
            assert.equal((await aws.caller()).account, ACCOUNT);
        });
    });

    describe("find the Region of the environment", () => {
        const given = process.env.AWS_REGION;
        afterEach(() => {
            if (given === undefined) delete process.env.AWS_REGION;
            else process.env.AWS_REGION = given;
        });

        it("where it is set", async () => {
            process.env.AWS_REGION = "eu-north-1";
            assert.equal(await environmentRegion(() => undefined), "eu-north-1");
        });

        it("and say so where it is not", async () => {
            delete process.env.AWS_REGION;
            assert.equal(await environmentRegion(() => undefined, "no-such-profile"), undefined);
        });
    });
});
