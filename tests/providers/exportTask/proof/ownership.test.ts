import * as assert from "node:assert/strict";
import { isEvidence } from "../../../faults/bucketContents";
import { REGION } from "../../../support/account";
import { Stage } from "./stage";

const RENAMED = "prod::shop::::renamed";

describe("the owners of an export", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    const slow = { kind: "task", runMilliseconds: 20_000 } as const;

    it("are found through the slot too, and keep the objects from another's delete (number 4)", async () => {
        // The task of another stack that is not in this one's listing yet.
        stage.inject({ operation: "CreateExportTask", effect: slow });
        const first = await stage.create({ waitForCompletion: false, removalPolicy: "delete" });
        stage.inject({ operation: "DescribeExportTasks", effect: { kind: "stale", milliseconds: 100_000 } });
        const second = await stage.create({ removalPolicy: "delete" });
        assert.equal(second.id, first.id);
        await stage.account.provider().delete(first.id, first.outs);
        assert.equal(stage.data(`a/${second.id}/`).length, 3);
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("are so after a lost answer (number 4)", async () => {
        const first = await stage.create({ removalPolicy: "delete" });
        stage.removeByHand((key) => key.includes(first.id));
        stage.inject({ operation: "CreateExportTask", effect: { kind: "drop", when: "after" } });
        const second = await stage.create({ removalPolicy: "delete" });
        assert.deepEqual(
            stage.names(`a/${second.id}/`).filter((name) => name.startsWith("_")),
            [`_export-${second.outs.owner}.json`],
        );
        const third = await stage.create({ removalPolicy: "delete" });
        await stage.account.provider().delete(second.id, second.outs);
        assert.equal(stage.data(`a/${third.id}/`).length, 3);
    });

    it("of an active task leave their mark at once, so that nobody cancels it", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 600_000 } });
        const first = await stage.create({ waitForCompletion: false });
        const second = await stage.create({ waitForCompletion: false });
        assert.equal(second.id, first.id);
        await stage.account.provider().delete(first.id, first.outs);
        assert.equal((await stage.tasks())[0].status, "RUNNING");
        assert.match(stage.said, /is not cancelled: another export relies on it/);
    });

    it("that may not leave their mark try again in the next up, before two of them delete", async () => {
        const fault = stage.refuse("PutObject");
        const [one, other] = [
            await stage.create({ removalPolicy: "delete" }),
            await stage.create({ removalPolicy: "delete" }),
        ];
        assert.equal(other.id, one.id);
        stage.account.aws.faults.clear(fault);
        const provider = stage.account.provider();
        const inputs = stage.inputs({ removalPolicy: "delete" });
        assert.equal((await provider.diff(one.id, one.outs as never, { ...inputs })).changes, true);
        const { outs } = await provider.update(one.id, { ...one.outs }, inputs);
        await stage.account.provider().delete(other.id, other.outs);
        assert.equal(stage.messages(outs.uri).length, 30);
        assert.equal((await provider.diff(one.id, outs as never, { ...inputs })).changes, false);
    });

    it("that may not leave their mark are known to the process: the old name of the same up deletes nothing of theirs", async () => {
        const first = await stage.create({ removalPolicy: "delete" });
        const provider = stage.account.provider();
        const fault = stage.refuse("PutObject");
        const renamed = await provider.create(stage.inputs({ shortUrn: RENAMED }));
        stage.account.aws.faults.clear(fault);
        assert.equal(renamed.id, first.id);
        await provider.delete(first.id, first.outs);
        assert.equal(stage.data(`a/${renamed.id}/`).length, 3);
    });

    it("are so without s3:ListBucket, though what they rely on is not verified", async () => {
        const fault = stage.refuse("ListObjectsV2");
        const blind = await stage.create();
        assert.equal(blind.outs.verified, false);
        stage.account.aws.faults.clear(fault);
        const other = await stage.create({ removalPolicy: "delete" });
        assert.equal(other.id, blind.id);
        await stage.account.provider().delete(other.id, other.outs);
        assert.equal(stage.data(`a/${blind.id}/`).length, 3);
        assert.match(stage.said, /stay: another export relies on them/);
    });

    it("in two stacks of one name do not take each other's objects (number 7)", async () => {
        const one = await stage.create({ removalPolicy: "delete" });
        const other = await stage.create({ removalPolicy: "delete" });
        assert.equal(other.id, one.id, "nothing is exported twice");
        await stage.account.provider().delete(other.id, other.outs);
        assert.equal(stage.messages(one.outs.uri).length, 30);
        assert.match(stage.said, /stay: another export relies on them/);
        await stage.account.provider().delete(one.id, one.outs);
        assert.deepEqual(stage.names(`a/${one.id}/`), [], "the last one takes them along");
    });

    it("that leave at the same time leave nothing behind", async () => {
        const owners = [];
        for (let index = 0; index < 3; index++) owners.push(await stage.create({ removalPolicy: "delete" }));
        await Promise.all(owners.map(({ id, outs }) => stage.account.provider().delete(id, outs)));
        assert.deepEqual(stage.names(`a/${owners[0].id}/`), []);
    });

    it("that become one while another deletes end with a whole export", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        const [adopting] = await Promise.all([
            stage.create({ removalPolicy: "delete" }),
            stage.account.provider().delete(old.id, old.outs),
        ]);
        assert.equal(stage.messages(adopting.outs.uri).length, 30);
        assert.ok(stage.names(`a/${adopting.id}/`).includes(`_export-${adopting.outs.owner}.json`));
    });

    it("with retain stay owners after their destroy, and up finds the export again (number 29)", async () => {
        const kept = await stage.create({ removalPolicy: "retain" });
        const other = await stage.create({ removalPolicy: "delete" });
        await stage.account.provider().delete(kept.id, kept.outs);
        await stage.account.provider().delete(other.id, other.outs);
        assert.equal(stage.messages(kept.outs.uri).length, 30);
        assert.equal((await stage.create()).id, kept.id, "destroy, then up");
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("are known by what they export: a rename exports nothing again (number 10)", async () => {
        for (const removalPolicy of ["retain", "delete"] as const) {
            const old = await stage.create({ removalPolicy, destinationPrefix: removalPolicy });
            const change = { shortUrn: RENAMED, removalPolicy, destinationPrefix: removalPolicy };
            const renamed = await stage.create({ ...change, taskNamePrefix: "renamed too" });
            await stage.account.provider().delete(old.id, old.outs);
            assert.equal(renamed.id, old.id);
            assert.equal(stage.messages(renamed.outs.uri).length, 30);
        }
        assert.equal(stage.requests("CreateExportTask").length, 2);
    });

    it("who go back to earlier triggers find that export, if it is still there (number 22)", async () => {
        const a = await stage.create({ triggers: '"a"' });
        const b = await stage.replace(a, { triggers: '"b"' });
        assert.notEqual(b.id, a.id);
        const again = await stage.replace(b, { triggers: '"a"' });
        assert.equal(again.id, a.id);
    });

    it("are marked in a name that says nothing to a query engine", async () => {
        const { id } = await stage.create();
        assert.deepEqual(
            stage.names(`a/${id}/`).filter((name) => isEvidence(`/${name}`)),
            ["_export-owner-1.json"],
        );
    });

    it("are in one account: another's credentials change and delete nothing (number 21)", async () => {
        const { id, outs } = await stage.create({ removalPolicy: "delete" });
        const elsewhere = { ...outs, account: "999999999999" };
        const expected = /is in account 999999999999, but the credentials are those of .* in account 123456789012/;
        await assert.rejects(stage.account.provider().delete(id, elsewhere), expected);
        const unfinished = { ...elsewhere, verified: false };
        await assert.rejects(stage.account.provider().update(id, unfinished, stage.inputs()), expected);
        await assert.rejects(stage.account.provider().read(id, unfinished), expected);
        assert.equal(stage.data(`a/${id}/`).length, 3);
    });

    it("move to another account by another export (number 21)", async () => {
        const { id, outs } = await stage.create();
        const assumeRoleArn = "arn:aws:iam::999999999999:role/exporter";
        const diff = (olds: object) =>
            stage.account.provider().diff(id, olds as never, { ...stage.inputs(), assumeRoleArn, region: REGION });
        const elsewhere = await diff({ ...outs, account: "123456789012" });
        assert.deepEqual(elsewhere, { changes: true, replaces: ["assumeRoleArn"] });
        const same = await diff({ ...outs, account: "999999999999" });
        assert.deepEqual(same, { changes: true, replaces: [] }, "another role of the same account is an update");
    });
});
