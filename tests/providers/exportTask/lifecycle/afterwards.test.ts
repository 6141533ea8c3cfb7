import * as assert from "node:assert/strict";
import { type Account, BUCKET, exportInputs, GROUP, openAccount, RANGE, REGION } from "../../../support/account";
import { initError } from "./initError";

describe("the lifecycle of an export", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    describe("read", () => {
        it("asks AWS nothing about an export that is done", async () => {
            const { id, outs } = await account.provider().create(exportInputs());
            const before = account.aws.requests.length;
            assert.deepEqual(await account.provider().read(id, { ...outs }), { id, props: outs });
            assert.equal(account.aws.requests.length, before);
        });

        it("sees a task that has ended since, and leaves it to the next up to verify it", async () => {
            const { id, outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            await account.clock.sleep(5_000);
            const { props } = await account.provider().read(id, { ...outs });
            assert.equal(props.status, "COMPLETED");
            assert.equal(props.objectCount, 1);
            assert.equal(props.verified, false);
            const { outs: verified } = await account.provider().update(id, props, exportInputs());
            assert.equal(verified.verified, true);
            assert.equal((await account.tasks()).length, 1);
        });

        it("does not fail when the task failed, and leaves it to the next up", async () => {
            account.aws.faults.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
            const error = await initError(account.provider().create(exportInputs({ maxAttempts: 1 })));
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

        it("says where the Region comes from, if nobody says it", async () => {
            await assert.rejects(
                account.provider().read("00000000-0000-0000-0000-000000000000", {}),
                (error: Error) => {
                    assert.match(
                        error.message,
                        /^The export task 00000000-.*: region is undefined, .* config set aws:region/,
                    );
                    return true;
                },
            );
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
            assert.equal(account.keysUnder(`audit/payments/${id}/`).length, 2, "the object and the manifest");
        });

        it("removes the objects when asked, those of a neighbour not", async () => {
            const mine = await account.provider().create(exportInputs({ removalPolicy: "delete" }));
            const other = await account.provider().create(exportInputs({ triggers: "other" }));
            await account.provider().delete(mine.id, mine.outs);
            assert.deepEqual(account.keysUnder(`audit/payments/${mine.id}`), []);
            assert.equal(account.keysUnder(`audit/payments/${other.id}/`).length, 2);
        });

        it("cancels an active task and waits until it is cancelled", async () => {
            account.aws.faults.inject({
                operation: "CreateExportTask",
                effect: { kind: "task", runMilliseconds: 3600_000 },
            });
            const { id, outs } = await account.provider().create(exportInputs({ waitForCompletion: false }));
            await account.provider().delete(id, outs);
            assert.equal((await account.tasks())[0].status, "CANCELLED");
        });

        it("can be repeated", async () => {
            const { id, outs } = await account.provider().create(exportInputs({ removalPolicy: "delete" }));
            const unlisted = { ...outs, status: "RUNNING" };
            await account.provider().delete(id, unlisted);
            await account.provider().delete(id, unlisted);
        });

        it("leaves task and objects to an export that adopted them", async () => {
            const old = await account.provider().create(exportInputs({ removalPolicy: "delete" }));
            const adopting = await account.provider().create(exportInputs({ removalPolicy: "delete" }));
            assert.equal(adopting.id, old.id);
            await account.provider().delete(old.id, old.outs);
            assert.equal(account.keysUnder(`audit/payments/${old.id}/`).length, 2, "the object and the manifest");
            await account.provider().delete(adopting.id, adopting.outs);
            assert.deepEqual(account.keysUnder(`audit/payments/${old.id}/`), []);
        });
    });
});
