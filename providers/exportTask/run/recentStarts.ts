import { isExpiredCredentials } from "../../aws/errors";
import { Outage } from "../../aws/patience";
import { LISTING_LAG_MS } from "../../aws/taskList";
import { phaseOf, type Task } from "../../aws/task";
import { isTaskOf } from "../taskName";
import { type ExportContext } from "./context";
import { findMarker } from "./objects";

/** Between the marker and the task's creation; S3 shows whole seconds. */
const MARKER_SLACK_MS = 2_000;
const LONGEST_WAIT_MS = 10_000;

interface RefusedCall {
    readonly from: number;
    readonly to: number;
    /** ID of the task that had the slot. */
    readonly holder: string;
}

type Asking = Pick<ExportContext, "inputs" | "aws" | "clock" | "tasks" | "progress">;

/**
 * Whether a task of an export may have been started unnoticed: by a call whose answer was lost, by a process that was
 * killed, by another stack. The listing of tasks may not show it yet; but the service writes its marker into the bucket
 * before it starts a task, and what S3 shows is never old. All tasks of one export write the same marker.
 */
export class RecentStarts {
    private readonly refusedCalls: RefusedCall[] = [];
    private lostAt?: number;

    constructor(private readonly context: Asking) {}

    /**
     * A call, begun at that time, was refused because of a task that ran already: it started nothing, but may have written
     * the marker; and while that task held the slot nobody else started anything.
     */
    refused(calledAt: number, holder: Task): void {
        const [from, to] = [calledAt - MARKER_SLACK_MS, this.context.aws.time() + MARKER_SLACK_MS];
        this.refusedCalls.push({ from, to, holder: holder.taskId });
    }

    /** A call, begun at that time, was not answered. */
    lost(calledAt: number): void {
        this.lostAt = calledAt;
    }

    /**
     * Waits until the listing of tasks shows everything that was started up to now.
     * @param attempt how often a task was tried to be started before.
     * @returns whether it was listed again, so that the export must be located again.
     */
    async mayBeUnnoticed(attempt: number): Promise<boolean> {
        const { aws, clock, tasks, inputs, progress } = this.context;
        let seen: number | undefined;
        for (let looks = 0; ; looks++) {
            const answer = await this.markerTime();
            if (typeof answer === "number") seen = answer;
            const marker = answer === "denied" ? (seen ?? answer) : answer; // a denial undoes nothing that was seen
            if (marker === "denied" && attempt > 0 && looks === 0) await tasks.listedAgain(aws.logs);
            const times = [this.lostAt, typeof marker === "number" && !this.explains(marker) ? marker : undefined];
            const since = Math.max(...times.map((time) => time ?? -Infinity));
            if (since === -Infinity) return looks > 0 || marker === "denied";
            if (tasks.asOf >= since + LISTING_LAG_MS) {
                this.lostAt = undefined;
                return true;
            }
            if (looks > 0) {
                progress.report({ phase: "note", text: "checking whether a task was started that is not listed yet" });
                await clock.sleep(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(looks - 1, 10)));
            }
            const known = await tasks.listedAgain(aws.logs);
            if (known.some((task) => isTaskOf(inputs, task) && this.isSince(since, task))) {
                this.lostAt = undefined;
                return true;
            }
        }
    }

    private isSince(since: number, task: Task): boolean {
        return phaseOf(task.status) === "active" || (task.creationTime ?? 0) >= since - MARKER_SLACK_MS;
    }

    /** When a task was last started under this prefix, in AWS's time. */
    private async markerTime(): Promise<number | undefined | "denied"> {
        try {
            return (await findMarker(this.context.aws.s3, this.context.inputs))?.modified;
        } catch (error) {
            if (error instanceof Outage || isExpiredCredentials(error)) throw error; // neither says anything of the marker
            return "denied"; // or the bucket is not there: CreateExportTask says so
        }
    }

    /** Whether a known task wrote the marker, or a call of this process that was refused. */
    private explains(marker: number): boolean {
        const { tasks, inputs } = this.context;
        const { destination, destinationPrefix } = inputs;
        const isBy = ({ creationTime = 0, completionTime = Infinity }: Task) =>
            Math.abs(creationTime - marker) <= MARKER_SLACK_MS && marker <= completionTime;
        const heldUntil = (holder: string) => tasks.get(holder)?.completionTime ?? Infinity;
        return (
            this.refusedCalls.some(
                ({ from, to, holder }) =>
                    marker >= from && marker <= to && marker + MARKER_SLACK_MS <= heldUntil(holder),
            ) ||
            tasks
                .known()
                .some(
                    (task) =>
                        task.destination === destination && task.destinationPrefix === destinationPrefix && isBy(task),
                )
        );
    }
}
