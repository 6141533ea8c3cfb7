import { type Aws } from "../../aws/clients";
import { type TaskList } from "../../aws/taskList";
import { type Clock } from "../../clock";
import { type ExportTaskInputs } from "../inputs";
import { type Predecessor } from "../outputs";
import { type Progress } from "../progress/progress";
import { type UnmarkedOwners } from "./unmarkedOwners";

/** What an export works with while it runs. */
export interface ExportContext {
    /** As declared. */
    readonly inputs: ExportTaskInputs;
    /** What is asked here is asked again while the network or AWS is out of order; see aws/patience.ts. */
    readonly aws: Aws;
    /** The same, but failing at once: for what is worth an attempt and no wait. */
    readonly awsOnce: Aws;
    readonly account: string;
    /** The tasks of this account and Region. */
    readonly tasks: TaskList;
    readonly clock: Clock;
    readonly progress: Progress;
    /** When the log group was created, where that was asked. */
    readonly logGroupCreationTime?: number;
    /** By which this resource marks what it relies on. */
    readonly owner: string;
    /** The exports in whose place this one comes. */
    readonly replaced: readonly Predecessor[];
    /** Owners of this process whose marks were refused. */
    readonly unmarkedOwners: UnmarkedOwners;
    /** Whether the Pulumi engine that will record the result is still there. */
    readonly isEngineAlive: () => Promise<boolean>;
}

/** An orphaned host must stop: what it did would be in no state. */
export async function assertEngineAlive({ isEngineAlive }: Pick<ExportContext, "isEngineAlive">): Promise<void> {
    if (!(await isEngineAlive())) {
        throw new Error(
            "The Pulumi engine is gone: nothing more is started or watched, because nothing would record it.",
        );
    }
}
