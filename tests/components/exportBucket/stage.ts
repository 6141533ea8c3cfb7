import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type ExportBucketArgs } from "../../../components/exportBucket/args";
import { type Mocked, type MockOptions, setMocks } from "../../support/mocks";

export const TYPE = "cloudwatch-logs-export:index:ExportBucket";

export const TYPES = {
    bucket: "aws:s3/bucket:Bucket",
    publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    ownershipControls: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    versioning: "aws:s3/bucketVersioning:BucketVersioning",
    encryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    policy: "aws:s3/bucketPolicy:BucketPolicy",
};
export type Part = keyof typeof TYPES;
export const PARTS = Object.keys(TYPES) as Part[];

export const NAMES: Record<Part, string> = {
    bucket: "archive",
    publicAccessBlock: "archive-public-access-block",
    ownershipControls: "archive-ownership-controls",
    versioning: "archive-versioning",
    encryption: "archive-encryption",
    lifecycle: "archive-lifecycle",
    policy: "archive-policy",
};

/** A program that declares an ExportBucket on the aws provider, and what it registered. */
export class Stage {
    program!: Mocked;

    async begin(options: MockOptions = {}): Promise<void> {
        this.program = await setMocks(options);
    }

    async make(args?: ExportBucketArgs, options: MockOptions = {}): Promise<ExportBucket> {
        await this.begin(options);
        const bucket = new ExportBucket("archive", args);
        await this.program.settle();
        return bucket;
    }

    readonly part = (name: Part) => this.program.find(TYPES[name], NAMES[name]);
    readonly policyOf = (name: Part = "policy") => JSON.parse(this.part(name).inputs.policy as string);
    readonly rules = () => this.part("lifecycle").inputs.rules as Record<string, unknown>[];
}
