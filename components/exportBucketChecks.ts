import * as pulumi from "@pulumi/pulumi";
import { Failure, refuse, refuseUnknown } from "../providers/exportTask/failure";
import { checkBucketName } from "../providers/exportTask/names";
import { ExistingBucketArgs, ExportBucketArgs, NewBucketArgs } from "./exportBucketArgs";
import { isExportBucket } from "./isExportBucket";
import { checkLifecycleRules } from "./lifecycleChecks";

/** Whether a property is one of a new bucket, of an existing one, or of both. */
const PROPERTIES: Readonly<Record<keyof NewBucketArgs | keyof ExistingBucketArgs, "new" | "existing" | "both">> = {
    bucketName: "new",
    provider: "new",
    lifecycleRules: "new",
    abortIncompleteMultipartUploadDays: "new",
    versioning: "new",
    onDestroy: "new",
    tags: "new",
    existing: "existing",
    policy: "existing",
    sourceAccounts: "both",
    transform: "both",
};
const NEW_ONLY = Object.entries(PROPERTIES).flatMap(([name, of]) => (of === "new" ? [name] : []));

/** What can be told to be wrong before anything is made. */
export function checkBucketArgs(args: ExportBucketArgs): Failure[] {
    const given = args as NewBucketArgs & Partial<ExistingBucketArgs>;
    const failures: (Failure | undefined)[] = [
        ...refuseUnknown("an ExportBucket", "", args, Object.keys(PROPERTIES)),
        ...checkChoice(given),
        ...checkOptions(given),
        ...checkLifecycleRules(given.lifecycleRules ?? []),
        checkName(given.bucketName),
        checkExisting(given.existing),
        ...checkAccounts(given.sourceAccounts),
    ];
    return failures.filter((failure) => failure !== undefined);
}

const isLater = (value: unknown) => pulumi.Output.isInstance(value) || value instanceof Promise;

function checkName(name: unknown): Failure | undefined {
    if (name === undefined || isLater(name)) return undefined;
    return typeof name === "string"
        ? checkBucketName("bucketName", name)
        : refuse("bucketName", name, "a bucket's name", "Leave it out for the component's name and a random suffix.");
}

function checkExisting(existing: unknown): Failure | undefined {
    if (existing === undefined || existing === null || isLater(existing)) return undefined; // see checkChoice
    if (typeof existing === "string") return checkBucketName("existing", existing);
    const isBucket =
        typeof existing === "object" && "arn" in existing && ("bucket" in existing || "bucketName" in existing);
    if (isBucket) return undefined;
    const next = isExportBucket(existing)
        ? "Give the ExportBucket itself: bucket: sharedBucket."
        : "Give the bucket resource, or the bucket's name as a text in quotes.";
    return refuse("existing", existing, "a bucket or its name", next);
}

function checkChoice(given: NewBucketArgs & Partial<ExistingBucketArgs>): Failure[] {
    if (!("existing" in given)) {
        return given.policy === undefined
            ? []
            : [refuse("policy", given.policy, "absent for a new bucket", "A new bucket's policy is always managed.")];
    }
    if (given.existing === undefined || given.existing === null) {
        return [refuse("existing", given.existing, "a bucket or its name", "Leave it out for a new bucket.")];
    }
    return NEW_ONLY.filter((name) => given[name as keyof NewBucketArgs] !== undefined).map((name) =>
        refuse(
            name,
            given[name as keyof NewBucketArgs],
            "absent where existing is given",
            "An existing bucket's settings stay as they are: set them where the bucket is managed.",
        ),
    );
}

function checkOptions(given: NewBucketArgs & Partial<ExistingBucketArgs>): Failure[] {
    const choices: Record<string, readonly unknown[]> = {
        provider: ["aws"],
        onDestroy: ["retain", "delete"],
        policy: ["managed", "unmanaged"],
        versioning: [true, false],
    };
    const failures = Object.entries(choices).flatMap(([name, allowed]) => {
        const value = given[name as keyof typeof given];
        if (value === undefined || allowed.includes(value)) return [];
        return [
            refuse(
                name,
                value,
                allowed.map((one) => JSON.stringify(one)).join(" or "),
                "Leave it out for the default.",
            ),
        ];
    });
    const days = given.abortIncompleteMultipartUploadDays;
    if (days !== undefined && !(Number.isInteger(days) && days >= 1)) {
        const next = "7 is the default.";
        failures.push(refuse("abortIncompleteMultipartUploadDays", days, "a whole number of days, 1 or more", next));
    }
    return failures;
}

function checkAccounts(accounts: NewBucketArgs["sourceAccounts"]): Failure[] {
    if (accounts === undefined || isLater(accounts)) return [];
    const next = 'Give at least one account ID, with its leading zeros, in quotes: ["012345678901"].';
    if (!Array.isArray(accounts) || accounts.length === 0) {
        return [refuse("sourceAccounts", accounts, "a list of account IDs", next)];
    }
    return (accounts as unknown[]).flatMap((account, index) =>
        (typeof account === "string" && /^\d{12}$/.test(account)) || isLater(account)
            ? []
            : [refuse(`sourceAccounts[${index}]`, account, "an account ID of 12 digits", next)],
    );
}
