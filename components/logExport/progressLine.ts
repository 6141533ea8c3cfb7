import * as pulumi from "@pulumi/pulumi";
import { audienceOf } from "../../providers/exportTask/progress/displayMode";
import { realClock } from "../../providers/clock";
import { linesOf, progressFor } from "../../providers/exportTask/progress/progress";
import { resolvedValue } from "../../providers/outputs";

/**
 * Reports on a component's own line how many of its exports have ended. Exports that wait at the gate are not registered yet,
 * so they have no line of their own.
 */
export function reportEndedExports(component: pulumi.ComponentResource, exports: readonly pulumi.Resource[]): void {
    if (pulumi.runtime.isDryRun() || exports.length < 2) return;
    let ended = 0;
    void resolvedValue(component.urn).then((urn) => {
        if (!urn) return;
        const progress = progressFor(linesOf(urn), audienceOf(), realClock);
        for (const one of exports) {
            void resolvedValue(one.urn).then(() =>
                progress.report({ phase: "exports", ended: ++ended, of: exports.length }),
            );
        }
    });
}
