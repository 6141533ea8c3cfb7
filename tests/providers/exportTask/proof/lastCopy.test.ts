import * as assert from "node:assert/strict";
import { GROUP } from "../../../support/account";
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
        assert.deepEqual([outs.verified, outs.predecessor], [true, undefined]);
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

    it("is warned of in a preview, if the log group keeps its events for a shorter time", async () => {
        const old = await stage.create({ removalPolicy: "delete" });
        const news = { ...stage.inputs({ destinationPrefix: "b", removalPolicy: "delete" }) };
        await stage.account.provider().diff(old.id, old.outs as never, news);
        assert.doesNotMatch(stage.said, /last copy/);
        stage.setRetention(THREE_STREAMS, 7);
        await stage.account.provider().diff(old.id, old.outs as never, news);
        assert.match(stage.said, /keeps its events for 7 days, so those before .* are gone.*may be the last copy/);
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
