import * as assert from "node:assert/strict";
import { runningClock } from "../../../../sandbox/clock/clock";
import { NOW, REGION } from "../../../support/account";
import { Stage } from "./stage";
import { MINUTE } from "../../../support/durations";

describe("patience", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    /** Every call fails for so long, in the sandbox's time. */
    async function outage(milliseconds: number, operation?: string): Promise<void> {
        const id = stage.inject({ operation, times: 1e9, effect: { kind: "drop", when: "before" } });
        await stage.account.clock.sleep(milliseconds);
        stage.account.aws.faults.clear(id);
    }

    const whileRunning = async () => {
        while (stage.requests("DescribeExportTasks").length < 3) await stage.account.clock.sleep(1_000);
    };

    it("rides out a network that is gone while a task is watched (number 13)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 30 * MINUTE } });
        const creating = stage.create();
        await whileRunning();
        await outage(4 * MINUTE);
        const { outs } = await creating;
        assert.deepEqual([outs.status, outs.verified], ["COMPLETED", true]);
        assert.match(stage.said, /DescribeExportTasks failed, trying again for up to \d+ s/);
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("ends after retryTimeoutSeconds, in words that say what to do, and the next up resumes (number 13)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 60 * MINUTE } });
        const failing = stage.failing({ retryTimeoutSeconds: 120 });
        await whileRunning();
        await outage(12 * MINUTE);
        const error = await failing;
        assert.match(error.message, /can no longer be watched.*AWS did not serve DescribeExportTasks for 120 s/);
        const { outs } = await stage.account.provider().update(error.id, error.properties, stage.inputs());
        assert.deepEqual([outs.taskId, outs.verified], [error.id, true]);
    });

    it("begins with the first failure of a kind, not with the wait in line (number 15)", async () => {
        await stage.account.aws.control.startForeignTask({ region: REGION, runMilliseconds: 20 * MINUTE });
        const creating = stage.create();
        while (stage.requests("CreateExportTask").length < 1) await stage.account.clock.sleep(1_000);
        stage.inject({
            operation: "CreateExportTask",
            times: 4,
            effect: { kind: "error", code: "OperationAbortedException", message: "Multiple requests." },
        });
        assert.equal((await creating).outs.verified, true);
        assert.ok(stage.requests("CreateExportTask").length >= 6);
    });

    it("includes a policy that S3 shows in its old form (number 16)", async () => {
        // The twenty seconds of that patience are a tenth of one on the usual clock, which a busy machine can miss.
        await stage.close();
        await stage.open({ clock: runningClock({ start: NOW, since: Date.now(), speed: 10 }) });
        const message =
            "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted.";
        const effect = { kind: "error", code: "InvalidParameterException", message } as const;
        stage.inject({ operation: "CreateExportTask", times: 2, effect });
        stage.inject({
            operation: "GetBucketPolicy",
            times: 1,
            effect: { kind: "error", code: "NoSuchBucketPolicy", status: 404 },
        });
        assert.equal((await stage.create()).outs.verified, true);
    });

    for (const [what, code, status, expected] of [
        ["throttling", "ThrottlingException", 400, /could not be completed: .* \(ThrottlingException\)/],
        ["a 503", "ServiceUnavailableException", 503, /could not be completed: .* \(ServiceUnavailableException\)/],
    ] as const) {
        it(`that ends with ${what} blames nobody's declaration (number 23)`, async () => {
            stage.inject({ operation: "CreateExportTask", times: 1e6, effect: { kind: "error", code, status } });
            const failing = stage.failing({ retryTimeoutSeconds: 60 });
            const { message } = await failing;
            assert.match(message, expected);
            assert.match(message, /The declaration is not at fault. Run `pulumi up` again/);
            assert.doesNotMatch(message, /refused|Correct the declaration/);
        });
    }

    it("with answers that are lost has a bound (number 30)", async () => {
        stage.inject({ operation: "CreateExportTask", times: 1e6, effect: { kind: "drop", when: "before" } });
        const began = stage.account.clock.now();
        const { message } = await stage.failing();
        assert.match(message, /could not be completed: .* if a task was started, it is found and resumed/);
        assert.ok(stage.account.clock.now() - began < 20 * MINUTE, "ten minutes, and the last look");
        assert.deepEqual(await stage.tasks(), []);
    });

    it("has none with credentials that expire in line, which says what expired (number 23)", async () => {
        await stage.account.aws.control.startForeignTask({ region: REGION, runMilliseconds: 20 * MINUTE });
        const failing = stage.failing();
        while (stage.requests("CreateExportTask").length < 1) await stage.account.clock.sleep(1_000);
        stage.inject({ operation: "DescribeExportTasks", times: 1e6, effect: { kind: "expiredCredentials" } });
        const { message } = await failing;
        assert.match(
            message,
            /^The export of log group .* could not be completed: .*The credentials expired: renew them/,
        );
    });

    it("asks for the list of tasks once, however many unfinished exports it serves (number 26)", async () => {
        const provider = stage.account.provider();
        const created = await Promise.all(
            Array.from({ length: 30 }, (_, index) =>
                provider.create(stage.inputs({ destinationPrefix: `p/${index}`, from: 1 + index })),
            ),
        );
        const unfinished = created.map(({ id, outs }) => ({ id, olds: { ...outs, verified: false } }));
        const before = stage.requests("DescribeExportTasks").length;
        const again = stage.account.provider();
        const updated = await Promise.all(
            unfinished.map(({ id, olds }, index) =>
                again.update(id, olds, stage.inputs({ destinationPrefix: `p/${index}`, from: 1 + index })),
            ),
        );
        assert.ok(updated.every(({ outs }) => outs.verified));
        assert.equal(stage.requests("DescribeExportTasks").length - before, 1);
        assert.equal(stage.requests("CreateExportTask").length, 30);
    });

    it("with a slot that is taken by nobody visible says so (number 26)", async () => {
        const message = "Resource limit exceeded.";
        const effect = { kind: "error", code: "LimitExceededException", message } as const;
        stage.inject({ operation: "CreateExportTask", times: 5, effect });
        assert.equal((await stage.create()).outs.verified, true);
        assert.match(stage.said, /the export slot is taken by a task that the service does not list/);
    });
});
