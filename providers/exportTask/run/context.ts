import { type Aws } from "../../aws/clients";
import { type Clock } from "../../clock";
import { type ExportTaskInputs } from "../inputs";
import { type Progress } from "../progress/progress";

/** What an export has to do with while it runs. */
export interface ExportContext {
    readonly inputs: ExportTaskInputs;
    readonly aws: Aws;
    readonly clock: Clock;
    readonly progress: Progress;
    /** Whether the Pulumi engine that will record the result is still there. */
    readonly isEngineAlive: () => Promise<boolean>;
}

/** An orphaned host must not go on: what it did would be in no state. */
export async function assertEngineAlive({ isEngineAlive }: ExportContext): Promise<void> {
    if (!(await isEngineAlive())) {
        throw new Error(
            "The Pulumi engine is gone: nothing more is started or watched, because nothing would record it.",
        );
    }
}
