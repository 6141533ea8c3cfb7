import { planExports } from "../components/logExport/plan";
import { exportSettings } from "../components/logExport/settings";
import { type Row, show, type Spread, spreadOf } from "./statistics";
import { HOUR } from "../tests/support/durations";

const RUNS = 7;
const FROM = Date.UTC(2010, 0, 1);
/** Each with a tenth of it: linear growth takes ten times as long. */
const COUNTS = [1_000, 10_000, 100_000];
/** One without, one with changing clocks: a day of 23, 24 or 25 hours. */
const ZONES = ["UTC", "Europe/Berlin"];

/** Planning as a LogExport does it, split by the hour. */
export function planningRows(): Row[] {
    return ZONES.flatMap((timeZone) => {
        const measured = COUNTS.map((ranges) => ({ ranges, spread: measure(ranges, timeZone) }));
        return measured.map(({ ranges, spread }, index) => {
            const what = `planning ${count(ranges)} ranges, hours of ${timeZone}`;
            const here = show(spread, "ms", 1);
            if (index === 0) return { what, here, peer: "", there: "" };
            const tenth = measured[index - 1];
            const growth = (spread.median / tenth.spread.median).toFixed(1);
            return {
                what,
                here,
                limit: "growth about 10, linear",
                peer: `${count(tenth.ranges)} ranges; growth`,
                there: `${tenth.spread.median.toFixed(1)} ms; ${growth}`,
            };
        });
    });
}

function measure(ranges: number, timeZone: string): Spread {
    const args = {
        logGroups: ["/aws/lambda/payments"],
        from: FROM,
        to: FROM + ranges * HOUR,
        splitBy: "hour",
        timeZone,
    } as const;
    const plan = () => {
        const began = performance.now();
        const planned = planExports(exportSettings(args), FROM + 2 * ranges * HOUR);
        const took = performance.now() - began;
        if (planned.length !== ranges) throw new Error(`${planned.length} exports planned of ${ranges}`);
        return took;
    };
    plan(); // the first one is compiled
    return spreadOf(Array.from({ length: RUNS }, plan));
}

const count = (ranges: number) => ranges.toLocaleString("en");
