import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { BASE, Stage } from "./stage";

const NIGHTLY = { ...BASE, to: "latest", splitBy: "day", from: "2026-11-01T00:00:00Z", bucket: undefined } as const;

describe("a LogExport with protect: true", () => {
    const stage = new Stage();
    const make = async (args: Partial<LogExportArgs>): Promise<void> => {
        await stage.begin();
        new LogExport("audit", { ...NIGHTLY, ...args }, { protect: true });
        await stage.program.settle();
    };
    const isProtected = (type: string) => new Set(stage.program.ofType(type).map(({ protect }) => protect));

    it("protects its bucket and its exports", async () => {
        await make({});
        assert.deepEqual([...isProtected("Bucket"), ...isProtected("ExportTask")], [true, true]);
    });

    it("does not protect exports that forgetAfterDays removes, which Pulumi would refuse", async () => {
        await make({ forgetAfterDays: 5 });
        assert.ok(stage.tasks().length > 0);
        assert.deepEqual([...isProtected("Bucket"), ...isProtected("ExportTask")], [true, false]);
    });

    it("refuses a transform that protects exports which forgetAfterDays removes", async () => {
        const exportTask = (_args: object, opts: pulumi.CustomResourceOptions) => {
            opts.protect = true;
        };
        await assert.rejects(
            make({ forgetAfterDays: 5, transform: { exportTask } }),
            /protect is true, but must be false for the exports if forgetAfterDays is given/,
        );
    });

    it("refuses a stack transformation that protects them", async () => {
        await stage.begin();
        const parent = new aws.s3.Bucket("parent", {}, {});
        const transformations = [
            ({ props, opts }: pulumi.ResourceTransformationArgs) => ({ props, opts: { ...opts, protect: true } }),
        ];
        assert.throws(
            () => new LogExport("audit", { ...NIGHTLY, forgetAfterDays: 5 }, { parent, transformations }),
            /Pulumi refuses to remove what is protected/,
        );
        await stage.program.settle();
    });
});
