import { planExports } from "../components/plan";
import { Row, show, spreadOf } from "./statistics";

const RUNS = 7;
const HOUR = 3_600_000;
const FROM = Date.UTC(2010, 0, 1);

/** Planning as a LogExport does it, split by the hour. */
export function planningRows(): Row[] {
    const measured = [1_000, 10_000, 100_000].map((ranges) => {
        const plan = () => {
            const args = {
                logGroups: ["/aws/lambda/payments"],
                from: FROM,
                to: FROM + ranges * HOUR,
                splitBy: "hour",
            } as const;
            const began = performance.now();
            const planned = planExports(args, FROM + 2 * ranges * HOUR);
            const took = performance.now() - began;
            if (planned.length !== ranges) throw new Error(`${planned.length} exports planned of ${ranges}`);
            return took;
        };
        plan(); // the first one is compiled
        return { ranges, spread: spreadOf(Array.from({ length: RUNS }, plan)) };
    });
    return measured.map(({ ranges, spread }, index) => {
        const before = measured[index - 1]?.spread.median;
        return {
            what: `planning ${ranges.toLocaleString("en")} ranges`,
            here: show(spread, "ms", 1),
            peer: before ? "a tenth of the ranges, times ten" : "",
            there: before ? `${(before * 10).toFixed(1)} ms` : "",
        };
    });
}
