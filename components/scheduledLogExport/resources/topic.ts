import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../../providers/policies/partition";
import { kmsKeyArnOf } from "../../exportBucket/encryption";
import { applyTransform } from "../../transform";
import { type ScheduledLogExportArgs } from "../args";
import { topicKeyPolicy } from "./topicKey";

interface EncryptedTopic {
    readonly topic: aws.sns.Topic;
    /** Only with `topicEncryption: { createKey: true }`. */
    readonly topicKey: aws.kms.Key | undefined;
    readonly topicKeyArn: pulumi.Output<string> | undefined;
}

/** The topic that failures are reported on, and its key. */
export function makeTopic(
    name: string,
    { topicEncryption, transform = {} }: ScheduledLogExportArgs,
    { region, accountId }: { readonly region: pulumi.Output<string>; readonly accountId: pulumi.Output<string> },
    parent: pulumi.Resource,
): EncryptedTopic {
    const isCreated = topicEncryption !== undefined && "createKey" in topicEncryption;
    const policy = pulumi.all([region, accountId]).apply(([at, account]) => topicKeyPolicy(partitionOf(at), account));
    const topicKey = isCreated
        ? new aws.kms.Key(
              ...applyTransform(
                  transform.topicKey,
                  `${name}-topic-key`,
                  { description: `Encrypts the topic of ${name}.`, enableKeyRotation: true, policy },
                  { parent },
              ),
          )
        : undefined;
    const topicKeyArn = topicKey
        ? topicKey.arn
        : topicEncryption && "kmsKey" in topicEncryption
          ? kmsKeyArnOf(topicEncryption.kmsKey, region, "topicEncryption.kmsKey")
          : undefined;
    const topic = new aws.sns.Topic(
        ...applyTransform(transform.topic, `${name}-failures`, { kmsMasterKeyId: topicKeyArn }, { parent }),
    );
    return { topic, topicKey, topicKeyArn };
}
