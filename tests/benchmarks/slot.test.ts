import * as assert from "node:assert/strict";
import { slotTable } from "../../benchmarks/slot";

// The benchmarks take half an hour and run seldom. This part runs the provider's own code against a simulated service.
describe("the benchmark of the slot on simulated time", () => {
    it("runs, and finds the slot used better by this package than by either poller", async () => {
        const lines = await slotTable(2);
        const utilisations = lines
            .map((line) => /^\| [^|]+ \| (0\.\d+) ±/.exec(line)?.[1])
            .filter(Boolean)
            .map(Number);
        assert.equal(utilisations.length, 3, lines.join("\n"));
        const [own, ...others] = utilisations;
        assert.ok(own > Math.max(...others), lines.join("\n"));
        assert.ok(own > 0.98, lines.join("\n"));
    });
});
