import * as assert from "node:assert/strict";
import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { EXPORT_TASK, setMocks } from "../../support/mocks";

describe("the series that a LogExport's exports are part of", () => {
    const BASE = {
        logGroups: ["/aws/lambda/payments"],
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-03T00:00:00Z",
        bucket: { existing: "audit-archive" },
    };

    async function seriesOf(args: Partial<LogExportArgs>): Promise<unknown[]> {
        const program = await setMocks();
        new LogExport("audit", { ...BASE, ...args });
        await program.settle();
        return program.ofType(EXPORT_TASK).map(({ inputs }) => inputs.series);
    }

    it("does not exist for a range that is not split", async () => {
        assert.deepEqual(await seriesOf({}), [undefined]);
    });

    it("is the whole range that splitBy divides", async () => {
        const whole = "2026-10-01/2026-10-03";
        assert.deepEqual(await seriesOf({ splitBy: "day" }), [whole, whole]);
    });

    it("is that of its own range if there are several ranges", async () => {
        const timeRanges = [
            { from: BASE.from, to: BASE.to },
            { from: "2026-11-01T00:00:00Z", to: "2026-11-03T00:00:00Z" },
        ];
        const series = await seriesOf({ from: undefined, to: undefined, timeRanges, splitBy: "day" });
        const [first, second] = ["2026-10-01/2026-10-03", "2026-11-01/2026-11-03"];
        assert.deepEqual(series, [first, first, second, second]);
    });

    it("has no end if the range is open-ended, and keeps its beginning when forgetAfterDays drops parts", async () => {
        const args = { to: "latest", splitBy: "month", forgetAfterDays: 30 } as const;
        const series = await seriesOf({ ...args, from: "2020-01-01T00:00:00Z" });
        assert.deepEqual(new Set(series), new Set(["2020-01-01/.."]));
    });

    it("does not exist for a range that a transform returned", async () => {
        const exportTask = (args: object) => ({ ...args, from: Date.parse("2026-10-01T12:00:00Z") });
        const series = await seriesOf({ splitBy: "month", transform: { exportTask: exportTask as never } });
        assert.deepEqual(series, [undefined]);
    });
});
