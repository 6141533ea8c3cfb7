import * as pulumi from "@pulumi/pulumi";
import { type ExportTask } from "../../providers/exportTask/resource";
import { isKnown, resolvedValue } from "../../providers/outputs";
import { assertInputs } from "../../providers/validation/inputError";
import { ExportBucket } from "../exportBucket/exportBucket";
import { archiveUri } from "../archiveUri";
import { LOG_EXPORT_TYPE } from "../resourceTypes";
import { type LogExportArgs } from "./args";
import { archivePrefix } from "./archivePrefix";
import { checkedPlan } from "./checks";
import { bucketArgs } from "./ownGrant";
import { preview } from "./preview/preview";
import { reportEndedExports } from "./progressLine";
import { isOpenEnded } from "./settings";
import { checkPlace, taskPlace } from "./taskPlace";
import { makeTasks } from "./tasks";

/**
 * Exports several log groups and time ranges into one bucket, each as an `ExportTask` with its own prefix.
 *
 * The service runs one export at a time in an account and Region, so they run one after the other. The rest of the program
 * does not wait for them.
 *
 * @example
 * ```ts
 * const audit = new LogExport("audit", {
 *     logGroups: ["/aws/lambda/payments", "/aws/lambda/checkout"],
 *     from: "2026-10-01T00:00:00Z",
 *     to: "2026-11-01T00:00:00Z",
 *     destinationPrefix: "audit",
 * });
 * export const exports = audit.tasks.map((task) => task.uri);
 * ```
 */
export class LogExport extends pulumi.ComponentResource {
    /** The name of the bucket that receives the exports. */
    readonly bucketName: pulumi.Output<string>;
    /** The bucket's ARN, for policies that name it. */
    readonly bucketArn: pulumi.Output<string>;
    /**
     * Where all its exports are, as `s3://bucket/prefix/`: what `npx pulumi-cloudwatch-logs-export` takes. If the destination
     * prefixes of the ranges differ, their common folder; if they have none, or a layout function leaves it, the bucket. What a
     * `transform` puts elsewhere is not in it.
     * @example "s3://audit-archive/audit/"
     */
    readonly archiveUri: pulumi.Output<string>;
    /** The bucket, created by this component or given. */
    readonly bucket: ExportBucket;
    /** The exports, by log group and then by range, in the order given. */
    readonly tasks: ExportTask[];
    /** Whether one of the ranges has no end (`to: "latest"`), so that each `up` may add exports. */
    readonly isOpenEnded: boolean;

    /** @throws {InputError} if an argument is wrong. */
    constructor(name: string, args: LogExportArgs, opts?: pulumi.ComponentResourceOptions) {
        const now = Date.now();
        const plan = checkedPlan(`LogExport "${name}"`, args ?? {}, now); // JavaScript may leave them out
        super(LOG_EXPORT_TYPE, name, {}, opts);
        const place = taskPlace(args, this);
        assertInputs(`LogExport "${name}"`, checkPlace(args, this));
        this.bucket = ExportBucket.isInstance(args.bucket)
            ? args.bucket
            : new ExportBucket(`${name}-bucket`, bucketArgs(args, plan.grant), { parent: this });
        this.bucketName = this.bucket.bucketName;
        this.bucketArn = this.bucket.bucketArn;
        this.archiveUri = archiveUri(this.bucketName, archivePrefix(plan));
        this.isOpenEnded = isOpenEnded(plan.settings);
        this.tasks = makeTasks(name, args, plan, place, this.bucket, this);
        reportEndedExports(this, this.tasks);
        preview(this, { settings: plan.settings, plan: plan.exports, tasks: this.tasks, place }, now);
        const { bucketName, bucketArn, archiveUri: uri } = this;
        this.registerOutputs({ bucketName, bucketArn, archiveUri: uri, uris: urisOf(this.tasks) });
    }
}

/** All at once, as far as they are known and no secrets: of an output in a list Pulumi takes a stack and some promises each. */
async function urisOf(tasks: readonly ExportTask[]): Promise<pulumi.Input<string>[]> {
    const plainUri = async ({ uri }: ExportTask) =>
        (await isKnown(uri)) && !(await pulumi.isSecret(uri)) ? resolvedValue(uri) : undefined;
    const uris = await Promise.all(tasks.map(plainUri));
    return tasks.map(({ uri }, index) => uris[index] ?? uri);
}
