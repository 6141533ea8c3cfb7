import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { type ProviderPackage } from "../awsSettings";
import { checkBucketName, checkExistingBucketName, checkRegion } from "../../providers/validation/names";
import { checkGrant } from "../../providers/policies/grantChecks";
import { isNotYetKnown } from "../../providers/outputs";
import { type ExportBucketTransforms } from "./resources/innerResources";
import { findAwsNative } from "./resources/loadAwsNative";
import { checkEncryption } from "./encryption";
import { type ExistingBucketArgs, type ExportBucketArgs, type NewBucketArgs, providerOf } from "./args";
import { EXPORT_BUCKET_TYPE, isOfType } from "../resourceTypes";
import { checkLifecycleRules } from "./lifecycle/checks";
import { DEFAULT_ABORT_UPLOAD_DAYS } from "./lifecycle/configuration";
import { checkObjectLock } from "./objectLock";

/** The arguments of a new and of an existing bucket together. */
type AnyBucketArgs = NewBucketArgs & Partial<ExistingBucketArgs>;

/** Whether a property is one of a new bucket, of an existing one, or of both. */
const PROPERTIES: Readonly<Record<keyof AnyBucketArgs, "new" | "existing" | "both">> = {
    bucketName: "new",
    region: "both",
    lifecycleRules: "new",
    abortIncompleteMultipartUploadDays: "new",
    versioning: "new",
    removalPolicy: "new",
    assumeRoleArn: "new",
    tags: "new",
    existing: "existing",
    policy: "existing",
    encryption: "new",
    objectLock: "new",
    providerPackage: "both",
    sourceAccounts: "both",
    sourceOrganizationId: "both",
    sourceLogGroups: "both",
    destinationPrefixes: "both",
    callerRoleArns: "both",
    transform: "both",
};
/** The properties of a new bucket. */
export const NEW_BUCKET_PROPERTIES = Object.entries(PROPERTIES).flatMap(([name, of]) =>
    of === "existing" ? [] : [name],
);
/** What goes into the bucket policy, or changes it: without effect if the policy is unmanaged. */
const OF_POLICY = [
    "region",
    "sourceAccounts",
    "sourceOrganizationId",
    "sourceLogGroups",
    "destinationPrefixes",
    "callerRoleArns",
    "transform",
] as const satisfies readonly (keyof AnyBucketArgs)[];
const NEW_ONLY = Object.entries(PROPERTIES).flatMap(([name, of]) => (of === "new" ? [name] : []));

/** The errors that are found before anything is created. */
export function checkBucketArgs(args: ExportBucketArgs): InputFailure[] {
    const given = args as AnyBucketArgs;
    const failures: (InputFailure | undefined)[] = [
        ...refuseUnknown("an ExportBucket", "", args, Object.keys(PROPERTIES)),
        ...checkChoice(given),
        ...checkOptions(given),
        ...checkTransform(args),
        checkAwsNative(args),
        ...checkLifecycleRules(given.lifecycleRules ?? []),
        checkName(given.bucketName),
        checkBucketRegion(given),
        checkExisting(given.existing),
        ...checkGrant(given),
        ...checkEncryption(given.encryption),
        ...checkObjectLock(given),
    ];
    return failures.filter((failure) => failure !== undefined);
}

/** The provider of the inner resource that a key of `transform` names. */
const TRANSFORMS: Readonly<Record<keyof ExportBucketTransforms, ProviderPackage>> = {
    bucket: "aws",
    publicAccessBlock: "aws",
    ownershipControls: "aws",
    versioning: "aws",
    encryption: "aws",
    lifecycle: "aws",
    objectLock: "aws",
    key: "aws",
    keyAlias: "aws",
    policy: "aws",
    awsNativeBucket: "aws-native",
    awsNativeKey: "aws-native",
    awsNativeKeyAlias: "aws-native",
    awsNativePolicy: "aws-native",
};

/** A transform of a resource that is not created would be ignored silently. */
function checkTransform(args: ExportBucketArgs): InputFailure[] {
    const { transform } = args;
    if (transform === undefined) return [];
    if (transform === null || typeof transform !== "object") {
        return [
            refuse("transform", transform, "an object with the inner resources to change", "Leave it out for none."),
        ];
    }
    const provider = providerOf(args);
    const own = Object.keys(TRANSFORMS).filter((key) => TRANSFORMS[key as keyof ExportBucketTransforms] === provider);
    const made = "existing" in args ? own.filter((key) => /policy/i.test(key)) : own;
    const what = `the inner resources that are created ${"existing" in args ? "for an existing bucket " : ""}with ${provider}`;
    return refuseUnknown(what, "transform.", transform, made);
}

function checkAwsNative(args: ExportBucketArgs): InputFailure | undefined {
    if (providerOf(args) !== "aws-native" || findAwsNative() !== undefined) return undefined;
    const allowed = '"aws" as long as @pulumi/aws-native is not installed';
    return refuse(
        "providerPackage",
        "aws-native",
        allowed,
        "Install it beside this package: npm install @pulumi/aws-native",
    );
}

function checkName(name: unknown): InputFailure | undefined {
    if (name === undefined || isNotYetKnown(name)) return undefined;
    return typeof name === "string"
        ? checkBucketName("bucketName", name)
        : refuse("bucketName", name, "a bucket's name", "Leave it out for the component's name and a random suffix.");
}

function checkBucketRegion(given: AnyBucketArgs): InputFailure | undefined {
    const { region } = given;
    if (region === undefined || isNotYetKnown(region)) return undefined;
    if (providerOf(given) === "aws-native") {
        const next =
            "That provider works in one Region: give the component an awsNative.Provider of this one, { provider }.";
        return refuse("region", region, 'absent with providerPackage: "aws-native"', next);
    }
    return typeof region === "string"
        ? checkRegion("region", region)
        : refuse("region", region, "a Region's code", "Leave it out for the Region of the provider.");
}

function checkExisting(existing: unknown): InputFailure | undefined {
    if (existing === undefined || existing === null || isNotYetKnown(existing)) return undefined; // see checkChoice
    if (typeof existing === "string") return checkExistingBucketName("existing", existing);
    const isBucket =
        typeof existing === "object" && "arn" in existing && ("bucket" in existing || "bucketName" in existing);
    const { bucket, bucketName } = existing as { readonly bucket?: unknown; readonly bucketName?: unknown };
    const name = [bucket, bucketName].find((one) => typeof one === "string");
    if (isBucket && name !== undefined) {
        const next = `For the result of a look-up give only the name: existing: ${JSON.stringify(name)}.`;
        return refuse("existing", existing, "a bucket resource or a bucket's name", next);
    }
    if (isBucket) return undefined;
    const next = isOfType(existing, EXPORT_BUCKET_TYPE)
        ? "Give the ExportBucket itself: bucket: sharedBucket."
        : "Give the bucket resource, or the bucket's name as a text in quotes.";
    return refuse("existing", existing, "a bucket or its name", next);
}

/** The error in an existing bucket's name that was not known when the program declared it. */
export function checkExistingName(name: unknown): InputFailure[] {
    if (name === undefined) return []; // mocks of unit tests
    const failure =
        typeof name === "string"
            ? checkExistingBucketName("existing", name)
            : refuse("existing", name, "a bucket's name", "For an Output of a look-up's result give found.bucket.");
    return failure ? [failure] : [];
}

function checkChoice(given: AnyBucketArgs): InputFailure[] {
    if (!("existing" in given)) {
        return given.policy === undefined
            ? []
            : [refuse("policy", given.policy, "absent for a new bucket", "A new bucket's policy is always managed.")];
    }
    if (given.existing === undefined || given.existing === null) {
        return [refuse("existing", given.existing, "a bucket or its name", "Leave it out for a new bucket.")];
    }
    const ofNew = NEW_ONLY.filter((name) => given[name as keyof AnyBucketArgs] !== undefined).map((name) =>
        refuse(
            name,
            given[name as keyof AnyBucketArgs],
            "absent if existing is given",
            "An existing bucket's settings stay as they are: set them where the bucket is managed.",
        ),
    );
    return given.policy === "managed" ? ofNew : [...ofNew, ...checkUnmanaged(given)];
}

/** Arguments that would be ignored silently, though their author relies on them to open or to restrict the bucket. */
function checkUnmanaged(given: AnyBucketArgs): InputFailure[] {
    const next =
        'Set policy: "managed" to let this package add its statements to the policy, or merge exportStatements into yours.';
    return OF_POLICY.filter((name) => given[name] !== undefined).map((name) =>
        refuse(name, given[name], "absent if the bucket policy is not managed", next),
    );
}

function checkOptions(given: AnyBucketArgs): InputFailure[] {
    const choices: Record<string, readonly unknown[]> = {
        providerPackage: ["aws", "aws-native"],
        removalPolicy: ["retain", "delete"],
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
    if (given.assumeRoleArn !== undefined && providerOf(given) !== "aws-native") {
        const next = "The aws provider empties the bucket with its own credentials: remove it.";
        failures.push(
            refuse("assumeRoleArn", given.assumeRoleArn, 'absent without providerPackage: "aws-native"', next),
        );
    }
    const days = given.abortIncompleteMultipartUploadDays;
    if (days !== undefined && !(Number.isInteger(days) && days >= 1)) {
        const next = `${DEFAULT_ABORT_UPLOAD_DAYS} is the default.`;
        failures.push(refuse("abortIncompleteMultipartUploadDays", days, "a whole number of days, 1 or more", next));
    }
    return failures;
}
