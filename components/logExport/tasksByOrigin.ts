import * as pulumi from "@pulumi/pulumi";
import { type ExportTask } from "../../providers/exportTask/resource";
import { isKnown, resolvedValue } from "../../providers/outputs";
import { plainRegion } from "../awsSettings";
import { providerOf } from "../exportBucket/args";
import { ExportBucket } from "../exportBucket/exportBucket";
import { environmentRegionOf } from "../logGroups/lookup";
import { type CheckedOrigin, checkedOrigins, nameOfChecked } from "../logGroups/origin";
import { type LogExportArgs } from "./args";
import { type LogExportPlan } from "./checks";
import { makeTasks, type TaskPlace } from "./tasks";

/** The Region of a LogExport's tasks, if it is known when the program declares it. */
export function plainTaskRegion({ region, bucket }: LogExportArgs, component: pulumi.Resource): string | undefined {
    if (region !== undefined) return typeof region === "string" ? region : undefined;
    const isOwn = bucket !== undefined && !ExportBucket.isInstance(bucket);
    return plainRegion(component, isOwn ? providerOf(bucket) : "aws");
}

/** The tasks of a LogExport: of each log group only once it is known to be in the Region and account of its exports. */
export function tasksByOrigin(
    name: string,
    args: LogExportArgs,
    plan: LogExportPlan,
    place: TaskPlace,
    bucket: ExportBucket,
    parent: pulumi.Resource,
): ExportTask[] {
    let region: Promise<string | undefined> | undefined;
    const origins = checkedOrigins(`LogExport "${name}"`, args.logGroups, {
        region: () => (region ??= regionOf(place)),
        accounts: () => resolvedValue(bucket.sourceAccounts),
    });
    if (!origins) return makeTasks(name, args, plan, place, bucket, parent);
    const planned = groupBy(plan.exports, ({ groupKey }) => groupKey);
    return plan.settings.groups.flatMap(({ key, logGroupName }, index) => {
        const checked = nameOfChecked(logGroupName, origins[index]);
        const exports = (planned.get(key) ?? []).map((one) => ({ ...one, logGroupName: checked }));
        return makeTasks(name, args, { ...plan, exports }, place, inAccountOf(origins[index], bucket), parent);
    });
}

/** Before an export starts, the provider compares the caller with the log group's account, not with all of the bucket's. */
function inAccountOf({ account }: CheckedOrigin, bucket: ExportBucket): ExportBucket {
    const ofBucket = resolvedValue(bucket.sourceAccounts);
    const accounts = account.then((own) => (own === undefined ? ofBucket : [own]));
    return Object.create(bucket, { sourceAccounts: { value: pulumi.output(accounts) } }) as ExportBucket;
}

/** As the provider finds it: what the declaration says, else what environment and profile say. */
async function regionOf({ region, profile }: TaskPlace): Promise<string | undefined> {
    const [declared, own] = [pulumi.output(region), pulumi.output(profile)];
    if (!(await isKnown(declared)) || !(await isKnown(own))) return undefined; // in a preview
    return (await resolvedValue(declared)) ?? environmentRegionOf(await resolvedValue(own));
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const one of all) {
        const group = groups.get(keyOf(one));
        if (group) group.push(one);
        else groups.set(keyOf(one), [one]);
    }
    return groups;
}
