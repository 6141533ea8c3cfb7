import * as assert from "node:assert/strict";
import { GROUPS_PER_MANIFEST } from "../../../components/scheduledLogExport/machine/plan";
import { DAY, HOUR, OCTOBER } from "./events";
import { historiesOf, Stage } from "./stage";

/** A run with more log groups than fit in one history: node run.cjs tests/components/scheduledLogExport/runManyGroups.ts [groups] */
async function main(): Promise<void> {
    const count = Number(process.argv.at(-1)) || 26_000;
    const groups = Array.from({ length: count }, (_, index) => ({
        name: `/many/${String(index).padStart(6, "0")}`,
        creationTime: OCTOBER,
    }));
    const stage = new Stage({
        start: OCTOBER + DAY + 15 * HOUR,
        groups,
        plan: { groups: { select: { namePrefix: "/many/" } } },
        limits: { runMilliseconds: () => 1_000 },
    });
    await stage.run();
    const runs = stage.service.executions;
    const visited = runs.flatMap(({ children }) => children.map(({ input }) => (input as { group: string }).group));
    assert.equal(new Set(visited).size, count, "each group is visited");
    assert.equal(visited.length, count, "and once");
    assert.deepEqual([...new Set(runs.map(({ status }) => status))], ["SUCCEEDED"]);
    const sizes = runs.map(({ history }) => history.length);
    console.log(`${count} log groups in ${Math.ceil(count / GROUPS_PER_MANIFEST)} manifests, each visited once`);
    console.log(
        `${runs.length} runs; history events: ${sizes.join(", ")}; ${Math.max(...runs.flatMap(historiesOf))} at most`,
    );
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
