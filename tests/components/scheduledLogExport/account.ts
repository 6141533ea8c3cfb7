import { bucketPolicy } from "../../../providers/policies/bucketPolicy";
import {
    GIVEN_MANIFESTS,
    givenManifestKey,
    type MachinePlan,
} from "../../../components/scheduledLogExport/machine/plan";
import { machinePolicy } from "../../../components/scheduledLogExport/resources/policies";
import { type OpenAws, type SeedLogGroup } from "../../../sandbox/aws";
import { storeObject } from "../../../sandbox/aws/s3/storeObject";
import { ACCOUNT, grantOf, KEY, REGION } from "./plan";

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/nightly-role`;

export interface AccountOptions {
    readonly start: number;
    readonly groups: readonly Omit<SeedLogGroup, "region">[];
    /** The policy of a customer managed key: of the checkpoints and manifests, of the bucket of the exports, or of the topic. */
    readonly key?: { readonly of: "machine" | "exports" | "topic"; readonly policy: object };
}

/** Creates the resources of a ScheduledLogExport except the state machine: buckets, manifests, table, topic and role. */
export function seedAccount(
    aws: OpenAws,
    plan: MachinePlan,
    { start, groups, key }: AccountOptions,
    pages: readonly string[][],
): void {
    const names = groups.map(({ name }) => name);
    const { bucketName, manifestBucketName, tableName, topicArn } = plan;
    const grant = { region: REGION, bucketArn: grantOf(plan).bucketArn, sourceAccounts: [ACCOUNT] };
    const isSelection = "select" in plan.groups;
    const { tableArn } = grantOf(plan);
    seedRole(aws, plan, names, key);
    aws.seed({
        buckets: [
            { name: bucketName, region: REGION, policy: bucketPolicy(grant) },
            { name: manifestBucketName, region: REGION },
        ],
        logGroups: groups.map((group) => ({ ...group, region: REGION })),
    });
    const { world } = aws;
    world.tables[tableArn] = {
        name: tableName,
        arn: tableArn,
        tableId: "table",
        creationTime: start,
        hashKey: "logGroupName",
        attributes: { logGroupName: "S" },
        billingMode: "PAY_PER_REQUEST",
        deletionProtection: false,
        pointInTimeRecovery: true,
        tags: {},
        encryption: key?.of === "machine" ? { enabled: true, kmsKeyArn: KEY } : undefined,
        items: {},
    };
    if (key) {
        const ids = { keyId: KEY.split("/")[1], arn: KEY, accountId: ACCOUNT, region: REGION };
        const policy = JSON.stringify(key.policy);
        world.kmsKeys[KEY] = { ...ids, creationTime: start, description: "", policy, state: "Enabled", tags: {} };
        const encrypted = { machine: manifestBucketName, exports: bucketName, topic: undefined }[key.of];
        if (encrypted !== undefined)
            world.buckets[encrypted].configuration.encryption = {
                Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } },
            };
    }
    const kmsMasterKeyId = key?.of === "topic" ? KEY : undefined;
    world.topics[topicArn] = { arn: topicArn, name: "failures", tags: {}, messages: [], kmsMasterKeyId };
    if (!isSelection) seedManifests(aws, plan, pages, start);
}

/** The role of the state machine, or its new policy. */
export function seedRole(aws: OpenAws, plan: MachinePlan, names: readonly string[], key?: AccountOptions["key"]): void {
    const policy = machinePolicy({
        ...grantOf(plan),
        kmsKeyArn: key?.of === "machine" ? KEY : undefined,
        bucketKeyArn: key?.of === "exports" ? KEY : undefined,
        topicKeyArn: key?.of === "topic" ? KEY : undefined,
        logGroupNames: "select" in plan.groups ? undefined : names,
        readsTags: "select" in plan.groups && plan.groups.select.tags !== undefined,
    });
    aws.seed({ roles: [{ arn: ROLE, policy: { Version: "2012-10-17", Statement: policy } }] });
}

/** The manifests of given log groups, in place of those that were there. */
export function seedManifests(aws: OpenAws, plan: MachinePlan, pages: readonly string[][], now: number): void {
    const bucket = aws.world.buckets[plan.manifestBucketName];
    for (const key of Object.keys(bucket.objects)) if (key.startsWith(GIVEN_MANIFESTS)) delete bucket.objects[key];
    for (const [index, page] of pages.entries()) {
        const body = Buffer.from(JSON.stringify(page));
        storeObject(bucket, { key: givenManifestKey(index), body, ownerAccountId: ACCOUNT }, now, () => "manifest");
    }
}
