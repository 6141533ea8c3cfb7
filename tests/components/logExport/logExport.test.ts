import * as assert from "node:assert/strict";
import { accessOf } from "../../../providers/aws/access";
import * as aws from "@pulumi/aws";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { LogExport } from "../../../components/logExport/logExport";
import { promiseOf, type Registration, urnOf } from "../../support/mocks";
import { BASE, Stage, TYPE } from "./stage";
import { DAY } from "../../support/durations";

describe("LogExport", () => {
    const stage = new Stage();

    describe("ranges that go on", () => {
        const midnight = Math.floor(Date.now() / DAY) * DAY;

        it("end with the last day that is settled", async () => {
            await stage.make({ from: midnight - 5 * DAY, to: "latest", splitBy: "day" });
            const ends = stage.tasks().map(({ inputs }) => inputs.to as number);
            assert.ok(ends.length === 4 || ends.length === 5, "up to yesterday's end, or today's twelve hours on");
            assert.ok(Math.max(...ends) <= Date.now() - DAY / 2);
        });

        it("are none as long as none is over", async () => {
            assert.deepEqual((await stage.make({ from: midnight, to: "latest", splitBy: "day" })).tasks, []);
        });

        it("may not lose their objects by a transform while exports are forgotten", async () => {
            const transform = { exportTask: { removalPolicy: "delete" as const } };
            await assert.rejects(
                stage.make({ forgetAfterDays: 30_000, transform }),
                /"retain" if forgetAfterDays is given/,
            );
        });
    });

    describe("the bucket", () => {
        it("is made for it, as its child, and outlives it", async () => {
            const made = await stage.make({ bucket: { bucketName: "audit-archive" } });
            const bucket = stage.program.find("aws:s3/bucket:Bucket", "audit-bucket");
            assert.equal(bucket.inputs.bucket, "audit-archive");
            assert.equal(await promiseOf(made.bucketArn), await promiseOf(made.bucket.bucketArn));
            assert.equal(bucket.retainOnDelete, true);
            assert.equal(
                await promiseOf(made.bucket.urn),
                urnOf(`${TYPE}$cloudwatch-logs-export:index:ExportBucket`, "audit-bucket"),
            );
        });

        it("can be one that several share", async () => {
            await stage.begin();
            const shared = new ExportBucket("archive");
            const first = new LogExport("first", { ...BASE, bucket: shared });
            const second = new LogExport("second", { ...BASE, bucket: shared });
            await stage.program.settle();
            assert.equal(stage.program.ofType("ExportBucket").length, 1);
            assert.equal(first.bucket, shared);
            assert.equal(await promiseOf(second.bucketName), "archive-1a2b3c");
            for (const { inputs, dependencies } of stage.tasks()) {
                assert.equal(inputs.destination, "archive-1a2b3c");
                assert.deepEqual(inputs.accounts, ["123456789012"]);
                assert.ok(dependencies.includes(stage.program.find("BucketPolicy", "archive-policy").urn));
            }
        });

        it("names no accounts where its policy is not managed here", async () => {
            await stage.make({ bucket: { existing: "audit-archive" } });
            assert.equal("accounts" in stage.tasks()[0].inputs, false);
            assert.equal(stage.tasks()[0].inputs.destination, "audit-archive");
        });
    });

    describe("the provider", () => {
        it("gives Region and profile, and is never handed on to an export", async () => {
            await stage.begin();
            const provider = new aws.Provider("ireland", { region: "eu-west-1", profile: "audit" });
            new LogExport("audit", { ...BASE, bucket: {} }, { provider });
            await stage.program.settle();
            const [task] = stage.tasks();
            assert.equal(task.inputs.region, "eu-west-1");
            assert.equal(task.inputs.profile, "audit");
            assert.equal(task.provider, "");
            assert.deepEqual(task.providers, {});
            assert.match(stage.program.find("Bucket", "audit-bucket").provider, /::ireland::id-of-ireland$/);
        });

        it("gives Region and profile where it is among several", async () => {
            await stage.begin();
            const provider = new aws.Provider("ireland", { region: "eu-west-1" });
            new LogExport("audit", BASE, { providers: { aws: provider } });
            await stage.program.settle();
            assert.equal(stage.tasks()[0].inputs.region, "eu-west-1");
            assert.equal(stage.tasks()[0].provider, "");
            assert.deepEqual(stage.tasks()[0].providers, {});
        });

        it("yields to arguments", async () => {
            await stage.begin();
            const provider = new aws.Provider("ireland", { region: "eu-west-1", profile: "audit" });
            new LogExport("audit", { ...BASE, region: "eu-north-1", profile: "north" }, { provider });
            await stage.program.settle();
            assert.equal(stage.tasks()[0].inputs.region, "eu-north-1");
            assert.equal(stage.tasks()[0].inputs.profile, "north");
        });

        it("is stack config where none is given", async () => {
            await stage.make({}, { config: { "aws:region": "eu-south-1", "aws:profile": "south" } });
            assert.equal(stage.tasks()[0].inputs.region, "eu-south-1");
        });

        it("leaves a profile of stack config to be read with the roles beside it, as the aws provider reads them", async () => {
            const roleArn = "arn:aws:iam::210987654321:role/exporter";
            const config = {
                "aws:region": "eu-south-1",
                "aws:profile": "south",
                "aws:assumeRoles": JSON.stringify([{ roleArn }]),
            };
            await stage.make({}, { config });
            const { inputs } = stage.tasks()[0];
            assert.equal(inputs.profile, undefined);
            const read = (key: string) => (config as Readonly<Record<string, string>>)[key];
            const { profile, roles } = accessOf(inputs as unknown as { readonly region: string }, read, {});
            assert.deepEqual({ profile, roles }, { profile: "south", roles: [{ roleArn }] });
        });
    });

    describe("transform", () => {
        it("lays values over the arguments of every export", async () => {
            await stage.make({ logGroups: ["/a", "/b"], transform: { exportTask: { timeoutSeconds: 60 } } });
            assert.deepEqual(
                stage.tasks().map(({ inputs }) => inputs.timeoutSeconds),
                [60, 60],
            );
        });

        it("lets a function change arguments and options by name", async () => {
            await stage.make({
                logGroups: ["/a", "/b"],
                transform: {
                    exportTask: (args, opts, name) => {
                        if (!name.startsWith("audit-/a-")) return;
                        opts.protect = true;
                        return { ...args, taskNamePrefix: "first" };
                    },
                },
            });
            const [a, b] = ["a", "b"].map(
                (of) => stage.tasks().find(({ name }) => name.startsWith(`audit-/${of}-`)) as Registration,
            );
            assert.deepEqual([a.protect, a.inputs.taskNamePrefix], [true, "first"]);
            assert.deepEqual([b.protect, b.inputs.taskNamePrefix], [false, undefined]);
            assert.equal(a.parent, urnOf(TYPE, "audit"), "the other options stay");
        });
    });
});
