import { type ExportTaskOutputs } from "../outputs";
import { type Task } from "../../aws/task";
import { type ExportContext } from "./context";
import { uriOf } from "./objects";

/** An export that is not (yet) what was declared. What is known of it is recorded, and the next `up` resumes it. */
export class UnfinishedExport extends Error {
    /** Whether the service failed the task for reasons of its own, so that another may complete. */
    readonly isServiceFailure: boolean;

    constructor(
        message: string,
        readonly outputs: ExportTaskOutputs,
        { isServiceFailure = false, ...options }: ErrorOptions & { readonly isServiceFailure?: boolean } = {},
    ) {
        super(message, options);
        this.isServiceFailure = isServiceFailure;
    }

    /** The same with other outputs. */
    with(outputs: ExportTaskOutputs): UnfinishedExport {
        const { message, cause, isServiceFailure } = this;
        return new UnfinishedExport(message, outputs, { cause, isServiceFailure });
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
