import * as pulumi from "@pulumi/pulumi";
import { handedDownConfig } from "../handedDown";
import { isPluginProcess, typeHere } from "../host";
import { providerText } from "../providerText";
import { assertInputs } from "../validation/inputError";
import { withExplicitProvider } from "./explicitProvider";
import { checkInputs, type RawInputs, withDefaults } from "./inputs";
import { UNKNOWN } from "../validation/unknown";
import { LateArguments } from "./lateArguments";
import { PUBLIC_OUTPUT_NAMES } from "./outputs";
import { placeIn } from "./recordedPlace";
import { isKnown, isNotYetKnown, resolvedValue } from "../outputs";
import { parseTimestamp, type TimestampInput } from "../validation/timestamp";
import { normaliseTriggers } from "./triggers";
import { EXPORT_TASK_TYPE } from "./urn";

const PROVIDER = providerText("pulumi-cloudwatch-logs-export/exportTask");

/** The arguments of an export: the parameters of CreateExportTask in its own names, then how to run it. */
export interface ExportTaskArgs {
    /**
     * The log group whose data is exported, by name: 1 to 512 of `a-z A-Z 0-9 . - _ / #`.
     * @example "/aws/lambda/payments"
     */
    readonly logGroupName: pulumi.Input<string>;
    /**
     * Exports only the log streams whose names begin with this; 1 to 512 characters without `:` and `*`.
     * @default every stream
     */
    readonly logStreamNamePrefix?: pulumi.Input<string>;
    /**
     * Log data from then on is exported: ISO 8601 with an offset, a `Date`, or milliseconds since 1970.
     * @example "2026-10-01T00:00:00Z"
     */
    readonly from: pulumi.Input<TimestampInput>;
    /**
     * Log data before then is exported; adjacent ranges share their boundary. It must be `settleHours` in the past when
     * the export is created.
     * @example "2026-11-01T00:00:00Z"
     */
    readonly to: pulumi.Input<TimestampInput>;
    /** The name of the S3 bucket that receives the data; it is in the log group's Region. */
    readonly destination: pulumi.Input<string>;
    /**
     * The key prefix of every exported object, without a `/` at either end; at most 464 bytes, so that the whole key
     * stays within S3's 1,024.
     * @default "exportedlogs", as the service does
     */
    readonly destinationPrefix?: pulumi.Input<string>;
    /**
     * The readable beginning of the task's name; a hash of what is exported follows.
     * @default project, stack and resource name
     */
    readonly taskNamePrefix?: pulumi.Input<string>;
    /**
     * The Region of log group and bucket.
     * @default that of an explicit provider, then stack config `aws:region`, then the environment
     */
    readonly region?: pulumi.Input<string>;
    /**
     * The profile of the AWS configuration files whose credentials are used.
     * @default that of an explicit provider, then stack config `aws:profile`, then the environment
     */
    readonly profile?: pulumi.Input<string>;
    /**
     * The role that runs the export. Needed if an explicit `aws.Provider` assumes one: its roles cannot be read. An export
     * without it is refused before it starts if it would run in another account than the provider's.
     * @default stack config `aws:assumeRoles`, or none where `profile` is given
     */
    readonly assumeRoleArn?: pulumi.Input<string>;
    /** Any value; when it changes, the data is exported again, into a folder of its own. */
    readonly triggers?: pulumi.Input<unknown>;
    /**
     * Whether `up` waits until the task has ended and is verified. With false it still waits until the slot is free, and
     * the next `up` looks how it ended.
     * @default true
     */
    readonly waitForCompletion?: pulumi.Input<boolean>;
    /**
     * Seconds from the task's start after which `up` stops waiting; the task goes on, and the next `up` with it.
     * @default 86400, the time after which the service itself stops a task
     */
    readonly timeoutSeconds?: pulumi.Input<number>;
    /**
     * Seconds for which throttling, errors of the services and a network that is gone are ridden out, from the first
     * failure on; 0 gives up at once. Then `up` fails, and the next one resumes the export.
     * @default 600
     */
    readonly retryTimeoutSeconds?: pulumi.Input<number>;
    /**
     * How many tasks one `up` starts at most, with pauses between them, if the service ends them as FAILED for reasons of
     * its own. A task that somebody cancelled, or that ran into the service's 24 hours, is not tried again.
     * @default 3
     */
    readonly maxAttempts?: pulumi.Input<number>;
    /**
     * Hours that `to` must be in the past, because log data can take so long to become available for export. 336 also
     * waits for the latest events that the service accepts; with 0 it is exported at once, and what arrives later stays
     * missing.
     * @default 12, the service's own figure
     */
    readonly settleHours?: pulumi.Input<number>;
    /**
     * What becomes of the exported objects when the export is deleted or replaced.
     * @default "retain"
     */
    readonly removalPolicy?: pulumi.Input<"retain" | "delete">;
}

/** What a component hands down beside a user's arguments. */
export interface ExportTaskHelperArgs {
    /** The accounts that the bucket policy names, or that of the log group's ARN; the export must run in one of them. */
    readonly accounts?: pulumi.Input<string[] | undefined>;
    /** The ranges without a gap that this one is part of, as `formatSeries` writes them. */
    readonly series?: string;
}

/**
 * One export task of Amazon CloudWatch Logs: `up` runs it, waits for its end and verifies the objects in the bucket.
 *
 * A changed input that decides the exported data (log group, range, destination, `triggers`) exports again; any other
 * changes nothing in AWS. A task that failed, or that an earlier run left behind, is taken up by the next `up`.
 *
 * @example
 * ```ts
 * const october = new ExportTask("october", {
 *     logGroupName: "/aws/lambda/payments",
 *     from: "2026-10-01T00:00:00Z",
 *     to: "2026-11-01T00:00:00Z",
 *     destination: bucket.bucketName,
 *     destinationPrefix: "audit/payments",
 * });
 * export const where = october.uri;
 * ```
 */
export class ExportTask extends pulumi.CustomResource {
    /** The service's ID of the task; empty where none was needed, because the log group did not exist yet. */
    declare readonly taskId: pulumi.Output<string>;
    /** The service's status code: `COMPLETED`, or with `waitForCompletion: false` also `PENDING` or `RUNNING`. */
    declare readonly status: pulumi.Output<string>;
    /** The service's message, or that nothing was in the range, or nothing yet. */
    declare readonly statusMessage: pulumi.Output<string | undefined>;
    /** When the task was created, in milliseconds since 1970. */
    declare readonly creationTime: pulumi.Output<number | undefined>;
    /** When the task ended, in milliseconds since 1970. */
    declare readonly completionTime: pulumi.Output<number | undefined>;
    /** Where the objects are: `s3://bucket/prefix/taskId/`. */
    declare readonly uri: pulumi.Output<string>;
    /** How many objects were exported; undefined where the bucket may not be listed. */
    declare readonly objectCount: pulumi.Output<number | undefined>;
    /** Their size in bytes, compressed. */
    declare readonly byteCount: pulumi.Output<number | undefined>;
    /** Whether the objects, or the marker of an empty range, were found in the bucket. */
    declare readonly verified: pulumi.Output<boolean>;

    /** The log group's name. */
    declare readonly logGroupName: pulumi.Output<string>;
    /** The start of the range, in milliseconds since 1970. */
    declare readonly from: pulumi.Output<number>;
    /** The end of the range, in milliseconds since 1970. */
    declare readonly to: pulumi.Output<number>;
    /** The bucket's name. */
    declare readonly destination: pulumi.Output<string>;
    /** The key prefix of the exported objects. */
    declare readonly destinationPrefix: pulumi.Output<string>;
    /** The Region of log group and bucket. */
    declare readonly region: pulumi.Output<string>;

    /**
     * @throws {InputError} where a plain argument is wrong; what is known only later is checked before anything is created.
     */
    constructor(name: string, given: ExportTaskArgs & ExportTaskHelperArgs, options?: pulumi.CustomResourceOptions) {
        const [args, opts] = withExplicitProvider(`ExportTask "${name}"`, given ?? {}, options); // JavaScript may leave them out
        if (!opts?.urn && !opts?.id) {
            assertInputs(`ExportTask "${name}"`, checkInputs(withDefaults(plainOf(args))));
        }
        const late = new LateArguments(name, !pulumi.runtime.isDryRun() && !opts?.urn && !opts?.id, PROVIDER);
        try {
            const type = typeHere(EXPORT_TASK_TYPE);
            super(type, name, propertiesOf(args), late.optionsFrom(opts), false, late.asPackage());
        } finally {
            late.end();
        }
        const inputs = late.complete(this);
        for (const name of ["destination", "destinationPrefix"] as const) takeFromUri(this, name, inputs[name]);
    }

    /**
     * Reads a task that exists, for example one that somebody else started; it is never cancelled or deleted.
     * @param taskId the service's ID of the task.
     * @param args where it is to be found, if not where stack config and environment say.
     */
    static get(
        name: string,
        taskId: pulumi.Input<string>,
        args: Pick<ExportTaskArgs, "region" | "profile" | "assumeRoleArn"> = {},
        opts: pulumi.CustomResourceOptions = {},
    ): ExportTask {
        return new ExportTask(name, args as ExportTaskArgs, { ...opts, id: taskId });
    }
}

/**
 * The record leaves bucket and prefix to `uri`, so they are taken from there once it is known. For a property that a record lacks
 * Pulumi itself fills in the argument: in an `up` alone, and without what a transform made of it. A property and no accessor:
 * Pulumi would take that, and this package with it, into the code of a function that uses the export.
 */
function takeFromUri(task: ExportTask, name: "destination" | "destinationPrefix", input: unknown): void {
    const { [name]: said = input, uri, taskId } = task;
    // With as few outputs as it takes: each is some thirty promises, and a stack has hundreds of exports.
    const placed = async (known: string) => placeIn({ uri: known, taskId: await resolvedValue(taskId) })?.[name];
    const fromUri = () => uri.apply(async (known): Promise<unknown> => (await placed(known)) ?? said);
    const taken = pulumi.runtime.isDryRun()
        ? pulumi.output(isKnown(uri).then((known) => (known ? fromUri() : said)))
        : fromUri();
    Object.assign(task, { [name]: taken });
}

/** Outputs must be named, or Pulumi would not make them properties of the resource, and so must inputs for a `get`. */
const OUTPUTS = undefinedOf(PUBLIC_OUTPUT_NAMES);
const INPUTS_FOR_GET = undefinedOf(["logGroupName", "from", "to", "destination", "destinationPrefix", "region"]);

function undefinedOf(names: readonly string[]): Record<string, undefined> {
    return Object.fromEntries(names.map((name) => [name, undefined]));
}

function propertiesOf(args: ExportTaskArgs & ExportTaskHelperArgs): pulumi.Inputs {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    return {
        // Pulumi makes some forty promises of each property, so those that are not given are none.
        ...INPUTS_FOR_GET,
        ...given,
        ...OUTPUTS,
        from: millisecondsOf("from", args.from),
        to: millisecondsOf("to", args.to),
        ...(isPluginProcess() ? handedDownConfig() : propertiesInProgram(args)),
    };
}

/** In the plugin the provider itself normalises triggers, those of tasks that a program declares too. */
function propertiesInProgram({ triggers }: ExportTaskArgs): pulumi.Inputs {
    return triggers === undefined ? {} : { triggers: normaliseTriggers(triggers) };
}

/** A Date reaches the engine as `{}`, so it becomes a number here; a text that is wrong is left for the check. */
function millisecondsOf(property: string, time: pulumi.Input<TimestampInput>): pulumi.Input<unknown> {
    const convert = (value: TimestampInput) => {
        const parsed = value === undefined ? value : parseTimestamp(property, value);
        return typeof parsed === "number" ? parsed : value;
    };
    if (pulumi.Output.isInstance(time)) return time.apply(convert);
    if (time instanceof Promise) return time.then(convert);
    return convert(time as TimestampInput);
}

/** The arguments whose values are known already; the others count as not known yet. */
function plainOf(args: Partial<ExportTaskArgs>): RawInputs {
    return Object.fromEntries(
        Object.entries(args)
            .filter(([name]) => name !== "triggers")
            .map(([name, value]) => [name, isNotYetKnown(value) ? UNKNOWN : value]),
    );
}
