import * as assert from "node:assert/strict";
import { type Execution } from "../../../../sandbox/stepFunctions";
import { textOf } from "../../../docs/markdown";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { Stage } from "../stage";

const transitionsOf = ({ history }: Execution) => history.filter(({ type }) => type.endsWith("StateEntered")).length;

/** State transitions, which Step Functions charges for: of a run without its visits, and of two visits. */
async function transitions(taskSeconds: number): Promise<{ run: number; exporting: number; idle: number }> {
    const groups = [groupWithEvents("/a"), groupWithEvents("/idle", HOUR, OCTOBER - DAY, OCTOBER - DAY + HOUR)];
    const stage = new Stage({
        start: OCTOBER + DAY + 15 * HOUR,
        groups,
        limits: { runMilliseconds: () => taskSeconds * 1_000 },
    });
    const run = await stage.run();
    const again = await stage.run();
    return {
        run: transitionsOf(run),
        exporting: transitionsOf(run.children[0]),
        idle: transitionsOf(again.children[1]),
    };
}

describe("What a run costs", () => {
    it("is as docs/scheduled-exports.md says, in state transitions", async () => {
        const [short, minute, minutes, hour] = await Promise.all([1, 60, 600, 3600].map(transitions));
        const line = `${short.exporting} for an export whose task takes seconds, ${minute.exporting} for a minute, ${minutes.exporting} for ten minutes, ${hour.exporting} for an hour; ${short.idle} for an idle group; ${short.run} for the run`;
        assert.ok(textOf("docs/scheduled-exports.md").replace(/\s+/g, " ").includes(line), line);
    });
});
