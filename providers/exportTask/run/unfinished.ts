import { type ExportTaskOutputs } from "../outputs";
import { type Task } from "../../aws/task";
import { type ExportContext } from "./context";
import { uriOf } from "./objects";

/** An export that is not (yet) what was declared. What is known of it is recorded, and the next `up` resumes it. */
export class UnfinishedExport extends Error {
    constructor(
        message: string,
        readonly outputs: ExportTaskOutputs,
        options?: ErrorOptions,
    ) {
        super(message, options);
    }
}

export const RESUME = "The next `pulumi up` checks the task again and resumes the export.";
export const RESTART = "The next `pulumi up` starts it again.";

/** What is recorded of a task whose objects have not been verified. */
export function unverifiedOutputs(
    { inputs, owner, account, replaced }: Pick<ExportContext, "inputs" | "owner" | "account" | "replaced">,
    task: Task,
): ExportTaskOutputs {
    const toDelete = replaced.filter(({ removalPolicy }) => removalPolicy === "delete");
    return {
        taskId: task.taskId,
        status: task.status,
        statusMessage: task.statusMessage,
        creationTime: task.creationTime,
        completionTime: task.completionTime,
        uri: uriOf({ ...inputs, taskId: task.taskId }),
        verified: false,
        owner,
        account,
        predecessors: toDelete.length > 0 ? toDelete : undefined,
    };
}
