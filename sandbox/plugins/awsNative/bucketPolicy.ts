import * as s3 from "@aws-sdk/client-s3";
import type { PropertyMap, PropertyValue } from "../../engine/values";
import type { AwsContext } from "../aws/context";
import { unlessMissing } from "../aws/sdkShapes";
import type { ResourceType } from "../definition";

const GONE = ["NoSuchBucketPolicy", "NoSuchBucket"];

/** AWS::S3::BucketPolicy, known by its bucket's name. */
export const bucketPolicy: ResourceType<AwsContext> = {
    inputs: ["bucket", "policyDocument"],
    required: ["bucket", "policyDocument"],
    replaceOn: ["bucket"],
    computed: [],
    async create(context, inputs) {
        const Bucket = String(inputs.bucket);
        // Like Cloud Control, refuses to take over an existing policy.
        const existing = await policyOf(context, Bucket);
        if (existing !== undefined) {
            throw new Error(`Bucket Policy Already Exists on ${Bucket} (HandlerErrorCode: AlreadyExists)`);
        }
        await put(context, Bucket, inputs);
        return { id: Bucket, outputs: {} };
    },
    async read(context, id) {
        const policy = await policyOf(context, id);
        return policy === undefined ? undefined : { bucket: id, policyDocument: JSON.parse(policy) as PropertyValue };
    },
    async update(context, id, inputs) {
        await put(context, id, inputs);
        return {};
    },
    async delete(context, id) {
        await unlessMissing(GONE, () => context.s3({}).send(new s3.DeleteBucketPolicyCommand({ Bucket: id })));
    },
};

export async function policyOf(context: AwsContext, Bucket: string): Promise<string | undefined> {
    const answer = await unlessMissing(GONE, () => context.s3({}).send(new s3.GetBucketPolicyCommand({ Bucket })));
    return answer?.Policy;
}

function put(context: AwsContext, Bucket: string, { policyDocument }: PropertyMap): Promise<unknown> {
    const Policy = typeof policyDocument === "string" ? policyDocument : JSON.stringify(policyDocument);
    return context.s3({}).send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
}
