import { type InputFailure, refuse } from "./failure";
import { isGiven } from "./unknown";

/** Of `{prefix}/{taskId}/{stream}/000000.gz`: a stream name has up to 512 characters, a task ID 36, a key up to 1,024 bytes. */
export const MAX_DESTINATION_PREFIX_BYTES = 1024 - "/".length - 36 - "/".length - 512 - "/000000.gz".length;

/** The service allows 512 characters, some of which the hash that makes a name unique takes. */
export const MAX_TASK_NAME_LENGTH = 512 - "-".length - 32;

/** The errors in names, by the rules of CreateExportTask and S3. Values that are missing or not known yet are skipped. */
export function checkNames(raw: Readonly<Record<string, unknown>>): InputFailure[] {
    const rules: Record<string, (name: string, value: string) => InputFailure | undefined> = {
        logGroupName: checkLogGroupName,
        logStreamNamePrefix: checkLogStreamNamePrefix,
        destination: (name, value) => checkExistingBucketName(name, value, raw.region),
        destinationPrefix: checkDestinationPrefix,
        taskNamePrefix: checkTaskNamePrefix,
        region: checkRegion,
        profile: checkProfile,
        assumeRoleArn: checkRoleArn,
    };
    const failures: (InputFailure | undefined)[] = [];
    for (const [name, rule] of Object.entries(rules)) {
        const value = raw[name];
        if (!isGiven(value)) continue;
        failures.push(
            typeof value === "string"
                ? rule(name, value)
                : refuse(name, value, "a string", isResource(value) ? RESOURCE_NEXT : "Give it as a text in quotes."),
        );
    }
    return failures.filter((failure) => failure !== undefined);
}

const RESOURCE_NEXT = "Give the property of the resource that says it, for example logGroup.name or bucket.bucket.";

const isResource = (value: unknown) => typeof value === "object" && value !== null && "__pulumiResource" in value;

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html
export function checkLogGroupName(property: string, name: string): InputFailure | undefined {
    if (/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) return undefined;
    const [arn, region, group] = /^arn:[^:]*:logs:([^:]*):[^:]*:log-group:([^:]+)/.exec(name) ?? [];
    const where = region ? `, for an export in ${region}` : "";
    return refuse(
        property,
        name,
        "a log group's name: 1 to 512 of the characters a-z, A-Z, 0-9, and . - _ / #",
        arn
            ? `That is an ARN: give only the name, "${group}"${where}.`
            : "`aws logs describe-log-groups` lists the names.",
    );
}

function checkLogStreamNamePrefix(property: string, prefix: string): InputFailure | undefined {
    if (/^[^:*]{1,512}$/.test(prefix)) return undefined;
    return refuse(
        property,
        prefix,
        'the beginning of log stream names: 1 to 512 characters, none of them ":" or "*"',
        prefix === ""
            ? "Leave it out to export every stream."
            : "A prefix needs no wildcard: end it where the names differ.",
    );
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export function checkBucketName(property: string, name: string): InputFailure | undefined {
    const failure = checkNameAlone(property, name);
    if (failure) return failure;
    // A name may contain dots, but not two in a row, and it must not look like an IP address.
    const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
    if (wellFormed && !/^\d+\.\d+\.\d+\.\d+$/.test(name)) return undefined;
    return refuse(
        property,
        name,
        "3 to 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends, and no IP address",
        "Use the name that S3 shows for the bucket.",
    );
}

/**
 * The name of a bucket that exists: until March 2018 us-east-1 allowed names of up to 255 characters, with capitals and
 * underscores.
 * @param region where the bucket is, as far as it is known.
 */
export function checkExistingBucketName(property: string, name: string, region?: unknown): InputFailure | undefined {
    const mayBeOld = !isGiven(region) || region === "us-east-1";
    const isOldName = /^[A-Za-z0-9._-]{3,255}$/.test(name) && /[A-Z_]|.{64}/.test(name);
    if (mayBeOld && isOldName) return undefined;
    const failure = checkBucketName(property, name);
    if (failure === undefined || !isOldName) return failure;
    return {
        ...failure,
        reason: `${failure.reason} Only buckets of us-east-1 from before March 2018 may be named so.`,
    };
}

function checkNameAlone(property: string, name: string): InputFailure | undefined {
    const arn = /^arn:[^:]*:s3:::([^/]+)/.exec(name) ?? /^s3:\/\/([^/]+)/.exec(name);
    if (arn) {
        return refuse(property, name, "a bucket's name", `Give only the name: "${arn[1]}".`);
    }
    if (name.includes("/")) {
        return refuse(property, name, "a bucket's name", "Put what follows the first / into destinationPrefix.");
    }
    return undefined;
}

export function checkDestinationPrefix(property: string, prefix: string): InputFailure | undefined {
    const allowed = `an S3 key prefix of 1 to ${MAX_DESTINATION_PREFIX_BYTES} bytes`;
    const s3Uri = /^s3:\/\/[^/]*\/?(.*)$/.exec(prefix);
    if (prefix === "") {
        return refuse(property, prefix, allowed, `Leave it out for the service's default, "exportedlogs".`);
    }
    if (s3Uri) {
        return refuse(property, prefix, allowed, `Give the part after the bucket: "${s3Uri[1]}".`);
    }
    if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.includes("//")) {
        const clean = prefix.split("/").filter(Boolean).join("/");
        return refuse(
            property,
            prefix,
            `${allowed} without empty parts`,
            `The service appends the /: write ${property}: "${clean || "audit"}".`,
        );
    }
    if (prefix.split("/").some((part) => part === "." || part === "..")) {
        return refuse(
            property,
            prefix,
            `${allowed} without the parts "." and ".."`,
            "Many tools resolve them: rename it.",
        );
    }
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u001f\u007f]/.test(prefix)) {
        return refuse(property, prefix, `${allowed} without control characters`, "Remove line breaks and the like.");
    }
    const bytes = Buffer.byteLength(prefix);
    if (bytes > MAX_DESTINATION_PREFIX_BYTES) {
        return refuse(
            property,
            prefix,
            `${allowed}, so that a key with the longest log stream name stays within S3's 1,024 bytes`,
            `It has ${bytes} bytes: shorten it.`,
        );
    }
    return undefined;
}

/** In a policy `*` and `?` are wildcards, and `${` begins a variable. */
export function checkGrantPrefix(property: string, prefix: string): InputFailure | undefined {
    if (!/[*?$]/.test(prefix)) return checkDestinationPrefix(property, prefix);
    const next = "A prefix includes everything below it. Leave destinationPrefixes out if a prefix must contain these.";
    return refuse(property, prefix, "a prefix without *, ? and $", next);
}

function checkTaskNamePrefix(property: string, name: string): InputFailure | undefined {
    if (name.length >= 1 && name.length <= MAX_TASK_NAME_LENGTH) return undefined;
    return refuse(
        property,
        name,
        `1 to ${MAX_TASK_NAME_LENGTH} characters (the service's 512 less the hash that is added)`,
        "Leave it out for a name derived from project, stack and resource.",
    );
}

export function checkRegion(property: string, region: string): InputFailure | undefined {
    if (/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) return undefined;
    return refuse(property, region, "a Region's code", 'Write it like "eu-central-1" or "us-gov-west-1".');
}

export function checkBucketArn(property: string, arn: string, region?: unknown): InputFailure | undefined {
    const name = /^arn:aws[a-z-]*:s3:::([^:/]+)$/.exec(arn)?.[1];
    if (name !== undefined && checkExistingBucketName(property, name, region) === undefined) return undefined;
    return refuse(property, arn, "the ARN of a bucket", 'For example "arn:aws:s3:::audit-archive", the bucket\'s arn.');
}

function checkProfile(property: string, profile: string): InputFailure | undefined {
    if (profile.trim() === profile && profile !== "") return undefined;
    return refuse(property, profile, "a profile of the AWS configuration", "`aws configure list-profiles` lists them.");
}

export function checkRoleArn(property: string, arn: string): InputFailure | undefined {
    if (/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) return undefined;
    return refuse(
        property,
        arn,
        "the ARN of an IAM role",
        'For example "arn:aws:iam::123456789012:role/log-exporter".',
    );
}
