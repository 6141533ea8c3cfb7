import type { OpenAws } from "../../sandbox/aws";
import type { Round } from "./scenario";
import type { Tally } from "./tally";

export function startedTasks({ requests }: OpenAws): number {
    return requests.filter(({ operation }) => operation === "CreateExportTask").length;
}

export async function haveTasksEnded({ control }: OpenAws): Promise<boolean> {
    const tasks = await control.tasks();
    return tasks.every(({ status }) => ["COMPLETED", "CANCELLED", "FAILED"].includes(status));
}

/** Another user takes the Region's slot, if it is free. */
export async function startForeignTask(aws: OpenAws, foreign: NonNullable<Round["foreign"]>, tally: Tally) {
    try {
        await aws.control.startForeignTask(foreign);
        tally.fault("slot held by somebody else");
    } catch {
        // A task of ours holds the slot.
    }
}
