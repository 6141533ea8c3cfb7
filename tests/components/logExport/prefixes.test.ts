import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { type ExportLayoutContext } from "../../../components/logExport/layout";
import { withRejections } from "../../support/mocks";
import { BASE, Stage } from "./stage";

/** An output of a resource that does not exist yet, as in a preview. */
function unknownOutput(): pulumi.Output<string> {
    const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
    const [not, none] = [Promise.resolve(false), new Set()];
    return new Output(none, Promise.resolve(undefined), not, not, Promise.resolve(none));
}

describe("LogExport", () => {
    const stage = new Stage();

    describe("prefixes", () => {
        const prefixes = () => stage.tasks().map(({ inputs }) => inputs.destinationPrefix);

        it("begin with the service's default", async () => {
            await stage.make();
            assert.deepEqual(prefixes(), [
                "exportedlogs/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=01",
            ]);
        });

        it("are hive partitions, with the hour where the range is split by hour", async () => {
            await stage.make({
                logGroups: ["/a#b"],
                splitBy: "hour",
                from: "2026-10-01T00:00:00Z",
                to: "2026-10-01T02:00:00Z",
            });
            assert.deepEqual(prefixes(), [
                "exportedlogs/log_group=%2Fa%23b/year=2026/month=10/day=01/hour=00",
                "exportedlogs/log_group=%2Fa%23b/year=2026/month=10/day=01/hour=01",
            ]);
        });

        it("are plain when asked, where one group cannot meet another", async () => {
            await stage.make({ layout: "plain", destinationPrefix: "audit" });
            assert.deepEqual(prefixes(), ["audit"]);
        });

        it("come from a function that is told prefix, group and range", async () => {
            await stage.make({
                destinationPrefix: "audit",
                layout: ({ destinationPrefix, logGroupName, from, to }) =>
                    [destinationPrefix, logGroupName.split("/").at(-1), from, to].join("/"),
            });
            assert.deepEqual(prefixes(), ["audit/payments/1790812800000/1793491200000"]);
        });

        it("can differ by range", async () => {
            await stage.make({
                from: undefined,
                to: undefined,
                layout: "plain",
                destinationPrefix: "audit",
                timeRanges: [
                    { from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z", destinationPrefix: "first" },
                    { from: "2026-10-02T00:00:00Z", to: "2026-10-03T00:00:00Z" },
                ],
            });
            assert.deepEqual(prefixes(), ["first", "audit"]);
        });
    });

    describe("prefixes of log groups whose names are known only later", () => {
        const [SHARED, APART] = [() => "audit/all", ({ logGroupName }: ExportLayoutContext) => `audit${logGroupName}`];
        /** The program's error. Only the component is registered. */
        async function failureOf(args: Partial<LogExportArgs>): Promise<string> {
            const failures = await withRejections(async () => void (await stage.make(args)));
            assert.ok(failures.length > 0, "nothing failed");
            assert.deepEqual(stage.names(), []);
            return String((failures[0] as Error).message);
        }

        it("are kept apart by name", async () => {
            await stage.make({ logGroups: { pay: pulumi.output("/a"), shop: "/b" }, layout: APART });
            assert.deepEqual(
                stage
                    .tasks()
                    .map(({ inputs }) => inputs.destinationPrefix)
                    .sort(),
                ["audit/a", "audit/b"],
            );
        });

        it("fail before anything is exported where two would be one", async () => {
            const logGroups = { pay: pulumi.output("/a"), shop: "/b" };
            const message = await failureOf({ logGroups, layout: SHARED });
            assert.match(message, /separates log groups: pay-2026\S+ and shop-2026\S+ both go to audit\/all/);
        });

        it("fail where two keys turn out to be one log group", async () => {
            const logGroups = { pay: pulumi.output("/a"), again: pulumi.output("/a") };
            assert.match(await failureOf({ logGroups }), /logGroups is "\/a", but must be listed once/);
        });

        it("are refused at once where the layout keeps nothing apart", async () => {
            const logGroups = { pay: pulumi.output("/a"), shop: pulumi.output("/b") };
            await assert.rejects(stage.make({ logGroups, layout: "plain" }), /separates log groups: pay-\S+ and shop-/);
        });

        it("do not wait for a name that is not known in preview, or never will be", async () => {
            const unknown = unknownOutput();
            await stage.make({ logGroups: { pay: unknown, shop: "/b" } }, { preview: true });
            const shop = stage.tasks().find(({ name }) => name.startsWith("audit-shop"));
            assert.match(shop?.inputs.destinationPrefix as string, /log_group=%2Fb/);
            assert.equal(stage.tasks().length, 2);
        });

        it("bring no dependency on the other log groups along", async () => {
            await stage.begin();
            const [one, other] = ["one", "other"].map((name) => new aws.cloudwatch.LogGroup(name));
            new LogExport("audit", { ...BASE, logGroups: [one, other] });
            await stage.program.settle();
            const [task] = stage.tasks().filter(({ name }) => name.startsWith("audit-one-"));
            assert.deepEqual(task.dependencies, [stage.program.find("LogGroup", "one").urn]);
        });
    });
});
