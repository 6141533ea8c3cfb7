import * as assert from "node:assert/strict";
import { simulateNights } from "./nights";

describe("Nights of a schedule", () => {
    it("export every event exactly once through faults, stops, second starts and other people's exports", async () => {
        const report = await simulateNights(4, 12, 7);
        assert.ok(report.tasks > 12);
    });
});
