import * as assert from "node:assert/strict";
import { Account, BUCKET, exportInputs, GROUP, openAccount, RANGE, REGION } from "../../support/account";

interface InitError extends Error {
    id: string;
    reasons: string[];
    properties: Record<string, unknown>;
}

async function initError(promise: Promise<unknown>): Promise<InitError> {
    try {
        await promise;
    } catch (error) {
        return error as InitError;
    }
    throw new assert.AssertionError({ message: "expected a failure" });
}

describe("the lifecycle of an export", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    const keysUnder = (prefix: string) =>
        Object.keys(account.aws.world.buckets[BUCKET].objects).filter((key) => key.startsWith(prefix));
    const tasks = () => account.aws.control.tasks();

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
            assert.deepEqual(keysUnder(`audit/payments/${id}/`), [`audit/payments/${id}/2026-10-05-[1]abc/000000.gz`]);
            assert.equal(outs.objectCount, 1);
            assert.ok((outs.byteCount ?? 0) > 100);
            assert.ok((outs.completionTime ?? 0) >= (outs.creationTime ?? Infinity));
        });

        it("names the task readably, with a hash that differs with the data", async () => {
            await account.provider().create(exportInputs());
            await account.provider().create(exportInputs({ from: RANGE.from + 1 }));
            const names = (await tasks()).map((task) => task.taskName ?? "");
            assert.match(names[0], /^shop-prod-october-[0-9a-f]{32}$/);
            assert.equal(new Set(names).size, 2);
        });

        it("says so when nothing was in the range", async () => {
            const { outs } = await account.provider().create(exportInputs({ from: 0, to: RANGE.from }));
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.objectCount, 0);
            assert.equal(outs.verified, true);
            assert.equal(outs.statusMessage, "Completed, nothing in the range");
            assert.match(account.said.join("\n"), /warning: .*there was nothing in the range/);
        });

        it("records a task that failed, with the service's message, and fails", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", outcome: "FAILED", message: "Something broke" },
            });
            const error = await initError(account.provider().create(exportInputs()));
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
            assert.deepEqual(await tasks(), []);
        });

        it("keeps what it knows of a task that outlasts timeoutSeconds", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 3600_000 },
            });
            const error = await initError(account.provider().create(exportInputs({ timeoutSeconds: 60 })));
            assert.match(error.message, /still RUNNING after 60 s \(timeoutSeconds\); it goes on in AWS/);
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
            const inputs = exportInputs({ sourceAccounts: ["999999999999"] });
            const error = await initError(account.provider().create(inputs));
            assert.match(
                error.message,
                /in account 123456789012, but the bucket policy names account 999999999999.*assumeRoleArn/,
            );
            assert.deepEqual(await tasks(), []);
        });

        it("starts nothing once its engine is gone", async () => {
            const { surroundings } = account;
            (surroundings as { isEngineAlive: unknown }).isEngineAlive = () => Promise.resolve(false);
            const error = await initError(account.provider().create(exportInputs()));
            assert.match(error.message, /engine is gone/);
            assert.deepEqual(await tasks(), []);
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
                [...(await tasks())]
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

    describe("what an interrupted run left behind", () => {
        it("is adopted while the task runs", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 5_000 },
            });
            await account.provider().create(exportInputs({ waitForCompletion: false }));
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });

        it("is adopted when the task is completed and its objects are there", async () => {
            const first = await account.provider().create(exportInputs());
            const second = await account.provider().create(exportInputs());
            assert.equal(second.id, first.id);
            assert.equal(second.outs.objectCount, 1, "the claim is not counted");
        });

        it("is not adopted when its objects are gone, though a marker still stands", async () => {
            const first = await account.provider().create(exportInputs({ onDestroy: "deleteObjects" }));
            await account.provider().delete(first.id, first.outs);
            await account.clock.sleep(10_000);
            await account
                .provider()
                .create(exportInputs({ resourceUrn: "urn:pulumi:prod::shop::t::other", from: 0, to: RANGE.from }));
            const again = await account.provider().create(exportInputs());
            assert.notEqual(again.id, first.id);
            assert.equal(again.outs.objectCount, 1);
        });

        it("is not adopted when the task failed, or when triggers ask for a fresh export", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            await initError(account.provider().create(exportInputs()));
            const second = await account.provider().create(exportInputs());
            const third = await account.provider().create(exportInputs({ triggers: "2" }));
            assert.equal(second.outs.status, "COMPLETED");
            assert.notEqual(third.id, second.id);
            assert.equal((await tasks()).length, 3);
        });

        it("is found again when the answer of the call was lost", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });

        it("is started when the call never arrived", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "before" } });
            const { outs } = await account.provider().create(exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal((await tasks()).length, 1);
        });
    });

    describe("update", () => {
        it("goes on with a task that was still running", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 120_000 },
            });
            const inputs = exportInputs({ timeoutSeconds: 30 });
            const error = await initError(account.provider().create(inputs));
            const { outs } = await account.provider().update(error.id, error.properties, exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.taskId, error.id);
            assert.equal((await tasks()).length, 1);
        });

        it("starts anew after a task that failed", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            const error = await initError(account.provider().create(exportInputs()));
            const { outs } = await account.provider().update(error.id, error.properties, exportInputs());
            assert.equal(outs.status, "COMPLETED");
            assert.notEqual(outs.taskId, error.id);
        });

        it("keeps the id when it fails again", async () => {
            const failing = {
                operation: "CreateExportTask",
                times: 2,
                effect: { kind: "task", outcome: "FAILED" },
            } as const;
            account.aws.faults.inject(failing);
            const first = await initError(account.provider().create(exportInputs()));
            const second = await initError(account.provider().update(first.id, first.properties, exportInputs()));
            assert.equal(second.id, first.id);
            assert.notEqual(second.properties.taskId, first.id);
        });

        it("asks AWS nothing when the export is done", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            const updated = await account
                .provider()
                .update(id, { ...outs }, exportInputs({ onDestroy: "deleteObjects" }));
            assert.equal(account.aws.requests.length, before);
            assert.equal(updated.outs.onDestroy, "deleteObjects");
            assert.equal(updated.outs.taskId, outs.taskId);
        });
    });

    describe("read", () => {
        it("asks AWS nothing about an export that is done", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            assert.deepEqual(await account.provider().read(id, { ...outs }), { id, props: outs });
            assert.equal(account.aws.requests.length, before);
        });

        it("sees a task that has ended since, and verifies it", async () => {
            const { id, outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            await account.clock.sleep(5_000);
            const { props } = await account.provider().read(id, { ...outs });
            assert.equal(props.status, "COMPLETED");
            assert.equal(props.verified, true);
        });

        it("does not fail when the task failed, and leaves it to the next up", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            const error = await initError(account.provider().create(exportInputs()));
            const { props } = await account.provider().read(error.id, error.properties);
            assert.equal(props.status, "FAILED");
            const { changes } = await account.provider().diff(error.id, props, { ...exportInputs() });
            assert.equal(changes, true);
        });

        it("keeps a task that the service no longer lists", async () => {
            const { id, outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            const props = { ...outs, taskId: "00000000-0000-0000-0000-000000000000" };
            assert.deepEqual(await account.provider().read(id, props), { id, props });
        });

        it("gets a task by its ID alone", async () => {
            const { id } = await account.provider().create(exportInputs());
            const { props } = await account.provider({ "aws:region": REGION }).read(id, {});
            assert.equal(props.logGroupName, GROUP);
            assert.equal(props.from, RANGE.from);
            assert.equal(props.uri, `s3://${BUCKET}/audit/payments/${id}/`);
            assert.equal(props.objectCount, 1);
        });

        it("says so when there is no task of that ID", async () => {
            const reading = account.provider({ "aws:region": REGION }).read("00000000-0000-0000-0000-000000000000", {});
            await assert.rejects(reading, /There is no export task 00000000.* in eu-central-1/);
        });
    });

    describe("delete", () => {
        it("keeps the objects unless asked, and asks AWS nothing", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            await account.provider().delete(id, outs);
            assert.equal(account.aws.requests.length, before);
            assert.equal(keysUnder(`audit/payments/${id}/`).length, 1);
        });

        it("removes the objects when asked, those of a neighbour not", async () => {
            const mine = await account.provider().create(exportInputs({ onDestroy: "deleteObjects" }));
            const other = await account.provider().create(exportInputs({ triggers: "other" }));
            await account.provider().delete(mine.id, mine.outs);
            assert.deepEqual(keysUnder(`audit/payments/${mine.id}`), []);
            assert.equal(keysUnder(`audit/payments/${other.id}/`).length, 1);
        });

        it("cancels an active task and waits until it is cancelled", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 3600_000 },
            });
            const { id, outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            await account.provider().delete(id, outs);
            assert.equal((await tasks())[0].status, "CANCELLED");
        });

        it("can be repeated", async () => {
            const { id, outs } = await account.provider().create(exportInputs({ onDestroy: "deleteObjects" }));
            const unlisted = { ...outs, status: "RUNNING" };
            await account.provider().delete(id, unlisted);
            await account.provider().delete(id, unlisted);
        });

        it("leaves task and objects to an export that adopted them", async () => {
            const old = await account.provider().create(exportInputs({ onDestroy: "deleteObjects" }));
            const adopting = await account.provider().create(exportInputs({ onDestroy: "deleteObjects" }));
            assert.equal(adopting.id, old.id);
            await account.provider().delete(old.id, old.outs);
            assert.equal(keysUnder(`audit/payments/${old.id}/`).length, 2, "the object and the claim");
            await account.provider().delete(adopting.id, adopting.outs);
            assert.deepEqual(keysUnder(`audit/payments/${old.id}/`), []);
        });
    });
});
