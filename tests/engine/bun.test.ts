import * as assert from "node:assert/strict";
import { exportSteps, isOnPath, openStage, type Stage, succeeded } from "./stage";

const TITLE = "a program on Pulumi's Bun runtime";
const missing = ["pulumi", "pulumi-language-bun", "bun"].filter((command) => !isOnPath(command));

if (missing.length > 0) console.log(`${TITLE}: not run, because there is no ${missing.join(" and no ")} on PATH`);
else
    describe(TITLE, () => {
        let stage: Stage;
        before(async () => {
            stage = await openStage({ engine: "pulumi", program: "bun" });
        });
        after(() => stage.close());

        it("exports once, is refreshed and destroyed", async () => {
            const up = succeeded(await stage.up({}));
            assert.match(String(up.outputs.bun), /^\d+\./, "the version of Bun");
            assert.deepEqual(up.outputs.statuses, ["COMPLETED", "COMPLETED", "COMPLETED"]);
            assert.equal(exportSteps(up).length, 3);
            assert.deepEqual(exportSteps(succeeded(await stage.up({}))), []);
            const stack = await stage.open({});
            succeeded(await stack.refresh());
            assert.deepEqual(succeeded(await stack.destroy()).resources, []);
        });
    });
