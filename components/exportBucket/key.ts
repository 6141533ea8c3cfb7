import * as pulumi from "@pulumi/pulumi";
import { bucketGrant } from "./access";
import { type BucketProvider } from "./resources/bucketProvider";
import { type ExportBucketNodes } from "./resources/innerResources";
import { aliasFor, kmsKeyArnOf } from "./encryption";
import { type NewBucketArgs } from "./args";
import { keyPolicy } from "../../providers/policies/keyPolicy";

/** Defaults of KMS itself. */
export const DEFAULT_ROTATION_DAYS = 365;
export const DEFAULT_DELETION_WINDOW_DAYS = 30;

/** The key that encrypts a bucket. */
export interface BucketKey {
    readonly keyArn: pulumi.Output<string>;
    readonly nodes: ExportBucketNodes;
    /** Creates the key's alias, named after the bucket; only for a key created by this package. */
    aliasOf(bucketName: pulumi.Output<string>): ExportBucketNodes;
}

/** The key that encrypts the bucket, given or created; undefined for SSE-S3. */
export function keyFor(
    name: string,
    args: NewBucketArgs,
    provider: BucketProvider,
    parent: pulumi.Resource,
): BucketKey | undefined {
    const { encryption = "SSE-S3", transform = {}, tags } = args;
    if (encryption === "SSE-S3") return undefined;
    const region = args.region === undefined ? provider.region(parent) : pulumi.output(args.region);
    if ("kmsKey" in encryption) {
        return { keyArn: kmsKeyArnOf(encryption.kmsKey, region), nodes: {}, aliasOf: () => ({}) };
    }
    const {
        aliasName,
        rotationPeriodDays = DEFAULT_ROTATION_DAYS,
        removalPolicy = "retain",
        deletionWindowDays = DEFAULT_DELETION_WINDOW_DAYS,
    } = encryption.createKey === true ? {} : encryption.createKey;
    const account = provider.accountId(parent);
    // A key policy does not contain the bucket's ARN, which is not known before the key is.
    const place = { region, bucketArn: pulumi.output("arn:aws:s3:::archive"), accountId: () => account };
    const policy = pulumi
        .all([bucketGrant(args, place).grant, account])
        .apply(([grant, accountId]) => keyPolicy({ ...grant, accountId }));
    const description = `Encrypts the log archive of ${name}: without this key it cannot be read.`;
    const { keyArn, nodes } = provider.makeKey(
        name,
        { region: args.region, description, policy, rotationPeriodDays, deletionWindowDays, tags, removalPolicy },
        transform,
        parent,
    );
    // An alias holds nothing, and one that stayed would be in the way of the next of its name.
    const opts = { parent };
    const aliasOf = (bucketName: pulumi.Output<string>) =>
        provider.makeKeyAlias(
            name,
            { region: args.region, aliasName: aliasName ?? bucketName.apply(aliasFor), keyArn },
            transform,
            opts,
        );
    return { keyArn, nodes, aliasOf };
}
