import type { dynamic } from "@pulumi/pulumi";
import { type Aws, connect } from "../aws/clients";
import { realClock } from "../clock";
import { isAccessDenied } from "../aws/errors";
import { newPace } from "../aws/pace";
import { type Access, accessOf, awsConfig } from "../aws/access";

/** What stands in the state. */
export interface BucketContentsInputs {
    readonly bucket: string;
    readonly region: string;
    readonly profile?: string;
    /** Whether the bucket is emptied before it is deleted; with "retain" nothing is ever removed. */
    readonly removalPolicy: "retain" | "delete";
}

const PROPERTIES = ["bucket", "region", "profile", "removalPolicy"] as const;

/**
 * What the engine calls for the contents of a bucket. The provider in users' states finds it under the frozen name
 * `pulumi-cloudwatch-logs-export/bucketContents` and this function's name, so neither may ever change.
 */
export function lifecycle(
    config: Pick<dynamic.Config, "get">,
    open: (access: Access) => Pick<Aws, "s3"> = (access) => connect(access, newPace(realClock)),
) {
    const readConfig = awsConfig((key) => config.get(key));
    return {
        check: (_olds: unknown, news: BucketContentsInputs) => Promise.resolve({ inputs: news, failures: [] }),

        diff(_id: string, olds: BucketContentsInputs, news: BucketContentsInputs) {
            const changed = PROPERTIES.filter((name) => olds[name] !== news[name]);
            return Promise.resolve({
                changes: changed.length > 0,
                replaces: changed.includes("bucket") ? ["bucket"] : [],
            });
        },

        create: (inputs: BucketContentsInputs) => Promise.resolve({ id: inputs.bucket, outs: inputs }),
        read: (id: string, props: BucketContentsInputs) => Promise.resolve({ id, props }),
        update: (_id: string, _olds: unknown, news: BucketContentsInputs) => Promise.resolve({ outs: news }),

        async delete(_id: string, props: BucketContentsInputs) {
            if (props.removalPolicy !== "delete") return;
            try {
                await open(accessOf(props, readConfig)).s3.empty(props.bucket);
            } catch (error) {
                if (error instanceof Error && error.name === "NoSuchBucket") return;
                throw explainFailure(error, props.bucket);
            }
        },
    };
}

function explainFailure(error: unknown, bucket: string): Error {
    const { name = "Error", message = String(error) } = error instanceof Error ? error : {};
    const advice = isAccessDenied(error)
        ? "Under Object Lock objects cannot be deleted before their retention ends; otherwise grant s3:ListBucketVersions, " +
          's3:DeleteObject and s3:DeleteObjectVersion, or set removalPolicy: "retain".'
        : "Run `pulumi destroy` again.";
    return new Error(`Could not empty the bucket ${bucket}: ${message} (${name}). ${advice}`, { cause: error });
}
