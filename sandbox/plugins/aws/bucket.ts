import * as s3 from "@aws-sdk/client-s3";
import { isObject, type PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import { bucketArn, dnsSuffixOf } from "../../aws/partition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { tagList } from "./tags";

/** The hosted zones of S3's website endpoints. */
const hostedZones: Readonly<Record<string, string>> = {
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "eu-central-1": "Z21DNDUVLTQW6Q",
};

export const bucket: ResourceType<AwsContext> = {
    inputs: ["bucket", "bucketPrefix", "forceDestroy", "objectLockEnabled", "tags", "region"],
    replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled", "region"],
    computed: [
        "arn",
        "bucketDomainName",
        "bucketRegion",
        "bucketRegionalDomainName",
        "hostedZoneId",
        "region",
        "tagsAll",
    ],
    defaults: { forceDestroy: false },
    autoName: { property: "bucket", prefixProperty: "bucketPrefix", lowerCase: true },
    async create(context, inputs) {
        const name = String(inputs.bucket);
        const client = context.s3(inputs);
        const region = context.regionFor(inputs);
        await client.send(
            new s3.CreateBucketCommand({
                Bucket: name,
                ObjectLockEnabledForBucket: inputs.objectLockEnabled === true ? true : undefined,
                CreateBucketConfiguration:
                    region === "us-east-1" ? undefined : { LocationConstraint: region as s3.BucketLocationConstraint },
            }),
        );
        await setTags(client, name, inputs);
        return { id: name, outputs: { ...describe(name, region), tagsAll: inputs.tags ?? {} } };
    },
    async read(context, id, state) {
        const client = context.s3(state);
        const found = await unlessMissing(["NotFound", "NoSuchBucket"], () =>
            client.send(new s3.HeadBucketCommand({ Bucket: id })),
        );
        if (!found) {
            return undefined;
        }
        const tags = await getTags(client, id);
        const withTags: PropertyMap = isObject(state.tags) || Object.keys(tags).length > 0 ? { tags } : {};
        const region = found.BucketRegion ?? context.regionFor(state);
        return { ...describe(id, region), bucket: id, ...withTags, tagsAll: tags };
    },
    async update(context, id, inputs, outputs) {
        await setTags(context.s3(outputs), id, inputs);
        return { tags: inputs.tags ?? {}, tagsAll: inputs.tags ?? {} };
    },
    async delete(context, id, outputs) {
        const client = context.s3(outputs);
        await unlessMissing(["NoSuchBucket", "NotFound"], async () => {
            if (outputs.forceDestroy === true) {
                await empty(client, id);
            }
            await client.send(new s3.DeleteBucketCommand({ Bucket: id }));
        });
    },
};

/** The outputs that a bucket's name and Region determine. */
export function describe(name: string, region: string): PropertyMap {
    const suffix = dnsSuffixOf(region);
    return {
        arn: bucketArn(region, name),
        bucketDomainName: `${name}.s3.${suffix}`,
        bucketRegion: region,
        bucketRegionalDomainName: `${name}.s3.${region}.${suffix}`,
        hostedZoneId: hostedZones[region] ?? "",
        region,
    };
}

async function getTags(client: s3.S3Client, Bucket: string): Promise<Record<string, string>> {
    const answer = await unlessMissing(["NoSuchTagSet"], () => client.send(new s3.GetBucketTaggingCommand({ Bucket })));
    return Object.fromEntries((answer?.TagSet ?? []).map(({ Key, Value }) => [Key, Value]));
}

async function setTags(client: s3.S3Client, Bucket: string, inputs: PropertyMap): Promise<void> {
    const wanted = tagList(inputs);
    if (wanted.length > 0) {
        await client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: wanted } }));
    } else if (Object.keys(await getTags(client, Bucket)).length > 0) {
        await client.send(new s3.DeleteBucketTaggingCommand({ Bucket }));
    }
}

/** Deletes every version of every object, as forceDestroy does. */
async function empty(client: s3.S3Client, Bucket: string): Promise<void> {
    for (;;) {
        const page = await client.send(new s3.ListObjectVersionsCommand({ Bucket }));
        const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
            Key,
            VersionId,
        }));
        if (Objects.length === 0) {
            return;
        }
        const { Errors } = await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        if (Errors && Errors.length > 0) {
            const [{ Key, Code, Message }] = Errors;
            throw new Error(`deleting S3 Bucket (${Bucket}): ${Key}: ${Code}: ${Message}`);
        }
    }
}
