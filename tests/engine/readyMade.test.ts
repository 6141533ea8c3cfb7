import * as assert from "node:assert/strict";
import { join } from "node:path";
import { GROUP } from "../support/account";
import { messagesOf, onEveryEngine, openStage, Stage, succeeded } from "./stage";

onEveryEngine("the ready-made stack", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: join(__dirname, "..", "..") });
    });
    afterEach(() => stage.close());

    it("exports what its config says, without a program", async () => {
        const config = {
            logGroups: [GROUP],
            from: "2026-10-01T00:00:00Z",
            to: "2026-10-03T00:00:00Z",
            splitBy: "day",
            archiveAfterDays: 30,
            expirationDays: 365,
            onDestroyBucket: "delete",
            onDestroy: "deleteObjects",
        };
        const { outputs } = succeeded(await stage.up(config));
        assert.equal((outputs.exports as string[]).length, 2);
        const bucket = stage.aws.world.buckets[outputs.bucketName as string];
        assert.equal(Object.keys(bucket.objects).filter((key) => key.endsWith(".gz")).length, 2);
        assert.match(JSON.stringify(bucket), /GLACIER_IR/);
        succeeded(await (await stage.open(config)).destroy());
        assert.equal(stage.aws.world.buckets[outputs.bucketName as string], undefined);
    });

    it("says which config is wrong", async () => {
        const preview = await (
            await stage.open({ logGroups: [GROUP], from: "2026-10-01", to: "2026-10-03T00:00:00Z" })
        ).preview();
        assert.equal(preview.result, "failed");
        assert.match(messagesOf(preview), /from is "2026-10-01".*Add time and offset/);
    });
});
