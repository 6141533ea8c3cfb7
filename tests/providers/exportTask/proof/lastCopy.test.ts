import * as assert from "node:assert/strict";
import { eventsIn, GROUP, NOW, RANGE } from "../../../support/account";
import { type RecordedExport } from "../../../../providers/exportTask/outputs";
import { UNKNOWN } from "../../../../providers/validation/unknown";
import { newOwner } from "../../../../providers/exportTask/run/owner";
import { parseManifest } from "../../../../providers/exportTask/run/manifest";
import { DAY } from "../../../support/durations";
import { MovableClock } from "../../../support/movableClock";
import { initError } from "../lifecycle/initError";
import { isData, Stage, THREE_STREAMS } from "./stage";

describe("the last copy of exported events (number 27)", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    it("is kept when what replaces it holds less, and said so", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        stage.setRetention(THREE_STREAMS, 30);
        const again = await stage.replace(old, { destinationPrefix: "b", removalPolicy: "delete" });
        assert.equal(again.outs.verified, true);
        assert.equal(again.deletion, undefined);
        assert.equal(stage.messages(old.outs.uri).length, 30);
        assert.match(stage.said, /objects under s3:\/\/audit-archive\/a\/.* are kept.*they hold more \(3 objects/);
        await stage.account.provider().delete(old.id, old.outs);
        assert.equal(stage.messages(old.outs.uri).length, 30, "by another process too: the new export is an owner");
    });

    async function withMovableClock(): Promise<MovableClock> {
        const clock = new MovableClock(NOW, 200);
        await stage.close();
        await stage.open({ clock });
        return clock;
    }
    const FIRST_DAYS = { from: RANGE.from, to: RANGE.from + 5 * DAY };

    it("is kept when a longer range holds more, but the log group has lost what it holds", async () => {
        const old = await stage.create({ removalPolicy: "delete", ...FIRST_DAYS });
        stage.setRetention(THREE_STREAMS, 40); // it is 20 November: nothing is left from before 11 October
        const again = await stage.replace(old, { removalPolicy: "delete" });
        const held = [old, again].map(({ outs }) => stage.messages(outs.uri));
        assert.deepEqual([again.replaces, again.deletion], [["to"], undefined]);
        assert.deepEqual(
            held.map((messages) => messages.length),
            [6, 18],
        );
        assert.match(stage.said, /\/app\/three may have lost events of their range since/);
        await stage.account.provider().delete(old.id, old.outs);
        assert.equal(stage.messages(old.outs.uri).length, 6, "by another process too");
    });

    it("goes when a longer range holds more, and the log group has all of it", async () => {
        const old = await stage.create({ removalPolicy: "delete", ...FIRST_DAYS });
        stage.setRetention(THREE_STREAMS, 90);
        const again = await stage.replace(old, { removalPolicy: "delete" });
        assert.equal(stage.messages(again.outs.uri).length, 30);
        assert.deepEqual(stage.names(`a/${old.id}/`), []);
    });

    it("is kept when events that came later outweigh those that the log group has lost", async () => {
        const clock = await withMovableClock();
        const old = await stage.create({ removalPolicy: "delete" });
        clock.putForward(2 * DAY);
        stage.addEvents(THREE_STREAMS, eventsIn(RANGE.to - DAY, RANGE.to, 50));
        stage.setRetention(THREE_STREAMS, 40);
        const again = await stage.replace(old, { removalPolicy: "delete", triggers: "late events" });
        assert.ok(stage.messages(again.outs.uri).length > 30);
        assert.equal(stage.messages(old.outs.uri).length, 30);
    });

    it("is kept with `--replace` when a longer range holds more", async () => {
        Object.assign(stage.account.surroundings, { newOwner });
        const old = await stage.create({ removalPolicy: "delete", ...FIRST_DAYS });
        stage.setRetention(THREE_STREAMS, 40);
        await stage.replaceOnCommand(old, { removalPolicy: "delete" });
        assert.equal(stage.messages(old.outs.uri).length, 6);
        assert.match(stage.said, /not known to hold as much/);
    });

    it("is kept when the export of another log group holds more, and its own has lost events", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        stage.setRetention(THREE_STREAMS, 40);
        await stage.replace(old, { removalPolicy: "delete", logGroupName: GROUP });
        assert.equal(stage.messages(old.outs.uri).length, 30);
    });

    it("is kept when what replaces it may not ask what the log group has lost", async () => {
        const old = await stage.create({ removalPolicy: "delete", ...FIRST_DAYS });
        stage.refuse("DescribeLogGroups");
        await stage.replace(old, { removalPolicy: "delete" });
        assert.equal(stage.messages(old.outs.uri).length, 6);
        assert.match(stage.said, /could not be compared with the export that replaces them: .*DescribeLogGroups/);
    });

    it("is what an earlier attempt left, if the log group has lost events since", async () => {
        const clock = await withMovableClock();
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
        const failed = await stage.failing({ maxAttempts: 1 });
        await stage.put(`a/${failed.id}/a/000000.gz`);
        clock.putForward(2 * DAY);
        stage.setRetention(THREE_STREAMS, 40);
        const inputs = stage.inputs();
        const { outs } = await stage.account.provider().update(failed.id, failed.properties, inputs);
        assert.deepEqual([outs.verified, outs.leftovers], [true, [failed.id]]);
        assert.deepEqual(stage.data(`a/${failed.id}/`), ["a/000000.gz"]);
        assert.match(stage.said, /are of an earlier attempt, and the export may not hold all of it/);
    });

    it("goes when what replaces it holds as much", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        const again = await stage.replace(old, { destinationPrefix: "b", removalPolicy: "delete" });
        assert.deepEqual(stage.names(`a/${old.id}/`), []);
        assert.equal(stage.messages(again.outs.uri).length, 30);
    });

    it("is kept when the new export is finished by a later up", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        stage.setRetention(THREE_STREAMS, 30);
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 600_000 } });
        const provider = stage.account.provider();
        const news = stage.inputs({ destinationPrefix: "b", removalPolicy: "delete", timeoutSeconds: 30 });
        await provider.diff(old.id, old.outs as never, { ...news });
        const error = await provider.create(news).then(
            () => assert.fail("it is in time"),
            (failure: { id: string; properties: Record<string, unknown> }) => failure,
        );
        await assert.rejects(provider.delete(old.id, old.outs), /not deleted yet: what replaces them is not complete/);
        const later = stage.account.provider();
        const { outs } = await later.update(error.id, error.properties, { ...news, timeoutSeconds: 86_400 });
        assert.deepEqual([outs.verified, outs.predecessors], [true, undefined]);
        await later.delete(old.id, old.outs);
        assert.equal(stage.messages(old.outs.uri).length, 30);
    });

    it("is kept when it is to be deleted before it is replaced", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        const provider = stage.account.provider();
        const news = stage.inputs({ destinationPrefix: "b", removalPolicy: "delete" });
        await provider.diff(old.id, old.outs as never, { ...news });
        await provider.delete(old.id, old.outs);
        assert.equal(stage.messages(old.outs.uri).length, 30);
        assert.match(stage.said, /to be deleted before the export that replaces them is made/);
    });

    it("is compared with `--replace` too, of which the provider is not told", async () => {
        Object.assign(stage.account.surroundings, { newOwner });
        const old = await stage.create({ removalPolicy: "delete" });
        const whole = await stage.replaceOnCommand(old, { destinationPrefix: "b", removalPolicy: "delete" });
        assert.deepEqual(stage.names(`a/${old.id}/`), [], "the new export holds as much");
        stage.setRetention(THREE_STREAMS, 30);
        await stage.replaceOnCommand(whole, { destinationPrefix: "c", removalPolicy: "delete" });
        assert.equal(stage.messages(whole.outs.uri).length, 30);
        assert.match(stage.said, /s3:\/\/audit-archive\/b\/.* are kept.*not known to hold as much/);
    });

    it("is kept with `--replace` by an export that is not verified yet", async () => {
        Object.assign(stage.account.surroundings, { newOwner });
        const old = await stage.create({ removalPolicy: "delete" });
        const news = { destinationPrefix: "b", waitForCompletion: false };
        const { outs } = await stage.replaceOnCommand(old, news);
        assert.equal(outs.verified, false);
        assert.equal(stage.messages(old.outs.uri).length, 30);
    });

    for (const [what, days, left] of [
        ["and goes when it holds as much", 3_650, 0],
        ["and stays when it holds less", 30, 30],
    ] as const) {
        it(`is held for an export that a later up verifies (waitForCompletion: false), ${what}`, async () => {
            const old = await stage.create({ removalPolicy: "delete" });
            stage.setRetention(THREE_STREAMS, days);
            const news = { destinationPrefix: "b", removalPolicy: "delete", waitForCompletion: false } as const;
            const begun = await stage.replace(old, news);
            assert.deepEqual([begun.outs.verified, begun.deletion], [false, undefined]);
            assert.equal(stage.messages(old.outs.uri).length, 30, "the engine has deleted the old resource");
            await stage.account.clock.sleep(60_000);
            const { outs } = await stage.account.provider().update(begun.id, begun.outs as never, stage.inputs(news));
            assert.deepEqual([outs.verified, outs.predecessors], [true, undefined]);
            assert.equal(stage.messages(old.outs.uri).length, left);
            if (left === 0) assert.deepEqual(stage.names(`a/${old.id}/`), []);
        });
    }

    it("is not deleted for an export that is not verified and cannot mark it", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        stage.refuse("PutObject");
        const provider = stage.account.provider();
        const news = stage.inputs({ destinationPrefix: "b", removalPolicy: "delete", waitForCompletion: false });
        await provider.diff(old.id, old.outs as never, { ...news });
        const failed = await initError(provider.create(news));
        assert.match(
            failed.message,
            /is not verified yet, and the objects under s3:\/\/audit-archive\/a\/.* deleted too early/,
        );
        assert.equal(stage.messages(old.outs.uri).length, 30);
        assert.equal((failed.properties as Partial<RecordedExport>).predecessors?.[0].taskId, old.id);
    });

    it("is compared with the export that ends a chain of replacements", async () => {
        const first = await stage.create({ removalPolicy: "delete" });
        stage.setRetention(THREE_STREAMS, 30);
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 600_000 } });
        const provider = stage.account.provider();
        const second = stage.inputs({ destinationPrefix: "b", removalPolicy: "delete", timeoutSeconds: 30 });
        await provider.diff(first.id, first.outs as never, { ...second });
        const unfinished = await initError(provider.create(second));
        const third = await stage.replace(
            { id: unfinished.id, outs: unfinished.properties },
            { destinationPrefix: "c", removalPolicy: "delete" },
        );
        assert.equal(third.outs.verified, true);
        await stage.account.provider().delete(first.id, first.outs);
        assert.equal(stage.messages(first.outs.uri).length, 30);
    });

    it("that could not be compared leaves a mark, and no manifest", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        stage.inject({
            operation: "ListObjectsV2",
            skip: 3,
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        const again = await stage.replace(old, { destinationPrefix: "b", removalPolicy: "delete" });
        assert.match(stage.said, /could not be compared with the export that replaces them/);
        const [{ body }] = stage.objects[`a/${old.id}/_export-${again.outs.owner}.json`];
        const text = Buffer.from(body, "base64").toString();
        assert.match(text, /"objectCount":0/);
        assert.equal(parseManifest(text), undefined);
    });

    it("is none that a task left which did not complete: it goes before the export is replaced", async () => {
        stage.inject({ operation: "CreateExportTask", effect: { kind: "task", outcome: "FAILED" } });
        const failed = await stage.failing({ removalPolicy: "delete", maxAttempts: 1 });
        await stage.put(`a/${failed.id}/a/000000.gz`);
        const provider = stage.account.provider();
        const news = { ...stage.inputs({ destinationPrefix: "b", removalPolicy: "delete" }) };
        await provider.diff(failed.id, failed.properties as never, news);
        await provider.delete(failed.id, failed.properties as never);
        assert.deepEqual(stage.names(`a/${failed.id}/`), []);
    });

    it("is kept with `--replace` when it is to be deleted before it is replaced", async () => {
        Object.assign(stage.account.surroundings, { newOwner });
        const old = await stage.create({ removalPolicy: "delete" });
        const provider = stage.account.provider();
        await provider.check(undefined, { ...stage.inputs({ destinationPrefix: "b" }) });
        await provider.delete(old.id, old.outs);
        assert.equal(stage.messages(old.outs.uri).length, 30);
    });

    it("is not what a pending deletion of an earlier run holds, if its declaration stayed since", async () => {
        Object.assign(stage.account.surroundings, { newOwner });
        const old = await stage.create({ removalPolicy: "delete" });
        const news = { destinationPrefix: "b", removalPolicy: "delete" } as const;
        stage.refuse("DeleteObjects");
        const again = await stage.replace(old, news);
        assert.match(again.deletion?.message ?? "", /Could not remove the export/);
        stage.account.aws.faults.clear();
        const provider = stage.account.provider();
        await provider.check({ ...again.outs }, { ...stage.inputs(news) });
        await provider.diff(again.id, again.outs as never, { ...stage.inputs(news) });
        await provider.delete(old.id, old.outs);
        assert.deepEqual(stage.names(`a/${old.id}/`), []);
    });

    it("is warned of in a preview, if the log group keeps its events for a shorter time", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        const news = { ...stage.inputs({ destinationPrefix: "b", removalPolicy: "delete" }) };
        await stage.account.provider().diff(old.id, old.outs as never, news);
        assert.doesNotMatch(stage.said, /last copy/);
        stage.setRetention(THREE_STREAMS, 7);
        await stage.account.provider().diff(old.id, old.outs as never, news);
        assert.match(stage.said, /keeps its events for 7 days, so those before .* are gone.*may be the last copy/);
    });

    it("is warned of in a preview, if another bucket takes the place of the one that holds it", async () => {
        const old = await stage.create();
        const moves = [stage.inputs({ destination: "another-archive" }), stage.inputs({ destination: UNKNOWN })];
        for (const news of moves) await stage.account.provider().diff(old.id, old.outs as never, { ...news });
        assert.doesNotMatch(stage.said, /last copy/);
        stage.setRetention(THREE_STREAMS, 7);
        for (const news of moves) await stage.account.provider().diff(old.id, old.outs as never, { ...news });
        assert.equal(stage.said.match(/may be the last copy: keep the bucket that they are in/g)?.length, 2);
        await stage.account.provider().diff(old.id, old.outs as never, { ...stage.inputs({ destinationPrefix: "b" }) });
        assert.equal(stage.said.match(/last copy/g)?.length, 2, "with retain they stay beside the new ones");
    });

    it("does not go with a log group that disappeared, or was created again", async () => {
        const gone = await stage.create({ removalPolicy: "delete" });
        const created = await stage.create({ removalPolicy: "delete", logGroupName: GROUP, destinationPrefix: "c" });
        stage.removeGroup(THREE_STREAMS);
        stage.recreateGroup(GROUP);
        for (const { id, outs } of [gone, created]) await stage.account.provider().delete(id, outs);
        assert.equal(stage.messages(gone.outs.uri).length, 30);
        assert.equal(stage.messages(created.outs.uri).length, 40);
        assert.match(stage.said, /the log group \/app\/three no longer exists, so they may be the last copy/);
        assert.match(stage.said, /was created again at 2026-/);
        assert.ok(Object.keys(stage.objects).some(isData));
    });
});
