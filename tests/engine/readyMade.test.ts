import * as assert from "node:assert/strict";
import { join } from "node:path";
import { BUCKET, GROUP } from "../support/account";
import { exportSteps, messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

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
            bucketRemovalPolicy: "delete",
            removalPolicy: "delete",
        };
        const up = succeeded(await stage.up(config));
        const { outputs } = up;
        assert.equal(exportSteps(up).length, 2);
        assert.equal(outputs.archive, `s3://${String(outputs.bucket)}/exportedlogs/`);
        const bucket = stage.aws.world.buckets[outputs.bucket as string];
        assert.equal(Object.keys(bucket.objects).filter((key) => key.endsWith(".gz")).length, 2);
        assert.match(JSON.stringify(bucket), /GLACIER_IR/);
        succeeded(await (await stage.open(config)).destroy());
        assert.equal(stage.aws.world.buckets[outputs.bucket as string], undefined);
    });

    it("exports every night what is new of the log groups that it finds", async () => {
        const config = {
            select: { namePrefix: GROUP.slice(0, 8), exclude: ["*-test"] },
            from: "2026-11-17T00:00:00+01:00",
            to: "latest",
            splitBy: "day",
            timeZone: "Europe/Berlin",
            forgetAfterDays: 30,
        };
        const steps = exportSteps(succeeded(await stage.up(config)));
        assert.equal(steps.length, 2); // it is November 20, 0:00 UTC
        assert.match(steps[0], /-20261116T230000Z-20261117T230000Z$/);
    });

    it("refuses what an existing bucket would not get, by the names of the config", async () => {
        const config = {
            logGroups: [GROUP],
            from: "2026-10-01T00:00:00Z",
            to: "2026-10-03T00:00:00Z",
            existingBucket: BUCKET,
        };
        const ofNew = {
            archiveAfterDays: 30,
            archiveClass: "GLACIER",
            expirationDays: 365,
            bucketRemovalPolicy: "delete",
        };
        for (const [key, value] of Object.entries(ofNew)) {
            const preview = await (await stage.open({ ...config, [key]: value })).preview();
            assert.equal(preview.result, "failed", key);
            assert.match(messagesOf(preview), new RegExp(`existingBucket and ${key}.*pulumi config rm ${key}`));
        }
        assert.equal(succeeded(await stage.up({ ...config, expirationDays: 0 })).outputs.bucket, BUCKET);
    });

    it("says which config is wrong", async () => {
        const preview = await (
            await stage.open({ logGroups: [GROUP], from: "2026-10-01", to: "2026-10-03T00:00:00Z" })
        ).preview();
        assert.equal(preview.result, "failed");
        assert.match(messagesOf(preview), /from is "2026-10-01".*Add time and offset/);
        const none = await (await stage.open({ from: "2026-10-01T00:00:00Z", to: "2026-10-03T00:00:00Z" })).preview();
        assert.match(messagesOf(none), /neither logGroups nor select; exactly one is allowed. Run `pulumi config set/);
    });
});
