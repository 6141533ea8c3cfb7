import { evaluateResourcePolicy, type AccessRequest } from "../policy/evaluate";
import type { PolicyDocument } from "../policy/document";
import type { Bucket } from "../s3/bucket";
import { bucketEncryption } from "../s3/configuration";
import type { AwsState } from "../state";
import { type KmsKey } from "./key";
import { findKey } from "./keys";

/** The key that encrypts the bucket's objects by default, if there is one. */
export function encryptionKeyOf(world: AwsState, bucket: Bucket): KmsKey | undefined {
    const { keyId } = bucketEncryption(bucket);
    return keyId === undefined ? undefined : findKey(world, keyId, bucket.accountId, bucket.region);
}

/**
 * Why the service cannot write encrypted objects to the bucket.
 *
 * | default encryption            | answer                                                   |
 * |-------------------------------|----------------------------------------------------------|
 * | AES256                        | writes                                                   |
 * | aws:kms, customer managed key | writes when its policy grants GenerateDataKey and Decrypt |
 * | aws:kms without a key         | the AWS managed key aws/s3: refused                      |
 * | aws:kms:dsse                  | refused                                                  |
 */
export function kmsRefusal(
    world: AwsState,
    bucket: Bucket,
    { requester, context }: Pick<AccessRequest, "requester" | "context">,
): string | undefined {
    const { algorithm, keyId } = bucketEncryption(bucket);
    if (algorithm === "AES256") return undefined;
    if (algorithm === "aws:kms:dsse") return "DSSE-KMS is not supported";
    if (keyId === undefined) return "the AWS managed key aws/s3 is not supported";
    const key = encryptionKeyOf(world, bucket);
    if (!key) return `the key ${keyId} does not exist`;
    if (key.state !== "Enabled") return `the key ${keyId} is ${key.state}`;
    const policy = JSON.parse(key.policy) as PolicyDocument;
    const refused = ["kms:GenerateDataKey", "kms:Decrypt"].find(
        (action) => evaluateResourcePolicy(policy, { requester, action, resource: key.arn, context }) !== "allow",
    );
    return refused && `the key policy does not grant ${refused}`;
}
