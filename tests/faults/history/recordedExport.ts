import type { StateRecord } from "../stateRecord";

/** The properties of an export's record in the state that the suite needs. */
export interface RecordedExport {
    readonly taskId: string;
    readonly status: string;
    readonly verified: boolean;
    readonly uri: string;
    readonly objectCount?: number;
    readonly logGroupName: string;
    readonly logStreamNamePrefix?: string;
    readonly from: number;
    readonly to: number;
    readonly removalPolicy?: string;
    /** The resource's ID in its mark beside the data. */
    readonly owner?: string;
}

export const exportOf = ({ outputs }: StateRecord) => outputs as unknown as RecordedExport;

/** A record that the program declares, and that is not about to be deleted. */
export const isLive = ({ delete: isReplaced, pendingReplacement }: StateRecord) => !isReplaced && !pendingReplacement;
