import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap } from "../../engine/values";
import { bucketArn, dnsSuffixOf } from "../../aws/partition";
import type { AwsContext } from "../aws/context";
import { unlessMissing } from "../aws/sdkShapes";
import type { ResourceType } from "../definition";
import { configurations } from "./bucketConfigurations";
import { assertShape } from "./shape";

const GONE = ["NoSuchBucket", "NotFound"];

/** AWS::S3::Bucket: one resource with all of a bucket's settings except its policy. */
export const bucket: ResourceType<AwsContext> = {
    inputs: ["bucketName", "objectLockEnabled", ...Object.keys(configurations)],
    replaceOn: ["bucketName"],
    computed: ["arn", "domainName", "dualStackDomainName", "regionalDomainName", "websiteUrl"],
    autoName: { property: "bucketName" }, // keeps capitals, which S3 refuses
    async create(context, inputs) {
        const Bucket = String(inputs.bucketName);
        const client = context.s3({});
        const { region } = context;
        assertShapes(inputs);
        await client.send(
            new s3.CreateBucketCommand({
                Bucket,
                ObjectLockEnabledForBucket: inputs.objectLockEnabled === true ? true : undefined,
                CreateBucketConfiguration:
                    region === "us-east-1" ? undefined : { LocationConstraint: region as s3.BucketLocationConstraint },
            }),
        );
        for (const [property, { put }] of Object.entries(configurations)) {
            if (inputs[property] !== undefined) await put(client, Bucket, inputs[property]);
        }
        return { id: Bucket, outputs: { bucketName: Bucket, ...describe(Bucket, region) } };
    },
    async read(context, id, state) {
        const client = context.s3({});
        const found = await unlessMissing(GONE, () => client.send(new s3.HeadBucketCommand({ Bucket: id })));
        if (!found) return undefined;
        const result: PropertyMap = { bucketName: id, ...describe(id, found.BucketRegion ?? context.region) };
        for (const [property, { get, missing }] of Object.entries(configurations)) {
            const value = await unlessMissing(missing, () => get(client, id));
            if (value !== undefined) result[property] = value;
            else if (state[property] !== undefined) result[property] = Array.isArray(state[property]) ? [] : {};
        }
        return result;
    },
    async update(context, id, inputs, outputs) {
        const client = context.s3({});
        assertShapes(inputs);
        for (const [property, { put, remove }] of Object.entries(configurations)) {
            if (inputs[property] !== undefined) await put(client, id, inputs[property]);
            else if (outputs[property] !== undefined) await remove(client, id);
        }
        return {};
    },
    async delete(context, id) {
        // Like Cloud Control, deletes only an empty bucket.
        await unlessMissing(GONE, () => context.s3({}).send(new s3.DeleteBucketCommand({ Bucket: id })));
    },
};

function assertShapes(inputs: PropertyMap): void {
    for (const [property, { shape }] of Object.entries(configurations)) {
        assertShape(inputs[property], shape, `#/${property}`);
    }
}

/** The outputs that a bucket's name and Region determine. */
function describe(name: string, region: string): PropertyMap {
    const suffix = dnsSuffixOf(region);
    return {
        arn: bucketArn(region, name),
        domainName: `${name}.s3.${suffix}`,
        dualStackDomainName: `${name}.s3.dualstack.${region}.${suffix}`,
        regionalDomainName: `${name}.s3.${region}.${suffix}`,
        websiteUrl: `http://${name}.s3-website-${region}.${suffix}`,
    };
}
