import * as assert from "node:assert/strict";
import { groupSelection } from "../../../../../components/scheduledLogExport/machine/selection";
import { groupWithEvents } from "../../events";
import { assertSucceeded } from "../../stage";
import { stageOf } from "../twoGroups";

describe("A run with a selection", () => {
    it("finds log groups by a selection, at each run anew", async () => {
        const groups = ["/aws/lambda/a", "/aws/lambda/b-test", "/aws/lambda/c", "/ecs/d"].map((name) =>
            groupWithEvents(name),
        );
        const stage = stageOf({
            groups,
            plan: {
                groups: {
                    select: groupSelection({ namePrefix: "/aws/", namePattern: "*lambda*", exclude: ["*-test"] }),
                },
            },
        });
        assertSucceeded(await stage.run());
        assert.deepEqual(
            [...new Set(stage.tasks.map(({ logGroupName }) => logGroupName))],
            ["/aws/lambda/a", "/aws/lambda/c"],
        );
    });

    it("reports a selection that matches no log group", async () => {
        const stage = stageOf({ plan: { groups: { select: { namePrefix: "/nothing/" } } } });
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(stage.reported[0], /no log group in this Region matches the selection/);
    });
});
