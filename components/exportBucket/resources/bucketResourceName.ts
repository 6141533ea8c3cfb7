import { createHash } from "node:crypto";

/** S3's limit for a bucket's name, less the hyphen and the random suffix of up to 8 characters that Pulumi appends. */
const LONGEST = 63 - "-".length - 8;

/**
 * The name of a bucket's resource, from which the Pulumi provider derives the bucket's name: that of the component if S3
 * takes it, else as much of it as it does and a hash, by which `a_b` and `a/b` stay apart. Capitals are no matter: the aws
 * provider lowers them, and the aws-native provider is given lower ones.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketResourceName(name: string): string {
    if (/^[a-z0-9](?:[a-z0-9]|[.-](?=[a-z0-9]))*$/i.test(name) && name.length <= LONGEST) return name;
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 6);
    const readable = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return `${readable.slice(0, LONGEST - hash.length - 1).replace(/^-+|-+$/g, "") || "bucket"}-${hash}`;
}
