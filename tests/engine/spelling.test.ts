import * as assert from "node:assert/strict";
import { ACCOUNT, BUCKET, GROUP, REGION } from "../support/account";
import { exportSteps, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

onEveryEngine("a log group that is written in another way", (engine) => {
    let stage: Stage;
    before(async () => {
        stage = await openStage({ engine, program: "audit" });
    });
    after(() => stage.close());

    const args = (logGroups: unknown) => ({
        args: { logGroups, from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z", bucket: { existing: BUCKET } },
    });
    const tasks = () => stage.aws.world.logs[`${ACCOUNT}/${REGION}`].tasks.length;

    it("is not exported again: by name, by a key, by another key, by its ARN", async () => {
        const { outputs } = succeeded(await stage.up(args([GROUP])));
        const uris = outputs.uris as string[];
        assert.equal(tasks(), 1);
        for (const logGroups of [
            { pay: GROUP },
            { payments: GROUP },
            [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`],
        ]) {
            const after = succeeded(await stage.up(args(logGroups)));
            assert.equal(exportSteps(after).length, 2, "the resource has another name");
            assert.deepEqual(after.outputs.uris, uris);
            assert.equal(tasks(), 1, JSON.stringify(logGroups));
        }
    });
});
