import assert from "node:assert/strict";
import { Arena, firstDifference } from "./differential/compare";
import { recordedSequences } from "./differential/record";

describe("what the Pulumi CLI did, as recorded, the embedded engine does", function () {
    this.timeout(120_000);
    let arena: Arena;
    before(async () => (arena = await Arena.open(false)));
    after(() => arena.close());

    for (const { name, read } of recordedSequences()) {
        it(`in the sequence ${name}`, async () => {
            const { sequence, observations } = read();
            const difference = firstDifference(observations, await arena.runEmbedded(sequence));
            assert.equal(
                difference && `operation ${difference.operation} (- CLI, + embedded)\n${difference.lines.join("\n")}`,
                undefined,
            );
        });
    }
});
