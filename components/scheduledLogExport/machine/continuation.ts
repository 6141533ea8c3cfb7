import * as pulumi from "@pulumi/pulumi";
import { standInForMocks } from "../../../providers/outputs";
import type { LogExport } from "../../logExport/logExport";

/** The end of a LogExport's data. It is known only once all its exports are COMPLETED, so that no range is skipped. */
export function endOfLogExport(logExport: LogExport): pulumi.Output<number> {
    return pulumi
        .all(
            logExport.tasks.map(({ to, status, taskId }) =>
                pulumi.all([to, standInForMocks(status, "COMPLETED"), taskId]),
            ),
        )
        .apply((ends) => {
            const open = ends.find(([, status]) => status !== "COMPLETED");
            if (open) {
                throw new pulumi.RunError(
                    `continues: export task ${open[2]} of the LogExport is ${open[1]}, so not everything before its ` +
                        "end is exported yet. Let `pulumi up` wait for the task (waitForCompletion), then run it again.",
                );
            }
            return Math.max(...ends.map(([to]) => Number(to)));
        });
}
