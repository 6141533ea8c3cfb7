import * as pulumi from "@pulumi/pulumi";
import { LifecycleRule, LogExport, SplitBy, TransitionStorageClass } from "pulumi-cloudwatch-logs-export";

// The ready-made stack: everything it does is said by its config, which Pulumi.yaml describes.
const config = new pulumi.Config();

const audit = new LogExport("export", {
    logGroups: config.requireObject<string[]>("logGroups"),
    from: config.require("from"),
    to: config.require("to"),
    splitBy: text<SplitBy>("splitBy"),
    destinationPrefix: text("destinationPrefix"),
    layout: text<"hive" | "plain">("layout"),
    settleHours: config.getNumber("settleHours"),
    allowUnsettled: config.getBoolean("allowUnsettled"),
    onDestroy: text<"keepObjects" | "deleteObjects">("onDestroy"),
    bucket: bucket(),
});

export const bucketName = audit.bucketName;
export const exports = audit.tasks.map((task) => task.uri);

function bucket() {
    const existing = text("existingBucket");
    if (existing) return { existing };
    return { lifecycleRules: lifecycleRules(), onDestroy: text<"retain" | "delete">("onDestroyBucket") };
}

function lifecycleRules(): LifecycleRule[] {
    const archiveAfterDays = config.getNumber("archiveAfterDays") || undefined;
    const expirationDays = config.getNumber("expirationDays") || undefined;
    const storageClass = text<TransitionStorageClass>("archiveClass") ?? "GLACIER_IR";
    const transitions = archiveAfterDays ? [{ days: archiveAfterDays, storageClass }] : undefined;
    return transitions || expirationDays ? [{ transitions, expirationDays }] : [];
}

/** An empty text counts as not given: a declared config key has to have some default. */
function text<T extends string>(key: string): T | undefined {
    return (config.get(key) || undefined) as T | undefined;
}
