import { HOUR_MS } from "../durations";
import { type InputFailure, refuse } from "../validation/failure";
import { type ExportTaskInputs, type RawInputs } from "./inputs";
import { type Aws } from "../aws/clients";
import { isGiven } from "../validation/unknown";
import { formatTimestamp } from "../validation/timestamp";

/** Refuses to export by AWS's own time what is not settled yet; the clock of the machine may be ahead. */
export function assertSettled(inputs: ExportTaskInputs, aws: Pick<Aws, "time">): void {
    const [failure] = checkSettled(inputs as unknown as RawInputs, aws.time());
    if (failure) {
        throw new Error(
            `${failure.reason} This is by the time of AWS: if it was accepted by the clock of this machine, that clock is ahead.`,
        );
    }
}

/**
 * Log data can take up to 12 hours to become available for export. A range that ends later than that ago would be
 * COMPLETED for ever with data missing, so it is refused when it is first exported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 *
 * @param now milliseconds since 1970.
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
