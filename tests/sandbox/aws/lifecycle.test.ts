import assert from "node:assert/strict";
import {
    DeleteBucketLifecycleCommand,
    GetBucketLifecycleConfigurationCommand,
    HeadObjectCommand,
    PutBucketLifecycleConfigurationCommand,
    PutBucketVersioningCommand,
    PutObjectCommand,
    type LifecycleRule,
    type TransitionDefaultMinimumObjectSize,
    type TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { answers, region, withAws } from "./support";
import { DAY } from "../../support/durations";

const Bucket = "data-1";

describe("sandbox: S3 lifecycle", () => {
    const test = withAws();

    beforeEach(() => test.aws.seed({ buckets: [{ name: Bucket, region }] }));

    const put = (rules: Partial<LifecycleRule>[], size?: TransitionDefaultMinimumObjectSize) =>
        test.s3.send(
            new PutBucketLifecycleConfigurationCommand({
                Bucket,
                TransitionDefaultMinimumObjectSize: size,
                LifecycleConfiguration: {
                    Rules: rules.map((rule) => ({ Status: "Enabled", Filter: { Prefix: "" }, ...rule })),
                },
            }),
        );
    const steps = (...pairs: [TransitionStorageClass, number][]) => ({
        Transitions: pairs.map(([StorageClass, Days]) => ({ StorageClass, Days })),
    });

    it("gives back the rules, names those that have no name, and tells the smallest size that is moved", async () => {
        const answer = await put([{ Expiration: { Days: 1 }, Filter: { Prefix: "a&b/" } }], "varies_by_storage_class");
        assert.equal(answer.TransitionDefaultMinimumObjectSize, "varies_by_storage_class");
        const got = await test.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
        assert.equal(got.TransitionDefaultMinimumObjectSize, "varies_by_storage_class");
        assert.equal(got.Rules?.[0].Filter?.Prefix, "a&b/");
        assert.ok(got.Rules?.[0].ID);
        await test.s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
        await assert.rejects(
            test.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
            answers("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        );
    });

    it("accepts every way downwards", async () => {
        await put([
            { ...steps(["STANDARD_IA", 30], ["INTELLIGENT_TIERING", 60], ["ONEZONE_IA", 90], ["GLACIER", 120]) },
            { ...steps(["GLACIER_IR", 0], ["GLACIER", 1], ["DEEP_ARCHIVE", 2]), Expiration: { Days: 3 } },
        ]);
    });

    it("refuses what S3 refuses", async () => {
        const cases: [Partial<LifecycleRule>, code: string, message: RegExp][] = [
            [
                steps(["STANDARD_IA", 29]),
                "InvalidArgument",
                /^'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'$/,
            ],
            [steps(["ONEZONE_IA", 0]), "InvalidArgument", /'ONEZONE_IA'/],
            [
                { NoncurrentVersionTransitions: [{ StorageClass: "STANDARD_IA", NoncurrentDays: 29 }] },
                "InvalidArgument",
                /'NoncurrentDays'/,
            ],
            [steps(["GLACIER", 30], ["STANDARD_IA", 60]), "InvalidArgument", /'STANDARD_IA'.*'GLACIER'/],
            [steps(["ONEZONE_IA", 30], ["GLACIER_IR", 60]), "InvalidArgument", /'GLACIER_IR'/],
            [steps(["DEEP_ARCHIVE", 1], ["GLACIER", 2]), "InvalidArgument", /'DEEP_ARCHIVE'/],
            [steps(["GLACIER", 5], ["GLACIER", 6]), "InvalidArgument", /must be different/],
            [steps(["STANDARD_IA", 30], ["GLACIER", 59]), "InvalidArgument", /'GLACIER'.*30 days more.*'STANDARD_IA'/],
            [{ Expiration: { Days: 2 ** 31 } }, "MalformedXML", /schema/],
            [
                { ...steps(["GLACIER", 10]), Expiration: { Days: 10 } },
                "InvalidArgument",
                /^'Days' in the Expiration action for filter '\(prefix=\)' must be greater than 'Days' in the Transition action$/,
            ],
            [{ Expiration: { Days: 0 } }, "InvalidArgument", /positive integer/],
            [{}, "InvalidRequest", /At least one action/],
            [{ Expiration: { Days: 1 }, ID: "x".repeat(256) }, "InvalidArgument", /ID length/],
            [{ Expiration: { Date: new Date(1) } }, "InvalidArgument", /midnight/],
        ];
        for (const [rule, code, message] of cases) {
            await assert.rejects(put([rule]), answers(code, message), JSON.stringify(rule));
        }
        const twice = { ID: "same", Expiration: { Days: 1 } };
        await assert.rejects(put([twice, twice]), answers("InvalidArgument", /Rule ID must be unique/));
        await assert.rejects(put([]), answers("MalformedXML"));
        await assert.rejects(
            put(Array.from({ length: 1001 }, () => ({ Expiration: { Days: 1 } }))),
            answers("MalformedXML"),
        );
    });

    const write = (Key: string, Body: string | Buffer = "x") =>
        test.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const objects = () => test.aws.world.buckets[Bucket].objects;

    it("expires what is due at the midnight after, and only below the prefix", async () => {
        await put([{ Filter: { Prefix: "logs/" }, Expiration: { Days: 2 } }]);
        test.clock.advance(3_600_000);
        await write("logs/1");
        await write("keep/1");
        test.clock.advance(2 * DAY);
        assert.deepEqual((await test.aws.control.runLifecycle()).expired, []);
        test.clock.advance(DAY);
        const { expired } = await test.aws.control.runLifecycle();
        assert.deepEqual(expired, [{ bucket: Bucket, key: "logs/1", versionId: "null" }]);
        assert.deepEqual(Object.keys(objects()), ["keep/1"]);
    });

    it("moves large objects down, and leaves small ones unless the rule speaks of sizes", async () => {
        await put([
            { Filter: { Prefix: "a/" }, ...steps(["STANDARD_IA", 30], ["GLACIER", 60]) },
            { Filter: { And: { Prefix: "b/", ObjectSizeGreaterThan: 0 } }, ...steps(["STANDARD_IA", 30]) },
        ]);
        await write("a/large", Buffer.alloc(128 * 1024));
        await write("a/small");
        await write("b/small");
        test.clock.advance(31 * DAY);
        await test.aws.control.runLifecycle();
        const classOf = async (Key: string) =>
            (await test.s3.send(new HeadObjectCommand({ Bucket, Key }))).StorageClass ?? "STANDARD";
        assert.equal(await classOf("a/large"), "STANDARD_IA");
        assert.equal(await classOf("a/small"), "STANDARD");
        assert.equal(await classOf("b/small"), "STANDARD_IA");
        test.clock.advance(30 * DAY);
        await test.aws.control.runLifecycle();
        assert.equal(await classOf("a/large"), "GLACIER");
    });

    it("puts delete markers in a versioned bucket, and removes noncurrent versions by their own age", async () => {
        const VersioningConfiguration = { Status: "Enabled" } as const;
        await test.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
        await put([{ Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 5 } }]);
        await write("k");
        test.clock.advance(DAY);
        await test.aws.control.runLifecycle();
        assert.deepEqual(
            objects().k.map(({ deleteMarker }) => deleteMarker ?? false),
            [true, false],
        );
        test.clock.advance(5 * DAY);
        await test.aws.control.runLifecycle();
        await test.aws.control.runLifecycle();
        assert.deepEqual(Object.keys(objects()), []);
    });
});
