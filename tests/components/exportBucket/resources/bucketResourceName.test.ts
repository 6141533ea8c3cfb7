import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { bucketResourceName } from "../../../../components/exportBucket/resources/bucketResourceName";
import { ExportBucket } from "../../../../index";
import { checkBucketName } from "../../../../providers/validation/names";
import { setMocks } from "../../../support/mocks";

/** The providers' suffixes of automatic names: 7 characters for aws-native, at most 8 for aws. */
const bucketOf = (name: string) => `${bucketResourceName(name).toLowerCase()}-1a2b3c4d`;

describe("the bucket that a component of any name makes", () => {
    it("is named after it, if S3 takes that", () => {
        for (const name of ["audit", "Audit-Bucket", "audit.logs", "x".repeat(54)]) {
            assert.equal(bucketResourceName(name), name);
        }
        assert.match(bucketResourceName("team_a/audit"), /^team-a-audit-[0-9a-f]{6}$/);
    });

    it("has a name that S3 takes, and another than a component of a similar name", () => {
        const names = fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.stringMatching(/^[a-zA-Z_/. -]{1,80}$/));
        fc.assert(fc.property(names, (name) => checkBucketName("bucket", bucketOf(name)) === undefined));
        const similar = ["a_b", "a/b", "a b", "a-b", "a__b", `${"x".repeat(62)}1`, `${"x".repeat(62)}2`];
        assert.equal(new Set(similar.map(bucketOf)).size, similar.length);
    });

    for (const providerPackage of ["aws", "aws-native"] as const) {
        it(`has it by ${providerPackage}`, async () => {
            const program = await setMocks();
            for (const name of ["team_a", "Team/A", "x".repeat(62)]) new ExportBucket(name, { providerPackage });
            await program.settle();
            const buckets = program.ofType(providerPackage === "aws" ? "Bucket" : "aws-native:s3:Bucket");
            assert.equal(buckets.length, 3);
            for (const { name } of buckets) {
                assert.equal(checkBucketName("bucket", `${name.toLowerCase()}-1a2b3c4d`), undefined, name);
            }
        });
    }
});
