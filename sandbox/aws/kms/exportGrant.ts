import { exportRequester, type ExportSource } from "../logs/exportPermissions";
import { evaluateResourcePolicy } from "../policy/evaluate";
import type { PolicyDocument } from "../policy/document";
import type { Bucket } from "../s3/bucket";
import { bucketEncryption } from "../s3/configuration";
import type { Settings } from "../settings";
import type { World } from "../world";
import { findKey } from "./keys";

/**
 * Why the service cannot write encrypted objects into the bucket.
 *
 * | default encryption            | answer                                                   |
 * |-------------------------------|----------------------------------------------------------|
 * | AES256                        | writes                                                   |
 * | aws:kms, customer managed key | writes when its policy grants GenerateDataKey and Decrypt |
 * | aws:kms without a key         | the AWS managed key aws/s3: refused                      |
 * | aws:kms:dsse                  | refused                                                  |
 */
export function kmsRefusal(world: World, settings: Settings, source: ExportSource, bucket: Bucket): string | undefined {
    const { algorithm, keyId } = bucketEncryption(bucket);
    if (algorithm === "AES256") return undefined;
    if (algorithm === "aws:kms:dsse") return "DSSE-KMS is not supported";
    if (keyId === undefined) return "the AWS managed key aws/s3 is not supported";
    const key = findKey(world, keyId, bucket.accountId, bucket.region);
    if (!key) return `the key ${keyId} does not exist`;
    if (key.state !== "Enabled") return `the key ${keyId} is ${key.state}`;
    const { requester, context } = exportRequester(source, settings);
    const policy = JSON.parse(key.policy) as PolicyDocument;
    const refused = ["kms:GenerateDataKey", "kms:Decrypt"].find(
        (action) => evaluateResourcePolicy(policy, { requester, action, resource: key.arn, context }) !== "allow",
    );
    return refused && `the key policy does not grant ${refused}`;
}
