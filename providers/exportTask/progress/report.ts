import { formatBytes } from "../../formatBytes";
import { formatCount } from "../../formatCount";

/**
 * How an export stands. With `json` lines (see displayMode) it is the line, so these names are public. None of the values
 * is an input of the export, which might be a secret: IDs, counts, times, names of resources, and of somebody else's task
 * what the service lists.
 */
export type Report =
    /** Other exports of this program come first; the one that has the slot tells how it stands. */
    | { readonly phase: "queued"; readonly elapsedMs: number; readonly ahead: number; readonly holder?: Holder }
    /** A task that this program did not start has the account's slot in this Region. */
    | { readonly phase: "slotTaken"; readonly elapsedMs: number; readonly task: SlotTask; readonly forecast?: Forecast }
    | ({ readonly phase: "active" } & Active)
    | { readonly phase: "cancelling"; readonly taskId: string; readonly status: string }
    /** Something that happens seldom, in words. */
    | { readonly phase: "note"; readonly text: string }
    /** Of a component: of so many exports so many have ended, well or not. */
    | { readonly phase: "exports"; readonly ended: number; readonly of: number }
    | { readonly phase: "verified"; readonly elapsedMs: number; readonly written: Written };

export interface Active {
    readonly taskId: string;
    readonly status: string;
    readonly elapsedMs: number;
    /** What lies in the bucket so far; the service shows no other progress. */
    readonly written?: Written;
    readonly forecast?: Forecast;
}

/** Another export of this program. */
export interface Holder {
    /** Its resource's name. */
    readonly name: string;
    readonly report: Report;
}

export interface SlotTask {
    readonly taskId: string;
    readonly taskName?: string;
    readonly logGroupName?: string;
    readonly status: string;
    readonly ageMs: number;
}

export interface Written {
    readonly objectCount: number;
    readonly byteCount: number;
}

/** When the task is likely to end. */
export interface Forecast {
    readonly toGoMs: number;
    /** So many completed exports of the same log group, of ranges as long, took that much time. */
    readonly basedOn: number;
}

export function formatReport(report: Report): string {
    switch (report.phase) {
        case "queued": {
            const { elapsedMs, ahead, holder } = report;
            const first = holder ? `, the first is ${holder.name}: ${formatReport(holder.report)}` : "";
            return `waiting for the slot for ${formatDuration(elapsedMs)}: ${ahead} of this program's exports ahead${first}`;
        }
        case "slotTaken": {
            const { taskId, taskName = taskId, logGroupName, status, ageMs } = report.task;
            return (
                `waiting for the account's one export slot for ${formatDuration(report.elapsedMs)}: task ${taskName} of log ` +
                `group ${logGroupName} is ${status} for ${formatDuration(ageMs)}${formatForecast(report.forecast)}`
            );
        }
        case "active": {
            const { status, elapsedMs, written, forecast, taskId } = report;
            const soFar = written?.objectCount ? `: ${formatWritten(written)} so far` : "";
            return `${status} for ${formatDuration(elapsedMs)}${soFar}${formatForecast(forecast)} (task ${taskId})`;
        }
        case "cancelling":
            return `cancelling: ${report.status} (task ${report.taskId})`;
        case "note":
            return report.text;
        case "exports":
            return `${report.ended} of ${report.of} exports have ended`;
        case "verified":
            return `verified: ${formatWritten(report.written)} in ${formatDuration(report.elapsedMs)}`;
    }
}

function formatWritten({ objectCount, byteCount }: Written): string {
    return `${formatCount(objectCount, "object")}, ${formatBytes(byteCount)}`;
}

function formatForecast(forecast: Forecast | undefined): string {
    if (!forecast) return "";
    const { toGoMs, basedOn } = forecast;
    const basis = basedOn === 1 ? "export" : `${basedOn} exports`;
    return `, about ${formatDuration(toGoMs)} to go by its log group's last ${basis}`;
}

/** `1h4m`, in two units and cut off, so that every line shows that time goes on; for a preview see showDuration. */
export function formatDuration(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return h > 0 ? `${h}h${m}m` : m > 0 ? `${m}m${s}s` : `${s}s`;
}
