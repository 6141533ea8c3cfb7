import { type S3Client } from "@aws-sdk/client-s3";
import { type PropertyValue } from "../../engine/values";
import { type Shape } from "./shape";

/** One property of AWS::S3::Bucket that is a setting of the bucket in S3. */
export interface BucketConfiguration {
    readonly shape: Shape;
    put(client: S3Client, Bucket: string, value: PropertyValue): Promise<unknown>;
    get(client: S3Client, Bucket: string): Promise<PropertyValue | undefined>;
    remove(client: S3Client, Bucket: string): Promise<unknown>;
    /** S3's error codes if this setting is missing. */
    readonly missing: readonly string[];
}
