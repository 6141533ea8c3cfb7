import * as s3 from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { isObject, type PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import { bucketArn } from "../../aws/partition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";

export const bucketObjectv2: ResourceType<AwsContext> = {
    inputs: ["bucket", "key", "content", "contentBase64", "source", "contentType", "forceDestroy", "tags", "region"],
    required: ["bucket"],
    replaceOn: ["bucket", "key", "region"],
    computed: ["arn", "etag", "versionId", "region", "storageClass", "tagsAll"],
    defaults: { forceDestroy: false },
    autoName: { property: "key" },
    async create(context, inputs) {
        return { id: String(inputs.key), outputs: await put(context, inputs) };
    },
    async read(context, id, state) {
        const found = await unlessMissing(["NotFound", "NoSuchKey", "NoSuchBucket"], () =>
            context.s3(state).send(new s3.HeadObjectCommand({ Bucket: String(state.bucket), Key: id })),
        );
        return found && { key: id, etag: unquoted(found.ETag), versionId: found.VersionId ?? "" };
    },
    update: (context, _id, inputs) => put(context, inputs),
    async delete(context, id, outputs) {
        await unlessMissing(["NoSuchBucket"], () =>
            context.s3(outputs).send(new s3.DeleteObjectCommand({ Bucket: String(outputs.bucket), Key: id })),
        );
    },
};

async function put(context: AwsContext, inputs: PropertyMap): Promise<PropertyMap> {
    const [Bucket, Key] = [String(inputs.bucket), String(inputs.key)];
    const Body = body(inputs);
    const answer = await context
        .s3(inputs)
        .send(new s3.PutObjectCommand({ Bucket, Key, Body, ContentType: inputs.contentType as string | undefined }));
    const region = context.regionFor(inputs);
    return {
        arn: `${bucketArn(region, Bucket)}/${Key}`,
        etag: unquoted(answer.ETag) || createHash("md5").update(Body).digest("hex"),
        versionId: answer.VersionId ?? "",
        storageClass: "STANDARD",
        region,
        tagsAll: inputs.tags ?? {},
    };
}

/** The body as text, base64, or a Pulumi asset with text. */
function body({ content, contentBase64, source }: PropertyMap): Buffer {
    if (typeof content === "string") {
        return Buffer.from(content);
    }
    if (typeof contentBase64 === "string") {
        return Buffer.from(contentBase64, "base64");
    }
    if (isObject(source) && typeof source.text === "string") {
        return Buffer.from(source.text);
    }
    if (source !== undefined) {
        throw new Error(
            "The sandbox's stand-in for BucketObjectv2 supports no source except a pulumi.asset.StringAsset.",
        );
    }
    return Buffer.alloc(0);
}

function unquoted(etag: string | undefined): string {
    return (etag ?? "").replace(/"/g, "");
}
