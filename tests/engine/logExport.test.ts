import * as assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { BUCKET } from "../support/account";
import { exportSteps, messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

const GROUPS = ["/aws/lambda/payments", "/aws/lambda/checkout"];

onEveryEngine("a LogExport", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "audit", groups: GROUPS });
    });
    afterEach(() => stage.close());

    const args = (changes: Readonly<Record<string, unknown>> = {}) => ({
        logGroups: GROUPS,
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-03T00:00:00Z",
        splitBy: "day",
        destinationPrefix: "audit",
        ...changes,
    });

    it("makes the bucket, exports every group and range, later only what is added, and keeps the archive", async () => {
        const bucket = {
            lifecycleRules: [{ transitions: [{ days: 30, storageClass: "GLACIER_IR" }], expirationDays: 365 }],
        };
        const first = succeeded(await stage.up({ args: args({ bucket }) }));
        const bucketName = first.outputs.bucket as string;
        const objects = () =>
            Object.keys(stage.aws.world.buckets[bucketName].objects)
                .filter((key) => key.endsWith(".gz"))
                .map((key) => key.replace(/[0-9a-f-]{36}/, "TASK"))
                .sort();
        assert.deepEqual(objects(), [
            "audit/log_group=%2Faws%2Flambda%2Fcheckout/year=2026/month=10/day=01/TASK/stream/000000.gz",
            "audit/log_group=%2Faws%2Flambda%2Fcheckout/year=2026/month=10/day=02/TASK/stream/000000.gz",
            "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=01/TASK/stream/000000.gz",
            "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=02/TASK/stream/000000.gz",
        ]);

        const markers = () => {
            const keys = Object.keys(stage.aws.world.buckets[bucketName].objects);
            return keys.filter((key) => key.endsWith("/aws-logs-write-test"));
        };
        assert.deepEqual(
            new Set(markers()),
            new Set(objects().map((key) => key.replace("TASK/stream/000000.gz", "aws-logs-write-test"))),
        );

        const longer = { args: args({ bucket, to: "2026-10-04T00:00:00Z" }) };
        assert.deepEqual(exportSteps(succeeded(await stage.up(longer))), [
            "create audit-/aws/lambda/checkout-20261003T000000Z-20261004T000000Z",
            "create audit-/aws/lambda/payments-20261003T000000Z-20261004T000000Z",
        ]);

        succeeded(await (await stage.open(longer)).destroy());
        assert.equal(objects().length, 6, "the archive outlives its stack");
    });

    it("deletes its objects when it is told to, and leaves the service's markers", async () => {
        const config = { args: args({ bucket: { existing: BUCKET }, removalPolicy: "delete" }) };
        succeeded(await stage.up(config));
        const { objects } = stage.aws.world.buckets[BUCKET];
        assert.equal(Object.keys(objects).filter((key) => key.endsWith(".gz")).length, 4);
        succeeded(await (await stage.open(config)).destroy());
        assert.deepEqual(
            Object.keys(objects).map((key) => key.split("/").at(-1)),
            Array(4).fill("aws-logs-write-test"),
        );
    });

    it("does not hold up the rest of the stack with 50 exports", async () => {
        const fifty = args({ to: "2026-10-26T00:00:00Z", bucket: { existing: BUCKET } }); // nothing to wait for
        const parallel = availableParallelism() * 4 < 25 ? undefined : 8; // the default of two CPUs
        const result = succeeded(await (await stage.open({ args: fifty, notes: 3 })).up({ parallel }));
        const completed = result.outputs.completed as number[];
        const notes = result.outputs.notes as number[]; // made one after the other
        assert.deepEqual([completed.length, notes.length], [50, 3]);
        const before = completed.filter((time) => time < notes[2]).length;
        assert.ok(before <= 10, `${before} of 50 exports had ended before what is declared after them was made`);
    });

    for (const removalPolicy of ["retain", "delete"] as const) {
        it(`exports nothing into a bucket without its policy, one that it would ${removalPolicy}, also when told to continue`, async () => {
            const config = { args: args({ bucket: { removalPolicy } }) };
            const denied = { kind: "error", code: "AccessDenied", status: 403 } as const;
            stage.aws.faults.inject({ operation: "PutBucketPolicy", times: Infinity, effect: denied });
            const failed = await (await stage.open(config)).up({ continueOnError: true });
            assert.equal(failed.result, "failed");
            assert.match(messagesOf(failed), /AccessDenied/);
            assert.doesNotMatch(messagesOf(failed), /destination/, "nothing is said of exports");
            assert.deepEqual(await stage.aws.control.tasks(), []);

            stage.aws.faults.clear();
            assert.equal(exportSteps(succeeded(await stage.up(config))).length, 4);
        });
    }

    it("goes past a failed export when Pulumi is told to continue, else leaves the rest to the next up", async () => {
        const failing = { operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } } as const;
        stage.aws.faults.inject(failing);
        const config = { args: args({ bucket: { removalPolicy: "delete" }, removalPolicy: "delete", maxAttempts: 1 }) };
        const stopped = await stage.up(config);
        assert.equal(stopped.result, "failed");
        assert.match(messagesOf(stopped), /is FAILED/);
        const begun = (await stage.aws.control.tasks()).length;
        assert.ok(begun <= 2, `${begun} tasks were started`);

        stage.aws.faults.inject(failing);
        const continued = await (await stage.open(config)).up({ continueOnError: true });
        assert.equal(continued.result, "failed");
        const statuses = (await stage.aws.control.tasks()).map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === "COMPLETED").length, 3, statuses.join());

        const mended = succeeded(await stage.up(config));
        const completed = (await stage.aws.control.tasks()).filter(({ status }) => status === "COMPLETED");
        assert.equal(completed.length, 4);

        succeeded(await (await stage.open(config)).destroy());
        assert.equal(stage.aws.world.buckets[mended.outputs.bucket as string], undefined, "gone, as it was told to");
    });
});
