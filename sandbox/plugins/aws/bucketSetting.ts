import type { S3Client } from "@aws-sdk/client-s3";
import { isObject, type PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";

export interface BucketSetting {
    readonly inputs: readonly string[];
    readonly required: readonly string[];
    readonly defaults?: PropertyMap;
    put(s3: S3Client, bucket: string, inputs: PropertyMap): Promise<unknown>;
    get(s3: S3Client, bucket: string): Promise<PropertyMap>;
    remove(s3: S3Client, bucket: string): Promise<unknown>;
    /** S3's error codes if this setting is missing. */
    readonly missing: readonly string[];
}

/** A resource that is a setting of a bucket. Its id is the bucket's name, and only another bucket replaces it. */
export function bucketSetting(setting: BucketSetting): ResourceType<AwsContext> {
    const missing = [...setting.missing, "NoSuchBucket", "NotFound"];
    return {
        inputs: ["bucket", "region", ...setting.inputs],
        required: ["bucket", ...setting.required],
        replaceOn: ["bucket", "region"],
        computed: ["region"],
        defaults: setting.defaults,
        async create(context, inputs) {
            const bucket = bucketName(inputs);
            await setting.put(context.s3(inputs), bucket, inputs);
            return { id: bucket, outputs: { region: context.regionFor(inputs) } };
        },
        async read(context, id, state) {
            const found = await unlessMissing(missing, () => setting.get(context.s3(state), id));
            return found && { ...found, bucket: id, region: context.regionFor(state) };
        },
        async update(context, id, inputs, outputs) {
            await setting.put(context.s3(outputs), id, inputs);
            return {};
        },
        async delete(context, id, outputs) {
            await unlessMissing(missing, () => setting.remove(context.s3(outputs), id));
        },
    };
}

/** A program may pass the bucket itself, which arrives as the bucket's id. */
function bucketName({ bucket }: PropertyMap): string {
    if (typeof bucket !== "string") {
        throw new Error(`bucket is ${JSON.stringify(bucket)}; expected a bucket's name.`);
    }
    return bucket;
}

export function asObject(value: unknown): PropertyMap {
    return isObject(value as PropertyMap) ? (value as PropertyMap) : {};
}
