import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { type LogGroupResource } from "../../../components/logGroups/logGroups";
import { shortUrn } from "../../../providers/exportTask/urn";
import { EXPORT_TASK, promiseOf, urnOf } from "../../support/mocks";
import { BASE, OCTOBER, Stage, TYPE } from "./stage";

/** The inputs of an export, without those that the package adds. */
function argumentsOf(inputs: Record<string, unknown>): Record<string, unknown> {
    const helpers = ["__provider", "shortUrn"];
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => !helpers.includes(name)));
}

describe("LogExport", () => {
    const stage = new Stage();

    async function namesOf(args: Partial<LogExportArgs>): Promise<string[]> {
        await stage.make(args);
        return stage.names().sort();
    }

    describe("an export", () => {
        let made: LogExport;
        before(async () => {
            made = await stage.make({ bucket: undefined, destinationPrefix: "audit" });
        });

        it("has the group's name, the range, the bucket and a prefix of its own as arguments", () => {
            const [{ inputs }] = stage.tasks();
            assert.deepEqual(argumentsOf(inputs), {
                logGroupName: "/aws/lambda/payments",
                from: Date.parse(OCTOBER.from),
                to: Date.parse(OCTOBER.to),
                destination: "audit-bucket-1a2b3c",
                destinationPrefix: "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=01",
                accounts: ["123456789012"],
            });
            assert.equal(inputs.shortUrn, shortUrn(stage.tasks()[0].urn));
        });

        it("is a child of the component, and its name begins with the component's", async () => {
            assert.equal(await promiseOf(made.urn), urnOf(TYPE, "audit"));
            assert.equal(
                await promiseOf(made.tasks[0].urn),
                urnOf(`${TYPE}$${EXPORT_TASK}`, "audit-/aws/lambda/payments-20261001T000000Z-20261101T000000Z"),
            );
        });

        it("depends on the bucket policy, which comes last of the bucket, and on nothing else", () => {
            const { urn } = stage.program.find("BucketPolicy", "audit-bucket-policy");
            assert.deepEqual(stage.tasks()[0].dependencies, [urn]);
        });

        it("is told with its bucket in the component's outputs", async () => {
            const uri = await promiseOf(made.tasks[0].uri);
            assert.match(uri, /^s3:\/\/audit-bucket-1a2b3c\/audit\/log_group=/);
            assert.equal(await promiseOf(made.bucketName), "audit-bucket-1a2b3c");
            assert.deepEqual(stage.program.find(TYPE, "audit").outputs, {
                bucketArn: "arn:aws:s3:::audit-bucket-1a2b3c",
                bucketName: "audit-bucket-1a2b3c",
                archiveUri: "s3://audit-bucket-1a2b3c/audit/",
                uris: [uri],
            });
        });

        it("hands on what says how it is run", async () => {
            const options = {
                logStreamNamePrefix: "2026/10",
                taskNamePrefix: "october",
                assumeRoleArn: "arn:aws:iam::123456789012:role/exporter",
                waitForCompletion: false,
                timeoutSeconds: 600,
                settleHours: 336,
                removalPolicy: "delete" as const,
                region: "eu-west-1",
                profile: "audit",
            };
            await stage.make({ ...options, triggers: { b: 1, a: new Date(0) } });
            const { inputs } = stage.tasks()[0];
            for (const [name, value] of Object.entries(options)) assert.equal(inputs[name], value, name);
            assert.equal(inputs.triggers, '{"a":"1970-01-01T00:00:00.000Z","b":1}');
        });
    });

    describe("names of exports", () => {
        const RANGE = "20261001T000000Z-20261101T000000Z";

        it("come from the names of log groups", async () => {
            assert.deepEqual(await namesOf({ logGroups: ["/a", "b.c"] }), [`audit-/a-${RANGE}`, `audit-b.c-${RANGE}`]);
        });

        it("come from the name in an ARN, with or without what follows it", async () => {
            const arn = "arn:aws:logs:eu-central-1:123456789012:log-group";
            assert.deepEqual(await namesOf({ logGroups: [`${arn}:/a`, `${arn}:/b:*`] }), [
                `audit-/a-${RANGE}`,
                `audit-/b-${RANGE}`,
            ]);
            assert.deepEqual(
                stage.tasks().map(({ inputs }) => inputs.logGroupName),
                ["/a", "/b"],
            );
        });

        it("come from a resource's logical name, not from the name that AWS knows", async () => {
            await stage.begin();
            const group = new aws.cloudwatch.LogGroup("checkout");
            new LogExport("audit", { ...BASE, logGroups: [group] });
            await stage.program.settle();
            assert.deepEqual(stage.names(), [`audit-checkout-${RANGE}`]);
            assert.equal(stage.tasks()[0].inputs.logGroupName, "checkout-1a2b3c");
            assert.match(stage.tasks()[0].inputs.destinationPrefix as string, /log_group=checkout-1a2b3c\//);
            assert.ok(stage.tasks()[0].dependencies.includes(stage.program.find("LogGroup", "checkout").urn));
        });

        it("come from the keys of a map, whatever stands behind them", async () => {
            await stage.begin();
            const checkout = new aws.cloudwatch.LogGroup("checkout");
            const logGroups = { pay: "/aws/lambda/payments", out: pulumi.output("/aws/lambda/out"), shop: checkout };
            new LogExport("audit", { ...BASE, logGroups });
            await stage.program.settle();
            assert.deepEqual(Object.fromEntries(stage.tasks().map(({ name, inputs }) => [name, inputs.logGroupName])), {
                [`audit-pay-${RANGE}`]: "/aws/lambda/payments",
                [`audit-out-${RANGE}`]: "/aws/lambda/out",
                [`audit-shop-${RANGE}`]: "checkout-1a2b3c",
            });
        });

        it("come from structural resources of other packages too", async () => {
            await stage.begin();
            class Native extends pulumi.ComponentResource {
                readonly logGroupName = pulumi.output<string | undefined>("/native");
                readonly arn = pulumi.output("arn:aws:logs:eu-central-1:123456789012:log-group:/native:*");
            }
            const group: LogGroupResource = new Native("aws-native:logs:LogGroup", "native");
            new LogExport("audit", { ...BASE, logGroups: [group] });
            await stage.program.settle();
            assert.deepEqual(stage.names(), [`audit-native-${RANGE}`]);
            assert.equal(stage.tasks()[0].inputs.logGroupName, "/native");
        });

        it("stay when a group is added, wherever it is put", async () => {
            const before = await namesOf({ logGroups: ["/a", "/b"] });
            const after = await namesOf({ logGroups: ["/new", "/b", "/a"] });
            assert.deepEqual(
                after.filter((name) => !before.includes(name)),
                [`audit-/new-${RANGE}`],
            );
            assert.deepEqual(
                before.filter((name) => !after.includes(name)),
                [],
            );
        });

        for (const [splitBy, earlier, from, to] of [
            ["hour", "2026-05-31T20:00:00Z", "2026-06-01T00:00:00Z", "2026-06-01T04:00:00Z"],
            ["day", "2026-05-28T00:00:00Z", "2026-06-01T00:00:00Z", "2026-06-05T00:00:00Z"],
            ["week", "2026-05-25T00:00:00Z", "2026-06-01T00:00:00Z", "2026-06-20T00:00:00Z"],
            ["month", "2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-08-05T00:00:00Z"],
        ] as const) {
            it(`stay when the start moves back, split by ${splitBy}`, async () => {
                const before = await namesOf({ splitBy, from, to });
                const after = await namesOf({ splitBy, from: earlier, to });
                assert.ok(after.length > before.length);
                assert.deepEqual(
                    before.filter((name) => !after.includes(name)),
                    [],
                );
            });
        }

        it("hold the range in UTC, with milliseconds only where there are some", async () => {
            const range = { from: "2026-10-01T02:00:00+02:00", to: "2026-10-01T00:00:00.001Z" };
            assert.deepEqual(await namesOf(range), [
                "audit-/aws/lambda/payments-20261001T000000Z-20261001T000000.001Z",
            ]);
        });
    });

    describe("tasks", () => {
        it("is a plain array, by log group and then by range", async () => {
            const made = await stage.make({
                logGroups: ["/b", "/a"],
                from: undefined,
                to: undefined,
                timeRanges: [
                    { from: "2026-10-02T00:00:00Z", to: "2026-10-03T00:00:00Z" },
                    { from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z" },
                ],
            });
            assert.ok(Array.isArray(made.tasks));
            const seen = await Promise.all(
                made.tasks.map(async (task) => [
                    await promiseOf(task.logGroupName),
                    new Date(await promiseOf(task.from)).getUTCDate(),
                ]),
            );
            assert.deepEqual(seen, [
                ["/b", 2],
                ["/b", 1],
                ["/a", 2],
                ["/a", 1],
            ]);
        });

        it("are as many as there are groups times parts", async () => {
            const made = await stage.make({ logGroups: ["/a", "/b"], splitBy: "week" });
            assert.equal(made.tasks.length, 2 * 5, "October 2026 touches five weeks");
            assert.equal(new Set(stage.names()).size, 10);
        });
    });
});
