import * as assert from "node:assert/strict";
import { ExportBucket } from "../../../../components/exportBucket/exportBucket";
import { configurations } from "../../../../sandbox/plugins/awsNative/bucketConfigurations";
import type { Shape } from "../../../../sandbox/plugins/awsNative/shape";
import { argumentsOf, strangersIn } from "../../../support/cloudFormation";
import { type Mocked, setMocks, warningsOf } from "../../../support/mocks";
import { argsFor, BUCKET_OPTIONS } from "./bucketOptions";

/** The resource types of a bucket, and where @pulumi/aws-native declares their arguments. */
const TYPES: Readonly<Record<string, readonly [resource: string, args: string]>> = {
    "aws-native:s3:Bucket": ["s3/bucket", "BucketArgs"],
    "aws-native:s3:BucketPolicy": ["s3/bucketPolicy", "BucketPolicyArgs"],
    "aws-native:kms:Key": ["kms/key", "KeyArgs"],
    "aws-native:kms:Alias": ["kms/alias", "AliasArgs"],
};
const allowedIn = (type: string) => argumentsOf(...(TYPES[type] as [string, string]));

describe("what is sent to @pulumi/aws-native is in CloudFormation's schema", function () {
    this.timeout(30_000);
    let program: Mocked;

    before(async () => {
        program = await setMocks();
        await warningsOf(async () => {
            BUCKET_OPTIONS.forEach((row, index) => new ExportBucket(`bucket-${index}`, argsFor(row, "aws-native")));
            await program.settle();
        });
    });

    it("by no type but these", () => {
        const types = new Set(
            program.registrations.map(({ type }) => type).filter((type) => /^aws-native:/.test(type)),
        );
        assert.deepEqual([...types].sort(), Object.keys(TYPES).sort());
    });

    for (const type of Object.keys(TYPES)) {
        it(`with every property and every value of an enumeration: ${type}`, () => {
            const sent = program.ofType(type);
            assert.ok(sent.length > 0);
            for (const { inputs } of sent) assert.deepEqual(strangersIn(inputs, allowedIn(type)), []);
        });
    }

    it("and so is all that the stand-in for the plugin knows of a bucket", () => {
        const sample = Object.fromEntries(Object.entries(configurations).map(([name, { shape }]) => [name, of(shape)]));
        assert.deepEqual(strangersIn(sample, allowedIn("aws-native:s3:Bucket")), []);
    });

    it("which a misspelt property is not, nor an unknown storage class, however deep", () => {
        const transitions = [
            { storageClass: "GLACIER_IR", transitionInDays: 1 },
            { storageClass: "ICE", days: 1 },
        ];
        const lifecycleConfiguration = { rules: [{ status: "Enabled", transitions }], tags: [] };
        assert.deepEqual(
            strangersIn({ lifecycleConfiguration, tags: [{ Key: "a" }] }, allowedIn("aws-native:s3:Bucket")),
            [
                "lifecycleConfiguration.rules[0].transitions[1].storageClass: ICE",
                "lifecycleConfiguration.rules[0].transitions[1].days",
                "lifecycleConfiguration.tags",
                "tags[0].Key",
            ],
        );
    });
});

/** A value with every property of the shape. */
function of(shape: Shape): unknown {
    if (shape === true) return undefined;
    if (Array.isArray(shape)) return [of((shape as readonly [Shape])[0])];
    return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, of(inner)]));
}
