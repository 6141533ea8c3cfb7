import { explained } from "../../aws/denial";
import { isAccessDenied } from "../../aws/errors";
import { phaseOf } from "../../aws/task";
import { type ExportTaskInputs } from "../inputs";
import { type ExportTaskOutputs } from "../outputs";
import { contentsOf } from "./contents";
import { type ExportContext } from "./context";
import { evidenceIn } from "./evidence";
import { judge } from "./judge";
import { unverifiedOutputs } from "./unfinished";
import { warnOfUnseen } from "./verify";

type Found = Partial<ExportTaskInputs> & Partial<ExportTaskOutputs>;

/**
 * What a refresh, `pulumi import` or `ExportTask.get` sees of a task. It writes nothing and fails because of nothing that
 * it sees; an export that is not verified yet is verified by the next `up`.
 * @param isForeign whether the task was not started by this resource, so that its inputs come from the service.
 */
export async function inspect(context: ExportContext, taskId: string, isForeign: boolean): Promise<Found> {
    const { aws, inputs } = context;
    const task = await aws.logs.findTask(taskId);
    if (!task) {
        if (!isForeign) return {};
        throw new Error(
            `There is no export task ${taskId} in ${inputs.region}. The service lists only recent tasks; ` +
                "check the ID, the Region and the account.",
        );
    }
    const { logGroupName, from, to, destination, destinationPrefix } = task;
    // The inputs tell of an export that is declared; the first task of a log group begins before its range.
    const fromService = (
        isForeign ? { logGroupName, from, to, destination, destinationPrefix } : {}
    ) as Partial<ExportTaskInputs>;
    const known = { ...context, inputs: { ...inputs, ...fromService } };
    const { owner } = context;
    const found = { ...fromService, ...unverifiedOutputs(known, task), owner: owner || undefined };
    if (phaseOf(task.status) !== "completed") return found;
    try {
        const place = { ...known.inputs, taskId };
        const contents = await contentsOf(aws.s3, place);
        const { objectCount, byteCount } = contents;
        const isWhole = judge(contents, await evidenceIn(aws.s3, place, contents, owner)) === "whole";
        return { ...found, objectCount, byteCount, verified: isForeign && isWhole };
    } catch (error) {
        if (!isAccessDenied(error)) throw error;
        warnOfUnseen(context, { ...known.inputs, taskId }, explained(error));
        return found;
    }
}
