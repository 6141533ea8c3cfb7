import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, LogExport } from "../../../index";
import { withRejections } from "../../support/mocks";
import { Stage, TYPES } from "./stage";

const MANAGED = { policy: "managed" } as const;
const OCTOBER = { logGroups: ["/a"], from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

describe("a bucket whose policy two components would write", () => {
    const stage = new Stage();
    beforeEach(() => stage.begin({ preview: true }));
    afterEach(() => stage.program.settle());
    const REFUSED = /must be a bucket whose policy nothing else in the program manages. one writes its policy already/;

    const declared: Record<string, (name: string) => unknown> = {
        "by name": (name) => new ExportBucket(name, { existing: "audit-archive", ...MANAGED }),
        "as a new bucket of one name": (name) => new ExportBucket(name, { bucketName: "audit-archive" }),
    };
    for (const [how, declare] of Object.entries(declared)) {
        it(`is refused in preview if it is given ${how}`, async () => {
            declare("one");
            await stage.program.settle();
            const before = stage.program.registrations.length;
            assert.throws(() => declare("other"), REFUSED);
            await stage.program.settle();
            assert.equal(stage.program.registrations.length, before + 1, "the component and nothing in it");
        });
    }

    it("is refused in preview if it is one resource", () => {
        const theirs = new aws.s3.Bucket("theirs");
        new ExportBucket("one", { existing: theirs, ...MANAGED });
        assert.throws(() => new ExportBucket("other", { existing: theirs, ...MANAGED }), REFUSED);
    });

    it("is refused in preview if one component made it", () => {
        const one = new ExportBucket("one");
        for (const existing of [one.bucketName, one.nodes.bucket as aws.s3.Bucket])
            assert.throws(() => new ExportBucket("other", { existing, ...MANAGED }), REFUSED);
    });

    it("is refused for two LogExports, which are named", () => {
        const bucket = { existing: "audit-archive", ...MANAGED };
        new LogExport("payments", { ...OCTOBER, bucket });
        assert.throws(
            () => new LogExport("orders", { ...OCTOBER, bucket }),
            /ExportBucket "orders-bucket": existing is "audit-archive".*payments\/payments-bucket writes its policy already.*give both the same ExportBucket/,
        );
    });

    it("is refused once the name is known, before the second policy is made", async () => {
        const failures = await withRejections(async () => {
            new ExportBucket("one", { existing: pulumi.output("audit-archive"), ...MANAGED });
            new ExportBucket("other", { existing: pulumi.output("audit-archive"), ...MANAGED });
            await stage.program.settle();
        });
        assert.match(String(failures[0]), REFUSED);
        assert.equal(stage.program.ofType(TYPES.policy).length, 1);
    });

    it("is no matter of a bucket whose policy one of them leaves alone, or of two buckets", async () => {
        new ExportBucket("one", { existing: "audit-archive", ...MANAGED });
        new ExportBucket("other", { existing: "audit-archive" });
        new ExportBucket("second", { existing: "audit-archive-2", ...MANAGED });
        new ExportBucket("new");
        new ExportBucket("another-new");
        await stage.program.settle();
        assert.equal(stage.program.ofType(TYPES.policy).length, 4);
    });

    it("is no matter of a component that a second test of a program declares again", () => {
        for (let test = 0; test < 2; test++) new ExportBucket("one", { existing: "audit-archive", ...MANAGED });
    });
});
