import type { StateRecord } from "../stateRecord";

/** What a record in the state says about its export, as far as the suite asks for it. */
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
    /** Names the resource in its mark beside the data. */
    readonly owner?: string;
}

export const exportOf = ({ outputs }: StateRecord) => outputs as unknown as RecordedExport;

/** A record that the program declares, and that is not about to be deleted. */
export const isLive = ({ delete: isReplaced, pendingReplacement }: StateRecord) => !isReplaced && !pendingReplacement;
