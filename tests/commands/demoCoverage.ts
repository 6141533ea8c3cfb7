import { DAY_MS } from "../../providers/durations";
import { type FoundCoverage } from "../../commands/coverage/coverage";
import { coverageOf, type LogGroupSpans } from "../../commands/coverage/grid";
import { type Span } from "../../commands/coverage/spans";
import { AUGUST } from "./archive";

/** Twenty log groups over ninety days, with everything that the picture can show. */
export function demoCoverage(): FoundCoverage {
    const window = { from: AUGUST, to: AUGUST + 90 * DAY_MS };
    const groups = Array.from({ length: 20 }, (_, index): LogGroupSpans => {
        const created = index === 4 ? AUGUST + 40.5 * DAY_MS : AUGUST - DAY_MS;
        const spans = Array.from({ length: 90 }, (_, day): Span => {
            const from = AUGUST + day * DAY_MS;
            const isEmpty = (day + index) % 11 === 0 || (index === 9 && day < 5);
            const bytes = isEmpty ? 0 : Math.round(2_000 * 1.4 ** ((day * 7 + index * 3) % 20));
            const hasExpired = index === 9 && day < 5;
            const isBroken = index === 2 && day === 30;
            const state = hasExpired ? "expired" : isEmpty ? "empty" : isBroken ? "incomplete" : "exported";
            return { from, to: from + DAY_MS, state, objects: isEmpty ? 0 : 1 + (day % 4), bytes };
        });
        const kept = spans.filter(
            ({ from }, day) =>
                from >= created - DAY_MS && !(index === 7 && day >= 50 && day < 53) && !(index === 12 && day === 70),
        );
        if (index === 15) kept[20] = { ...kept[20], to: kept[20].to - DAY_MS / 2 };
        return {
            name: `/aws/lambda/${["orders", "payments", "invoices", "mail"][index % 4]}-${index}`,
            created,
            spans: kept,
        };
    });
    return { ...coverageOf(groups, window, "day"), exports: 1_742, withoutManifest: 0 };
}
