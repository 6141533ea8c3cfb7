import * as assert from "node:assert/strict";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Manifest } from "../../../../providers/exportTask/run/manifest";
import { BUCKET, RANGE, REGION } from "../../../support/account";
import { isData, Stage, THREE_STREAMS } from "./stage";

describe("the evidence of an export", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    it("is a manifest beside the objects that says what was exported, and lists them", async () => {
        const { id, outs } = await stage.create();
        assert.deepEqual(stage.names(`a/${id}/`), [
            "_export-owner-1.json",
            "a/000000.gz",
            "b/000000.gz",
            "c/000000.gz",
        ]);
        const Key = `a/${id}/_export-owner-1.json`;
        const { Body } = await new S3Client({ region: REGION }).send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        const manifest = JSON.parse((await Body?.transformToString()) ?? "") as Manifest;
        const { objects, verifiedAt, digest, ...said } = manifest;
        assert.deepEqual(said, {
            version: 1,
            owner: "owner-1",
            logGroupName: THREE_STREAMS,
            ...RANGE,
            account: "123456789012",
            region: REGION,
            destination: BUCKET,
            destinationPrefix: "a",
            task: { taskId: id, creationTime: outs.creationTime, completionTime: outs.completionTime },
            objectCount: 3,
            byteCount: outs.byteCount,
            verifiedBy: { project: "shop", stack: "prod", resource: "october" },
        });
        assert.equal(objects?.length, 3);
        assert.equal(
            objects?.reduce((sum, { bytes }) => sum + bytes, 0),
            outs.byteCount,
        );
        assert.match(digest ?? "", /^sha256:[0-9a-f]{64}$/);
        assert.match(verifiedAt ?? "", /^2026-11-20T/);
    });

    it("of a half-deleted export is none: it is exported again, and nothing else is deleted (number 1)", async () => {
        await stage.close();
        await stage.open({ limits: { listPageSize: 1 } });
        const a = await stage.create({ removalPolicy: "delete" });
        stage.inject({
            operation: "DeleteObjects",
            skip: 1,
            times: 100,
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        const b = await stage.replace(a, { destinationPrefix: "b", removalPolicy: "delete" });
        assert.match(b.deletion?.message ?? "", /Could not remove the export s3:\/\/audit-archive\/a\//);
        assert.equal(stage.data(`a/${a.id}/`).length, 2, "one of three was deleted");
        stage.account.aws.faults.clear();
        const again = await stage.replace(b, { destinationPrefix: "a", removalPolicy: "delete" });
        assert.notEqual(again.id, a.id);
        assert.equal(stage.messages(again.outs.uri).length, 30);
        assert.equal(again.deletion, undefined);
        assert.deepEqual(stage.names(`b/${b.id}/`), []);
        await stage.account.provider().delete(a.id, a.outs);
        assert.deepEqual(stage.names(`a/${a.id}/`), [], "the interrupted deletion is completed");
        assert.equal(stage.messages(again.outs.uri).length, 30);
    });

    it("is none after an interrupted deletion of a declaration that stays, and the next up sees it", async () => {
        await stage.close();
        await stage.open({ limits: { listPageSize: 1 } });
        const { id, outs } = await stage.create({ removalPolicy: "delete" });
        const isChanged = async () => {
            const change = await stage.account
                .provider()
                .diff(id, outs as never, { ...stage.inputs({ removalPolicy: "delete" }) });
            return change.changes;
        };
        assert.equal(await isChanged(), false);
        const effect = { kind: "error", code: "AccessDenied", status: 403 } as const;
        stage.inject({ operation: "DeleteObjects", skip: 1, times: 100, effect });
        await assert.rejects(stage.account.provider().delete(id, outs), /Could not remove the export/);
        stage.account.aws.faults.clear();
        assert.equal(await isChanged(), true);
        const inputs = stage.inputs({ removalPolicy: "delete" });
        const { outs: healed } = await stage.account.provider().update(id, { ...outs }, inputs);
        assert.deepEqual([healed.verified, healed.taskId === id], [true, false]);
        assert.equal(stage.messages(healed.uri).length, 30);
        assert.deepEqual(stage.data(`a/${id}/`), [], "what was left is removed");
    });

    for (const [what, code] of [
        ["", undefined],
        [", and AWS throttles the look at it", "SlowDown"],
    ] as const) {
        it(`is none after an interrupted deletion whose declaration says "retain" since${what}`, async () => {
            await stage.close();
            await stage.open({ limits: { listPageSize: 1 } });
            const { id, outs } = await stage.create({ removalPolicy: "delete" });
            const effect = { kind: "error", code: "AccessDenied", status: 403 } as const;
            stage.inject({ operation: "DeleteObjects", skip: 1, times: 100, effect });
            await assert.rejects(stage.account.provider().delete(id, outs), /Could not remove the export/);
            stage.account.aws.faults.clear();
            const inputs = stage.inputs({ removalPolicy: "retain", retryTimeoutSeconds: 86_400 });
            assert.equal((await stage.account.provider().diff(id, outs as never, { ...inputs })).changes, true);
            if (code) {
                stage.inject({ operation: "ListObjectsV2", times: 2, effect: { kind: "error", code, status: 503 } });
            }
            const { outs: healed } = await stage.account.provider().update(id, { ...outs }, inputs);
            assert.deepEqual([healed.verified, healed.taskId === id], [true, false]);
            assert.equal(stage.messages(healed.uri).length, 30);
            assert.deepEqual(stage.data(`a/${id}/`), [], "what was left is removed");
        });
    }

    it("of a recorded export that cannot be looked at says that it is AWS's fault", async () => {
        const { id, outs } = await stage.create({ removalPolicy: "delete" });
        stage.inject({
            operation: "ListObjectsV2",
            times: 999,
            effect: { kind: "error", code: "SlowDown", status: 503 },
        });
        const inputs = stage.inputs({ removalPolicy: "retain", retryTimeoutSeconds: 5 });
        await assert.rejects(
            stage.account.provider().update(id, { ...outs }, inputs),
            /could not be checked: AWS did not serve ListObjectsV2 for 5 s/,
        );
    });

    it("is none after a whole deletion that was not recorded", async () => {
        const { id, outs } = await stage.create({ removalPolicy: "delete" });
        const inputs = stage.inputs({ removalPolicy: "delete" });
        await stage.account.provider().delete(id, outs); // and the engine is killed
        assert.equal((await stage.account.provider().diff(id, outs as never, { ...inputs })).changes, true);
        const { outs: healed } = await stage.account.provider().update(id, { ...outs }, inputs);
        assert.equal(stage.messages(healed.uri).length, 30);
    });

    it("is written by the next up where it is missing and the objects are to be deleted one day", async () => {
        const fault = stage.refuse("PutObject");
        const { id, outs } = await stage.create();
        stage.account.aws.faults.clear(fault);
        const inputs = stage.inputs({ removalPolicy: "delete" });
        const { outs: marked } = await stage.account.provider().update(id, { ...outs }, inputs);
        assert.deepEqual([marked.taskId, marked.verified], [id, true]);
        assert.ok(stage.names(`a/${id}/`).includes(`_export-${outs.owner}.json`));
        assert.equal((await stage.account.provider().diff(id, marked as never, { ...inputs })).changes, false);
    });

    it("is written again after a deletion that failed when it was gone already", async () => {
        const one = await stage.create({ removalPolicy: "delete" });
        const other = await stage.create({ removalPolicy: "delete" });
        const inputs = stage.inputs({ removalPolicy: "delete" });
        stage.removeByHand(
            (key) => key.endsWith(`_export-${other.outs.owner}.json`) || key.endsWith(`_export-${one.outs.owner}.json`),
        );
        assert.equal((await stage.account.provider().diff(one.id, one.outs as never, { ...inputs })).changes, true);
        await stage.account.provider().update(one.id, { ...one.outs }, inputs);
        await stage.account.provider().delete(other.id, other.outs);
        assert.equal(stage.messages(one.outs.uri).length, 30);
    });

    it("is an older manifest too, for a task that is watched to its end", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 60_000 } });
        const waiting = await stage.create({ waitForCompletion: false });
        const whole = await stage.create();
        assert.equal(whole.id, waiting.id);
        stage.removeByHand((key) => key.includes("/b/000000.gz"));
        // Seen as RUNNING once more, and then as ended.
        stage.inject({ operation: "DescribeExportTasks", times: 2, effect: { kind: "stale", milliseconds: 60_000 } });
        const { outs } = await stage.account.provider().update(waiting.id, { ...waiting.outs }, stage.inputs());
        assert.equal(stage.messages(outs.uri).length, 30);
    });

    for (const [what, isRemoved] of [
        ["all its objects", isData],
        ["one of its objects", (key: string) => key.includes("/b/000000.gz")],
        ["everything, its manifest too", () => true],
    ] as const) {
        it(`is not believed when somebody removed ${what} (number 2)`, async () => {
            const first = await stage.create();
            stage.removeByHand(isRemoved);
            const again = await stage.create(); // lost state, or --replace
            assert.notEqual(again.id, first.id);
            assert.equal(stage.messages(again.outs.uri).length, 30);
            assert.equal(again.outs.verified, true);
        });
    }

    it("of an empty range is its manifest, and no marker, which another task writes too (number 2)", async () => {
        const empty = { from: 0, to: RANGE.from };
        const first = await stage.create(empty);
        assert.deepEqual([first.outs.objectCount, first.outs.verified], [0, true]);
        assert.equal((await stage.create(empty)).id, first.id, "a manifest that says so is believed");
        stage.removeByHand((key) => key.includes("_export-"));
        const again = await stage.create(empty);
        assert.notEqual(again.id, first.id, "without one the range is run again");
        assert.equal(again.outs.verified, true);
    });

    it("counts as none with a listing of tasks that is old, if there was data (number 2)", async () => {
        const first = await stage.create();
        stage.removeByHand(isData);
        stage.inject({
            operation: "DescribeExportTasks",
            times: 4,
            effect: { kind: "stale", milliseconds: 110_000 },
        });
        const again = await stage.create();
        assert.equal(again.outs.objectCount, 3);
        assert.notEqual(again.id, first.id);
    });

    it("is seen without s3:GetObject, and by an export whose manifest is in Glacier (number 18)", async () => {
        const first = await stage.create();
        for (const code of ["AccessDenied", "InvalidObjectState"]) {
            const fault = stage.refuse("GetObject", code);
            const again = await stage.create();
            assert.equal(again.id, first.id);
            assert.match(stage.said, /could not be read, so whether objects were removed .* is not known/);
            stage.account.aws.faults.clear(fault);
        }
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });

    it("lets an active export be destroyed without s3:GetObject (number 18)", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 3_600_000 } });
        const { id, outs } = await stage.create({ waitForCompletion: false, removalPolicy: "delete" });
        stage.refuse("GetObject");
        await stage.account.provider().delete(id, outs);
        assert.equal((await stage.tasks())[0].status, "CANCELLED");
        assert.deepEqual(stage.names(`a/${id}/`), []);
    });

    for (const [what, effect] of [
        ["AccessDenied", { kind: "error", code: "AccessDenied", status: 403 }],
        ["an empty 403", { kind: "error", code: "", message: "", status: 403 }],
    ] as const) {
        it(`that cannot be written (${what}) fails no export, but then nothing is deleted (number 19)`, async () => {
            stage.inject({ operation: "PutObject", times: 1_000, effect });
            const { id, outs } = await stage.create({ removalPolicy: "delete" });
            assert.equal(outs.verified, true);
            assert.match(stage.said, /manifest of s3:.* could not be written.*s3:PutObject/);
            const again = await stage.create({ removalPolicy: "delete" });
            assert.equal(again.id, id, "the next up adopts it all the same");
            await assert.rejects(
                stage.account.provider().delete(id, outs),
                /Could not remove the export .*s3:PutObject \(for the mark/,
            );
            assert.equal(stage.data(`a/${id}/`).length, 3);
        });
    }

    it("is looked for again once the bucket may be listed (number 20)", async () => {
        const fault = stage.refuse("ListObjectsV2");
        const { id, outs } = await stage.create();
        assert.deepEqual([outs.status, outs.verified], ["COMPLETED", false]);
        const provider = stage.account.provider();
        assert.equal((await provider.diff(id, outs as never, { ...stage.inputs() })).changes, true);
        const denied = await provider.update(id, { ...outs }, stage.inputs());
        assert.equal(denied.outs.verified, false, "an up in between succeeds");
        stage.account.aws.faults.clear(fault);
        const { outs: healed } = await stage.account.provider().update(id, { ...denied.outs }, stage.inputs());
        assert.deepEqual([healed.taskId, healed.verified, healed.objectCount], [id, true, 3]);
        assert.equal(stage.requests("CreateExportTask").length, 1);
    });
});
