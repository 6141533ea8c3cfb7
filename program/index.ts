import * as pulumi from "@pulumi/pulumi";
import {
    type LifecycleRule,
    LogExport,
    type SelectLogGroupsArgs,
    selectLogGroups,
    type SplitBy,
    type TransitionStorageClass,
} from "pulumi-cloudwatch-logs-export";

// The ready-made stack: everything it does is said by its config, which Pulumi.yaml describes.
const config = new pulumi.Config();

/** As in Pulumi.yaml. */
const KEYS = [
    "logGroups",
    "select",
    "from",
    "to",
    "splitBy",
    "timeZone",
    "forgetAfterDays",
    "destinationPrefix",
    "layout",
    "existingBucket",
    "archiveAfterDays",
    "archiveClass",
    "expirationDays",
    "bucketRemovalPolicy",
    "removalPolicy",
    "settleHours",
];

export = async () => {
    refuseUnknownKeys();
    const forgetAfterDays = config.getNumber("forgetAfterDays") || undefined;
    const audit = new LogExport("audit", {
        logGroups: await logGroups(),
        from: config.require("from"),
        to: config.require("to"),
        splitBy: text<SplitBy>("splitBy"),
        timeZone: text("timeZone"),
        forgetAfterDays,
        destinationPrefix: text("destinationPrefix"),
        layout: text<"hive" | "plain">("layout"),
        settleHours: config.getNumber("settleHours"),
        removalPolicy: text<"retain" | "delete">("removalPolicy"),
        bucket: bucket(),
    });
    return { bucket: audit.bucketName, archive: audit.archiveUri };
};

/** A key that is misspelt would be ignored silently, and with it what its author relies on. */
function refuseUnknownKeys(): void {
    const unknown = Object.keys(pulumi.runtime.allConfig())
        .filter((key) => key.startsWith(`${config.name}:`))
        .map((key) => key.slice(config.name.length + 1))
        .find((key) => !KEYS.includes(key));
    if (unknown === undefined) return;
    const region = unknown === "region" ? " The Region is `aws:region`." : "";
    throw new pulumi.RunError(
        `The config has ${unknown}, which nothing reads. Allowed are ${KEYS.join(", ")}.${region} Run \`pulumi config rm ${unknown}\`, ` +
            "and set the key that is meant.",
    );
}

async function logGroups(): Promise<string[]> {
    const named = config.getObject<string[]>("logGroups") ?? [];
    const selector = config.getObject<SelectLogGroupsArgs>("select") ?? {};
    const selects = Object.keys(selector).length > 0;
    if (selects === named.length > 0) {
        throw new pulumi.RunError(
            `The config has ${selects ? "both logGroups and select" : "neither logGroups nor select"}; exactly one is allowed. ` +
                "Run `pulumi config set --path 'logGroups[0]' NAME`, or `pulumi config set --path select.namePrefix PREFIX`.",
        );
    }
    return selects ? selectLogGroups(selector) : named;
}

function bucket() {
    const existing = text("existingBucket");
    if (!existing) {
        return { lifecycleRules: lifecycleRules(), removalPolicy: text<"retain" | "delete">("bucketRemovalPolicy") };
    }
    const ofNewBucket = [
        ...["archiveAfterDays", "expirationDays"].filter((key) => config.getNumber(key)),
        ...["archiveClass", "bucketRemovalPolicy"].filter(text),
    ];
    if (ofNewBucket.length > 0) {
        throw new pulumi.RunError(
            `The config has existingBucket and ${ofNewBucket.join(", ")}, which only a new bucket can have. An existing bucket's ` +
                `settings stay as they are: run \`pulumi config rm ${ofNewBucket[0]}\`, and set them where the bucket is managed.`,
        );
    }
    return { existing };
}

function lifecycleRules(): LifecycleRule[] {
    const archiveAfterDays = config.getNumber("archiveAfterDays") || undefined;
    const expirationDays = config.getNumber("expirationDays") || undefined;
    const archiveClass = text<TransitionStorageClass>("archiveClass");
    if (archiveClass && !archiveAfterDays) {
        throw new pulumi.RunError(
            `The config has archiveClass (${archiveClass}) without archiveAfterDays, so nothing would move there. Run ` +
                "`pulumi config set archiveAfterDays DAYS`, or `pulumi config rm archiveClass`.",
        );
    }
    const storageClass = archiveClass ?? "GLACIER_IR";
    const transitions = archiveAfterDays ? [{ days: archiveAfterDays, storageClass }] : undefined;
    return transitions || expirationDays ? [{ transitions, expirationDays }] : [];
}

/** An empty text counts as not given: a declared config key has to have some default. */
function text<T extends string>(key: string): T | undefined {
    return (config.get(key) || undefined) as T | undefined;
}
