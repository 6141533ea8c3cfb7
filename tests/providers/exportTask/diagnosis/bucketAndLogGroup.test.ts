import * as assert from "node:assert/strict";
import { type LogGroup } from "../../../../providers/aws/logs";
import { explainRange } from "../../../../providers/exportTask/diagnosis/diagnosis";
import { ACCOUNT, exportInputs, GROUP, NOW, RANGE, REGION } from "../../../support/account";
import { Stage } from "./stage";

describe("a refused export is explained", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.account.close());

    it("by the bucket: there is none of that name", async () => {
        assert.match(
            await stage.refusal({ destination: "no-such-bucket" }),
            /There is no bucket no-such-bucket. Correct the name, or create it in eu-central-1/,
        );
    });

    it("by the bucket: it is in another Region", async () => {
        stage.account.aws.seed({ buckets: [{ name: "far-away", region: "us-east-1" }] });
        assert.match(
            await stage.refusal({ destination: "far-away" }),
            /bucket far-away is in us-east-1, the log group in eu-central-1: an export needs both in one Region/,
        );
    });

    it("by the bucket: it belongs to another account", async () => {
        stage.account.aws.seed({ buckets: [{ name: "not-ours", region: REGION, accountId: "999999999999" }] });
        assert.match(
            await stage.refusal({ destination: "not-ours" }),
            /The bucket not-ours exists, but the caller may not use it/,
        );
    });

    it("by the log group: the nearest names are told", async () => {
        stage.account.aws.seed({
            logGroups: ["/aws/lambda/refunds", "/aws/lambda/payment-retries"].map((name) => ({ name, region: REGION })),
        });
        assert.match(
            await stage.refusal({ logGroupName: "/aws/lambda/paymnets" }),
            /There is no log group \/aws\/lambda\/paymnets in eu-central-1. The nearest names are \/aws\/lambda\/payments, /,
        );
    });

    it("by the log group: there is none at all", async () => {
        delete stage.account.aws.world.logs[`${ACCOUNT}/${REGION}`];
        assert.match(
            await stage.refusal({ logGroupName: "/nothing/alike" }),
            /There is no log group \/nothing\/alike in eu-central-1\. Correct the name or the Region\./,
        );
    });

    it("by the range, to the millisecond", () => {
        const group = { name: GROUP, creationTime: RANGE.from, retentionInDays: 7 };
        const kept = NOW - 7 * 86_400_000;
        const told = (from: number, to: number, known: Partial<LogGroup> = group) =>
            /ends at|begins at|keeps events/.exec(
                explainRange({ from, to, logGroupName: GROUP }, known as LogGroup, NOW) ?? "",
            )?.[0];
        assert.equal(told(RANGE.from - 9, RANGE.from - 1), "ends at");
        assert.equal(told(RANGE.from - 9, RANGE.from, { ...group, retentionInDays: undefined }), undefined);
        assert.equal(told(NOW + 1, NOW + 9), "begins at");
        assert.equal(told(NOW, NOW + 9), undefined);
        assert.equal(told(RANGE.from, kept - 1), "keeps events");
        assert.equal(told(RANGE.from, kept), undefined);
        assert.equal(told(RANGE.from - 9, RANGE.from, {}), undefined);
    });

    it("by the range: it ends before the log group was created", async () => {
        assert.match(
            await stage.refusal({ from: RANGE.from - 2_000, to: RANGE.from - 1_000 }),
            /The range ends at 2026-09-30T23:59:59Z, but log group \/aws\/lambda\/payments was created at 2026-10-01T00:00:00Z/,
        );
    });

    it("by the retention, where nothing was left in the range", async () => {
        stage.account.aws.seed({ logGroups: [{ name: GROUP, region: REGION, retentionInDays: 7 }] });
        const { outs } = await stage.account.provider().create(exportInputs());
        assert.equal(outs.objectCount, 0);
        assert.match(
            stage.account.said.join("\n"),
            /keeps events for 7 days, so everything before 2026-11-13T\S+ is gone/,
        );
    });

    it("by the range: it is not over by the time of AWS, whatever the machine's clock says", async () => {
        const from = NOW + 86_400_000;
        const message = await stage.refusal({ from, to: from + 1, settleHours: 0 });
        assert.match(message, /to is "2026-11-21T00:00:00.001Z", but must be in the past: it is 2026-11-20T.* now/);
        assert.match(message, /that clock is ahead/);
        assert.deepEqual(await stage.account.aws.control.tasks(), []);
    });

    for (const [code, message] of [
        ["InvalidParameterException", "The operation is not supported."],
        ["InvalidOperationException", "Not supported for log group class INFREQUENT_ACCESS"],
        ["ValidationException", "Cannot export"],
    ]) {
        it(`by the log group's class, where that may be why (${code})`, async () => {
            const name = "/shop/archive";
            stage.account.aws.seed({
                logGroups: [{ name, region: REGION, creationTime: 0, logGroupClass: "INFREQUENT_ACCESS" }],
            });
            const effect = { kind: "error", code, message } as const;
            stage.account.aws.faults.inject({ operation: "CreateExportTask", effect });
            assert.match(
                await stage.refusal({ logGroupName: name }),
                /Log group \/shop\/archive is of the class INFREQUENT_ACCESS, which CloudWatch Logs may not export: remove it/,
            );
        });
    }

    it("by the organisation's policies, in the service's own words", async () => {
        stage.account.aws.faults.inject({
            operation: "CreateExportTask",
            effect: {
                kind: "error",
                code: "AccessDeniedException",
                message:
                    "User is not authorized to perform: logs:CreateExportTask with an explicit deny in a service control policy",
            },
        });
        assert.match(
            await stage.refusal(),
            /explicit deny in a service control policy.*A service control policy \(SCP\) of the organisation denies it/,
        );
    });

    it("by what the caller lacks", async () => {
        stage.account.aws.faults.inject({
            operation: "CreateExportTask",
            effect: {
                kind: "error",
                code: "AccessDeniedException",
                message: "User is not authorized to perform: logs:CreateExportTask",
            },
        });
        assert.match(
            await stage.refusal(),
            /Grant the caller logs:CreateExportTask on arn:aws:logs:eu-central-1:\*:log-group:\/aws\/lambda\/payments\./,
        );
    });
});
