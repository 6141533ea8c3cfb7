import * as assert from "node:assert/strict";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type NewBucketArgs } from "../../../components/exportBucket/args";
import { type ProviderPackage } from "../../../components/awsSettings";
import { objectLockWarnings } from "../../../components/exportBucket/objectLock";
import { type Mocked, setMocks, warningsOf } from "../../support/mocks";

const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

describe("Object Lock", () => {
    let program: Mocked;
    async function make(provider: ProviderPackage, args: NewBucketArgs): Promise<ExportBucket> {
        program = await setMocks();
        const bucket = new ExportBucket("archive", { providerPackage: provider, ...args });
        await program.settle();
        return bucket;
    }

    it("with aws is a setting of its own, so that it can come later without replacing the bucket", async () => {
        const bucket = await make("aws", { objectLock: { mode: "GOVERNANCE", days: 365 } });
        const lock = program.find(LOCK, "archive-object-lock");
        assert.deepEqual(lock.inputs, {
            bucket: "archive-1a2b3c",
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
        });
        assert.deepEqual(program.find("aws:s3/bucket:Bucket", "archive").inputs, { forceDestroy: false });
        assert.equal(lock.retainOnDelete, false, "it goes when objectLock is removed");
        const [{ urn }] = program.ofType("s3/bucket:Bucket");
        assert.equal(lock.deletedWith, urn, "and stays with a bucket that is retained");
        assert.ok(bucket.nodes.objectLock);
        const [versioning] = program.ofType("BucketVersioning");
        assert.ok(lock.dependencies.includes(versioning.urn), "S3 locks versions");
        const [policy] = program.ofType("BucketPolicy");
        assert.ok(policy.dependencies.includes(lock.urn), "nothing gets in before it is locked");
    });

    it("with aws-native is in the bucket", async () => {
        await make("aws-native", { objectLock: { mode: "GOVERNANCE", years: 7 } });
        const { objectLockEnabled, objectLockConfiguration } = program.find("aws-native:s3:Bucket", "archive").inputs;
        assert.equal(objectLockEnabled, true);
        assert.deepEqual(objectLockConfiguration, {
            objectLockEnabled: "Enabled",
            rule: { defaultRetention: { mode: "GOVERNANCE", years: 7 } },
        });
    });

    it("is not there unasked", async () => {
        for (const provider of ["aws", "aws-native"] as const) {
            await make(provider, {});
            assert.deepEqual(program.ofType(LOCK), []);
            for (const { inputs } of program.registrations) assert.equal(inputs.objectLockEnabled, undefined);
        }
    });

    describe("warns", () => {
        it("that destroy will fail until the period has passed", () => {
            const [governance] = objectLockWarnings({
                objectLock: { mode: "GOVERNANCE", days: 30 },
                removalPolicy: "delete",
            });
            assert.match(
                governance,
                /Only a caller with s3:BypassGovernanceRetention can delete .* before 30 days have passed/,
            );
            assert.match(governance, /destroy fails until then, despite removalPolicy: "delete"/);
            assert.match(
                governance,
                /do not rely on it: by its source, the aws provider bypasses governance in a destroy after a refresh/,
            );
            const [native] = objectLockWarnings({
                objectLock: { mode: "GOVERNANCE", days: 30 },
                removalPolicy: "delete",
                providerPackage: "aws-native",
            });
            assert.doesNotMatch(native, /bypasses/);
            const [compliance] = objectLockWarnings({
                objectLock: { mode: "COMPLIANCE", years: 7 },
                removalPolicy: "delete",
            });
            assert.match(compliance, /Nobody, not even the root user, can delete .* before 7 years.*destroy fails/);
        });

        it("that COMPLIANCE cannot be taken back", () => {
            const [warning] = objectLockWarnings({ objectLock: { mode: "COMPLIANCE", days: 1 } });
            assert.match(warning, /Nobody, not even the root user.*Try GOVERNANCE and a few days first/);
        });

        it("of nothing where the bucket stays and the lock can be lifted", () => {
            assert.deepEqual(objectLockWarnings({ objectLock: { mode: "GOVERNANCE", days: 1 } }), []);
            assert.deepEqual(objectLockWarnings({}), []);
        });

        it("in preview", async () => {
            const warnings = await warningsOf(
                async () =>
                    void (await make("aws", { objectLock: { mode: "GOVERNANCE", days: 1 }, removalPolicy: "delete" })),
            );
            assert.equal(warnings.length, 1);
        });
    });
});
