import { HOUR_MS } from "../durations";
import { type InputFailure, refuse } from "../validation/failure";
import { type RawInputs } from "./inputs";
import { isGiven } from "../validation/unknown";
import { formatTimestamp } from "../validation/timestamp";

/**
 * Log data can take up to 12 hours to become available for export. A range that ends later than that ago would be
 * COMPLETED for ever with data missing, so it is refused when it is first exported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
export function checkSettled(inputs: RawInputs, now: number): InputFailure[] {
    const { to, settleHours } = inputs;
    if (!isGiven(to) || typeof to !== "number" || typeof settleHours !== "number") return [];
    const settled = now - settleHours * HOUR_MS;
    if (to <= settled) return [];
    const allowed =
        to > now
            ? `in the past: it is ${formatTimestamp(now)} now`
            : `at least ${settleHours} hours ago (settleHours), because log data can take that long to become available for export`;
    const next = `Use a time up to ${formatTimestamp(Math.floor(settled))}, wait, or give a smaller settleHours and accept that late data is missing.`;
    return [refuse("to", formatTimestamp(to), allowed, next)];
}
