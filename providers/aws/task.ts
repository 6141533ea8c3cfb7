/** An export task as DescribeExportTasks shows it. */
export interface Task {
    readonly taskId: string;
    readonly taskName?: string;
    readonly logGroupName?: string;
    readonly from?: number;
    readonly to?: number;
    readonly destination?: string;
    readonly destinationPrefix?: string;
    /** PENDING, RUNNING, PENDING_CANCEL, CANCELLED, COMPLETED or FAILED. */
    readonly status: string;
    readonly statusMessage?: string;
    /** Milliseconds since 1970. */
    readonly creationTime?: number;
    /** Milliseconds since 1970. */
    readonly completionTime?: number;
}

/**
 * What a status means for an export.
 *
 * | status         | phase     | holds the slot |
 * |----------------|-----------|----------------|
 * | PENDING        | active    | yes            |
 * | RUNNING        | active    | yes            |
 * | PENDING_CANCEL | active    | perhaps (undocumented: treated as yes, which at worst waits a moment longer) |
 * | COMPLETED      | completed | no             |
 * | CANCELLED      | ended     | no; never a success |
 * | FAILED         | ended     | no; never a success |
 *
 * A status that this version does not know is taken for active: waiting loses nothing, and every wait is bounded.
 */
export type Phase = "active" | "completed" | "ended";

export function phaseOf(status: string): Phase {
    switch (status) {
        case "COMPLETED":
            return "completed";
        case "CANCELLED":
        case "FAILED":
            return "ended";
        default:
            return "active";
    }
}

/** The statuses by which a search finds who holds the slot. */
export const SLOT_STATUSES = ["RUNNING", "PENDING", "PENDING_CANCEL"] as const;
