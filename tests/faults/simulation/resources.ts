import { planExports } from "../../../components/logExport/plan";
import { exportSettings } from "../../../components/logExport/settings";
import { EXPORT_TASK_TYPE, shortUrn } from "../../../providers/exportTask/urn";
import { makeUrn } from "../../../sandbox/engine/urn";
import type { Declaration, DeclaredTask } from "../declaration";
import type { Declared } from "./engineRun";

const LOG_EXPORT_TYPE = "pulumi-cloudwatch-logs-export:index:LogExport";

/** The registrations that the package's resources send to the engine. */
export function resourcesOf({ tasks, exports }: Declaration, stack: string, now: number): Declared[] {
    const name = { project: "faults", stack };
    const direct = Object.entries(tasks).map(([resource, task]) => {
        const urnOf = (one: string) => makeUrn(name, "", EXPORT_TASK_TYPE.dynamic, one);
        return declared(urnOf(resource), task, (task.opts?.aliases ?? []).map(urnOf));
    });
    const planned = Object.entries(exports).flatMap(([component, args]) => {
        const { logGroups, splitBy, bucket, from, to, ...others } = args;
        const parent = makeUrn(name, "", LOG_EXPORT_TYPE, component);
        const plan = planExports(exportSettings({ ...args, logGroups } as never), now);
        void [splitBy, from, to];
        return plan.map(({ key, logGroupName, range, destinationPrefix }) =>
            declared(makeUrn(name, parent, EXPORT_TASK_TYPE.dynamic, `${component}-${key}`), {
                ...others,
                logGroupName: logGroupName as string,
                from: range.from,
                to: range.to,
                series: range.series,
                destination: bucket.existing,
                destinationPrefix: destinationPrefix as string,
            }),
        );
    });
    return [...direct, ...planned];
}

function declared(urn: string, task: DeclaredTask & { readonly series?: string }, aliases: string[] = []): Declared {
    const { opts, triggers, ...args } = task;
    const given = {
        ...args,
        triggers: triggers === undefined ? undefined : JSON.stringify(triggers),
        shortUrn: shortUrn(urn),
    };
    const inputs = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return { urn, aliases, inputs, deleteBeforeReplace: opts?.deleteBeforeReplace };
}
