import { type Access, accessOf } from "../../providers/aws/access";
import { nameOf, said } from "../../providers/aws/errors";
import { type S3Api } from "../../providers/aws/s3";
import { type Surroundings } from "../surroundings";
import { UsageError } from "../usageError";
import { formatLocation, type Location } from "./location";

/** The options of every command that say whose archive it is. */
export interface AccessOptions {
    readonly region?: string;
    readonly profile?: string;
}

/** S3 answers for buckets of any Region, after a redirect. */
const ANY_REGION = "us-east-1";

/** Without a Pulumi program the environment alone says how AWS is reached: proxies, certificates, endpoints, retries. */
export async function openS3(surroundings: Surroundings, { region, profile }: AccessOptions): Promise<S3Api> {
    const { connect, environmentRegion, env } = surroundings;
    const inputs = { region: region ?? (await environmentRegion(profile)) ?? ANY_REGION, profile };
    return connect(environmentAccess(inputs, env)).s3;
}

function environmentAccess(inputs: { region: string; profile?: string }, env: Surroundings["env"]): Access {
    try {
        return accessOf(inputs, () => undefined, env);
    } catch (error) {
        throw new UsageError((error as Error).message, { cause: error });
    }
}

/** Nothing is under this URI that an export task wrote. */
export function nothingThere(location: Location): UsageError {
    return new UsageError(
        `There is no export under ${formatLocation(location)}. Check the prefix: it is the archiveUri of a LogExport or ` +
            "ScheduledLogExport, or the bucket alone.",
    );
}

/** An error of AWS in words that name the archive; anything else as it is. */
export function explained(error: unknown, location: Location): unknown {
    const uri = formatLocation(location);
    switch (nameOf(error)) {
        case "NoSuchBucket":
            return new UsageError(`There is no bucket ${location.bucket}. Check its name in ${uri}.`, { cause: error });
        case "AccessDenied":
        case "Forbidden":
            return new UsageError(
                `S3 refused to show ${uri}: ${said(error)}. The command needs s3:ListBucket on the bucket and s3:GetObject ` +
                    "on its objects, and kms:Decrypt where it is encrypted with a KMS key.",
                { cause: error },
            );
        case "CredentialsProviderError":
            return new UsageError(`There are no AWS credentials: ${said(error)}. Set AWS_PROFILE, or give --profile.`, {
                cause: error,
            });
        default:
            return error;
    }
}
