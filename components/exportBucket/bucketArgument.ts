import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { checkBucketArgs } from "./checks";
import { EXPORT_BUCKET_TYPE, isOfType } from "../resourceTypes";

/** The errors in the `bucket` of an export: an ExportBucket, or the arguments of one to create. */
export function checkBucketArgument({ bucket }: { readonly bucket?: unknown }): InputFailure[] {
    if (bucket === undefined || isOfType(bucket, EXPORT_BUCKET_TYPE)) return [];
    const isPlain = typeof bucket === "object" && bucket !== null;
    if (isPlain && !pulumi.Resource.isInstance(bucket) && !pulumi.Output.isInstance(bucket)) {
        return checkBucketArgs(bucket);
    }
    const next = 'For an existing bucket write bucket: { existing: … }, with the bucket or its name: "audit-archive".';
    return [refuse("bucket", bucket, "an ExportBucket, or the arguments of one", next)];
}
