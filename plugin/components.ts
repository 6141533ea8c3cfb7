import * as pulumi from "@pulumi/pulumi";
import type * as provider from "@pulumi/pulumi/provider";
import { ArchiveTable } from "../components/archiveTable/archiveTable";
import { ExportBucket } from "../components/exportBucket/exportBucket";
import { LogExport } from "../components/logExport/logExport";
import {
    ARCHIVE_TABLE_TYPE,
    EXPORT_BUCKET_TYPE,
    LOG_EXPORT_TYPE,
    SCHEDULED_LOG_EXPORT_TYPE,
} from "../components/resourceTypes";
import { ScheduledLogExport } from "../components/scheduledLogExport/scheduledLogExport";
import { resolvedValue } from "../providers/outputs";
import { assertInputs } from "../providers/validation/inputError";
import { bucketArguments, libraryArguments } from "./arguments";
import { assertKeysAreTold, useOwnConfig } from "./componentConfig";
import { remember } from "./instances";
import { assertOneRegion } from "./oneRegion";
import { readSchema } from "./ownPackage";
import { plainArguments } from "./plainValues";
import { selectedLogGroups } from "./selection";

type Made = readonly [component: pulumi.ComponentResource, state: pulumi.Inputs];
type Arguments = Record<string, unknown>;
type Make = (name: string, args: Arguments, opts: pulumi.ComponentResourceOptions) => Promise<Made> | Made;

const COMPONENTS: Readonly<Record<string, Make>> = {
    [EXPORT_BUCKET_TYPE]: (name, args, opts) => {
        const bucket = new ExportBucket(name, bucketArguments(args) as never, opts);
        const { bucketName, bucketArn, kmsKeyArn, sourceAccounts } = bucket;
        return [bucket, { bucketName, bucketArn, kmsKeyArn, sourceAccounts }];
    },

    [LOG_EXPORT_TYPE]: async (name, given, opts) => {
        const what = `LogExport "${name}"`;
        const {
            args: { select, ...args },
            failures,
        } = libraryArguments(given);
        assertInputs(what, failures);
        if (select !== undefined) {
            args.logGroups = await selectedLogGroups(what, select as object, args, opts.providers);
        }
        const exports = new LogExport(name, args as never, opts);
        const { bucketName, bucketArn, archiveUri, isOpenEnded } = exports;
        return [exports, { bucketName, bucketArn, archiveUri, isOpenEnded, uris: urisOf(exports) }];
    },

    [SCHEDULED_LOG_EXPORT_TYPE]: (name, given, opts) => {
        const { args, failures } = libraryArguments(given);
        assertInputs(`ScheduledLogExport "${name}"`, failures);
        const scheduled = new ScheduledLogExport(name, args as never, opts);
        const { bucketName, archiveUri, stateMachineArn, topicArn, tableName, tableArn } = scheduled;
        return [scheduled, { bucketName, archiveUri, stateMachineArn, topicArn, tableName, tableArn }];
    },

    [ARCHIVE_TABLE_TYPE]: (name, given, opts) => {
        const { args, failures } = libraryArguments(given);
        assertInputs(`ArchiveTable "${name}"`, failures);
        const table = new ArchiveTable(name, args as never, opts);
        const { databaseName, tableName, viewName } = table;
        return [table, { databaseName, tableName, viewName }];
    },
};

/** Makes a component that a program of another language declares. */
export async function constructComponent(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
): Promise<provider.ConstructResult> {
    const make = COMPONENTS[type];
    if (!make) throw new Error(`cloudwatch-logs-export has no component ${type}.`);
    const ofStack = useOwnConfig();
    assertKeysAreTold();
    const { resources, types } = readSchema();
    const { args, dependencies, failures } = await plainArguments(
        inputs,
        resources[type]?.inputProperties ?? {},
        types,
    );
    const what = `${type.split(":").at(-1)} "${name}"`;
    assertInputs(what, failures);
    await assertOneRegion(what, type, ofStack, args, options.providers);
    const dependsOn = [...((options.dependsOn ?? []) as pulumi.Resource[]), ...dependencies];
    const [component, state] = await make(name, args, { ...options, dependsOn });
    await remember(component);
    return { urn: component.urn, state };
}

/**
 * Where the exports are. With `--continue-on-error` a program goes on after an export that failed: that has none. What uses
 * them depends on the component, and so on all of its exports.
 */
function urisOf(exports: LogExport): pulumi.Output<string[]> {
    if (pulumi.runtime.isDryRun()) return pulumi.all(exports.tasks.map(({ uri }) => uri));
    return exports.urn.apply(async () => {
        const uris = await Promise.all(exports.tasks.map(({ uri }) => resolvedValue(uri)));
        return uris.filter((uri) => uri !== undefined);
    });
}
