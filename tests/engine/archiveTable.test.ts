import * as assert from "node:assert/strict";
import { onEveryEngine, openStage, type Stage, succeeded } from "./stage";

onEveryEngine("the table of an archive", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "table" });
    });
    afterEach(() => stage.close());

    const changes = ({ steps }: { readonly steps: readonly { readonly op: string; readonly urn: string }[] }) =>
        steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);

    it("is made, changes nothing the next time, follows its arguments, and goes", async () => {
        const made = succeeded(await stage.up({ lastYear: 2035 }));
        assert.match(String(made.outputs.database), /^table_\w+_audit$/);
        assert.equal(made.outputs.view, "log_events");
        assert.deepEqual(changes(succeeded(await stage.up({ lastYear: 2035 }))), []);
        assert.deepEqual(changes(succeeded(await stage.up({ lastYear: 2040 }))), ["update audit-lines"]);
        succeeded(await (await stage.open({ lastYear: 2040 })).destroy());
    });
});
