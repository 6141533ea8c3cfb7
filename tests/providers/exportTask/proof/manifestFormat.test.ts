import * as assert from "node:assert/strict";
import { type ObjectVersion } from "../../../../sandbox/aws/s3/bucket";
import { MOST_NAMED } from "../../../../providers/exportTask/run/contents";
import { parseManifest } from "../../../../providers/exportTask/run/manifest";
import { stageOf } from "../../../components/scheduledLogExport/machine/twoGroups";
import { BUCKET, RANGE } from "../../../support/account";
import { validateManifest, validateWritten } from "../../../support/manifestSchema";
import { Stage } from "./stage";

const LOCKED = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: "30" } } };

type Objects = Readonly<Record<string, readonly ObjectVersion[]>>;

function manifestsIn(objects: Objects): { version: ObjectVersion; manifest: Record<string, unknown> }[] {
    const keys = Object.keys(objects).filter((key) => /\/_export-[^/]+\.json$/.test(key));
    return keys.map((key) => {
        const [version] = objects[key];
        const text = Buffer.from(version.body, "base64").toString();
        return { version, manifest: JSON.parse(text) as Record<string, unknown> };
    });
}

function assertFits(manifest: unknown): void {
    for (const validate of [validateManifest, validateWritten]) {
        assert.ok(validate(manifest), JSON.stringify([validate.errors, manifest], null, 1));
    }
}

describe("the manifest's format", () => {
    const stage = new Stage();
    beforeEach(() => stage.open());
    afterEach(() => stage.close());

    /** The manifest fields of every writer. */
    const COMMON = ["version", "owner", "logGroupName", "from", "to", "account", "region", "objects", "verifiedAt"];

    it("is what an ExportTask writes: with objects, without, and of a series", async () => {
        await stage.create({ series: "2026-10-01/..", logStreamNamePrefix: "a" });
        await stage.create({ from: 0, to: RANGE.from, destinationPrefix: "empty" });
        const manifests = manifestsIn(stage.objects).map(({ manifest }) => manifest);
        manifests.forEach(assertFits);
        assert.deepEqual(
            manifests.map(({ objectCount }) => objectCount),
            [1, 0],
        );
        assert.equal(manifests[0].logGroupCreationTime, RANGE.from, "known where the export is one of a series");
        for (const name of COMMON)
            assert.ok(
                manifests.every((manifest) => name in manifest),
                name,
            );
    });

    it("is what an ExportTask writes while its task still runs: a mark, no evidence", async () => {
        await stage.close();
        await stage.open({ limits: { runMilliseconds: () => 3_600_000 } });
        await stage.failing({ timeoutSeconds: 1 });
        const [{ manifest }] = manifestsIn(stage.objects);
        assertFits(manifest);
        assert.ok(!("verifiedAt" in manifest));
        assert.equal(parseManifest(JSON.stringify(manifest)), undefined);
    });

    it("is what the state machine of a ScheduledLogExport writes", async () => {
        const machine = stageOf({ plan: { logStreamNamePrefix: "o" } });
        await machine.run();
        const manifests = manifestsIn(machine.aws.world.buckets[machine.plan.bucketName].objects);
        assert.equal(manifests.length, 4);
        for (const { manifest } of manifests) {
            assertFits(manifest);
            for (const name of [...COMMON, "logGroupCreationTime"]) assert.ok(name in manifest, name);
        }
    });

    it("is locked where the bucket has Object Lock, whoever writes it", async () => {
        const machine = stageOf();
        const buckets = [
            stage.account.aws.world.buckets[BUCKET],
            machine.aws.world.buckets[machine.plan.bucketName],
        ] as const;
        for (const bucket of buckets) {
            Object.assign(bucket, { versioning: "Enabled", objectLock: true });
            bucket.configuration.objectLock = LOCKED;
        }
        await stage.create();
        await machine.run();
        const counts = buckets.map((bucket) => {
            const manifests = manifestsIn(bucket.objects);
            for (const { version } of manifests) assert.equal(version.retention?.mode, "COMPLIANCE");
            return manifests.length;
        });
        assert.deepEqual(counts, [1, 4]);
    });

    it("states the limit above which objects are counted, not named", () => {
        const { description } = (validateManifest.schema as { properties: { objects: { description: string } } })
            .properties.objects;
        assert.ok(description.includes(MOST_NAMED.toLocaleString("en")));
        assert.ok(description.includes("180"));
    });

    it("refuses what is no manifest, and lets future properties pass", async () => {
        await stage.create();
        const [{ manifest }] = manifestsIn(stage.objects);
        assert.ok(validateManifest({ ...manifest, later: 1 }));
        for (const change of [
            { version: 2 },
            { from: "2026" },
            { objectCount: -1 },
            { digest: "md5:0" },
            { task: {} },
        ]) {
            assert.ok(!validateManifest({ ...manifest, ...change }), JSON.stringify(change));
        }
    });
});
