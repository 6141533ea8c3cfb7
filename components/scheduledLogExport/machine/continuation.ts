import * as pulumi from "@pulumi/pulumi";
import type { LogExport } from "../../logExport/logExport";

/** Where a LogExport ends, known once every export of it is completed: what is not done yet must not be passed over. */
export function endOf(logExport: LogExport): pulumi.Output<number> {
    return pulumi
        .all(logExport.tasks.map(({ to, status, taskId }) => pulumi.all([to, status, taskId])))
        .apply((ends) => {
            const open = ends.find(([, status]) => status !== "COMPLETED");
            if (open) {
                throw new pulumi.RunError(
                    `continues: export task ${open[2]} of the LogExport is ${open[1]}, so it is not known yet that all ` +
                        "before its end is exported. Let `pulumi up` wait for it (waitForCompletion), then run it again.",
                );
            }
            return Math.max(...ends.map(([to]) => Number(to)));
        });
}
