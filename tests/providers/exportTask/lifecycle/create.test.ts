import * as assert from "node:assert/strict";
import { type Account, BUCKET, exportInputs, GROUP, openAccount, RANGE, REGION } from "../../../support/account";
import { initError } from "./initError";

describe("the lifecycle of an export", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    describe("check", () => {
        it("asks for a Region where none is given, in inputs that the protocol can carry", async () => {
            const { region, ...elsewhere } = exportInputs();
            const { inputs, failures } = await account.provider().check(undefined, elsewhere);
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["region"],
            );
            assert.match(failures[0].reason, /pulumi config set aws:region/);
            assert.ok(!Object.values(inputs).includes(undefined), "undefined has no place in it");
            assert.equal(region, REGION);
        });
    });

    describe("create", () => {
        it("runs the task to its end and reports what landed", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.taskId, id);
            assert.equal(outs.uri, `s3://${BUCKET}/audit/payments/${id}/`);
            assert.equal(outs.verified, true);
            assert.deepEqual(account.keysUnder(`audit/payments/${id}/`).sort(), [
                `audit/payments/${id}/2026-10-05-[1]abc/000000.gz`,
                `audit/payments/${id}/_export-owner-1.json`,
            ]);
            assert.equal(outs.objectCount, 1);
            assert.ok((outs.byteCount ?? 0) > 100);
            assert.ok((outs.completionTime ?? 0) >= (outs.creationTime ?? Infinity));
        });

        it("names the task readably, with a hash that differs with the data", async () => {
            await account.provider().create(exportInputs());
            await account.provider().create(exportInputs({ from: RANGE.from + 1 }));
            const names = (await account.tasks()).map((task) => task.taskName ?? "");
            assert.match(names[0], /^shop-prod-october-[0-9a-f]{32}$/);
            assert.equal(new Set(names).size, 2);
        });

        it("says so when nothing was in the range", async () => {
            const { outs } = await account.provider().create(exportInputs({ from: 0, to: RANGE.from }));
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.objectCount, 0);
            assert.equal(outs.verified, true);
            assert.equal(outs.statusMessage, "Completed, nothing in range");
            assert.match(account.said.join("\n"), /warning: .*there was nothing in the range/);
        });

        it("records a task that failed, with the service's message, and fails", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", outcome: "FAILED", message: "Something broke" },
            });
            const error = await initError(account.provider().create(exportInputs({ maxAttempts: 1 })));
            assert.match(error.message, /is FAILED: Something broke/);
            assert.equal(error.properties.status, "FAILED");
            assert.equal(error.properties.taskId, error.id);
            assert.equal(error.properties.logGroupName, GROUP, "destroy needs the inputs");
            assert.deepEqual(error.reasons, [error.message]);
        });

        it("does not take CANCELLED for success", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", outcome: "CANCELLED" },
            });
            const error = await initError(account.provider().create(exportInputs()));
            assert.match(error.message, /CANCELLED.*Somebody cancelled it/);
        });

        it("reports a refusal with the service's words and the next step, and records nothing", async () => {
            const error = await initError(account.provider().create(exportInputs({ logGroupName: "/no/such/group" })));
            assert.match(error.message, /The specified log group does not exist/);
            assert.match(error.message, /Correct the name or the Region/);
            assert.equal(error.id, undefined);
            assert.deepEqual(await account.tasks(), []);
        });

        it("keeps what it knows of a task that outlasts timeoutSeconds", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 3600_000 },
            });
            const error = await initError(account.provider().create(exportInputs({ timeoutSeconds: 60 })));
            assert.match(error.message, /still RUNNING after 60 s \(timeoutSeconds\); it continues to run in AWS/);
            assert.equal(error.properties.status, "RUNNING");
        });

        it("returns once the task is started when it need not wait", async () => {
            const { outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            assert.equal(outs.status, "PENDING");
            assert.equal(outs.verified, false);
        });

        it("is not failed by a bucket that may not be listed, but says that it is not verified", async () => {
            account.aws.faults.inject({
                service: "s3",
                operation: "ListObjectsV2",
                times: 100,
                effect: { kind: "error", code: "AccessDenied", status: 403 },
            });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.verified, false);
            assert.equal(outs.objectCount, undefined);
            assert.match(account.said.join("\n"), /Grant the caller s3:ListBucket/);
        });

        it("does not believe COMPLETED without objects and marker", async () => {
            account.aws.faults.inject({
                service: "s3",
                operation: "ListObjectsV2",
                times: 100,
                effect: { kind: "stale", milliseconds: 3600_000 },
            });
            const error = await initError(account.provider().create(exportInputs()));
            assert.match(error.message, /neither an object under .* nor the marker/);
            assert.equal(error.properties.verified, false);
        });

        it("refuses to run in an account that the bucket policy does not name", async () => {
            const inputs = exportInputs({ accounts: ["999999999999"] });
            const error = await initError(account.provider().create(inputs));
            assert.match(
                error.message,
                /in account 123456789012, but the bucket policy names account 999999999999.*assumeRoleArn/,
            );
            assert.deepEqual(await account.tasks(), []);
        });

        it("starts nothing once its engine is gone", async () => {
            const { surroundings } = account;
            (surroundings as { isEngineAlive: unknown }).isEngineAlive = () => Promise.resolve(false);
            const error = await initError(account.provider().create(exportInputs()));
            assert.match(error.message, /engine is gone/);
            assert.deepEqual(await account.tasks(), []);
        });

        it("waits for a task of somebody else and names it", async () => {
            await account.aws.control.startForeignTask({
                region: REGION,
                taskName: "nightly-of-another-team",
                logGroupName: "/theirs",
                runMilliseconds: 600_000,
            });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.match(
                account.said.join("\n"),
                /task nightly-of-another-team of log group \/theirs is (PENDING|RUNNING) for \d+s/,
            );
        });

        it("runs exports of one process one after the other, in order, and asks nothing while they wait", async () => {
            const provider = account.provider();
            const prefixes = ["a", "b", "c", "d"];
            await Promise.all(
                prefixes.map((destinationPrefix) => provider.create(exportInputs({ destinationPrefix }))),
            );
            assert.deepEqual(
                [...(await account.tasks())]
                    .sort((a, b) => a.creationTime - b.creationTime)
                    .map((task) => task.destinationPrefix),
                prefixes,
            );
            const refused = account.aws.requests.filter(({ outcome }) => outcome === "LimitExceededException");
            assert.deepEqual(refused, []);
            const waiting = account.said.filter((line) =>
                /^waiting for the slot for .*: 3 of this program's/.test(line),
            );
            assert.ok(waiting.length > 0, account.said.join("\n"));
        });
    });
});
