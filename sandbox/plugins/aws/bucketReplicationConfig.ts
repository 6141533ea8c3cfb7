import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap } from "../../engine/values";
import { bucketSetting } from "./bucketSetting";
import { fromSdk, toSdk } from "./sdkShapes";

export const bucketReplicationConfig = bucketSetting({
    inputs: ["role", "rules", "token"],
    required: ["role", "rules"],
    missing: ["ReplicationConfigurationNotFoundError"],
    put: (client, Bucket, { role, rules, token }) =>
        client.send(
            new s3.PutBucketReplicationCommand({
                Bucket,
                Token: token as string | undefined,
                ReplicationConfiguration: { Role: String(role), Rules: (rules as PropertyMap[]).map(ruleTo) },
            }),
        ),
    get: async (client, Bucket) => {
        const { ReplicationConfiguration } = await client.send(new s3.GetBucketReplicationCommand({ Bucket }));
        return { role: ReplicationConfiguration?.Role ?? "", rules: fromSdk(ReplicationConfiguration?.Rules ?? []) };
    },
    remove: (client, Bucket) => client.send(new s3.DeleteBucketReplicationCommand({ Bucket })),
});

/** A rule without a filter uses the older schema, with a prefix. A rule with a filter, even an empty one, has a priority. */
function ruleTo(rule: PropertyMap): s3.ReplicationRule {
    const { filter, ...others } = rule;
    const converted = toSdk(others) as s3.ReplicationRule;
    if (filter === undefined) return { ...converted, Prefix: converted.Prefix ?? "" };
    const Filter = Object.keys(filter as PropertyMap).length === 0 ? { Prefix: "" } : toSdk(filter);
    return { ...converted, Priority: converted.Priority ?? 0, Filter: Filter as s3.ReplicationRuleFilter };
}
