import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { escapeHive } from "../../../components/logExport/layout";
import { ownGrant as grantOf } from "../../../components/logExport/ownGrant";
import { exportSettings } from "../../../components/logExport/settings";
import { type LogExportBucketArgs } from "../../../components/logExport/args";
import { type Aws, startAws } from "../../../sandbox/aws";
import { exportRefusal } from "../../../sandbox/aws/logs/exportPermissions";
import { defaultSettings } from "../../../sandbox/aws/settings";
import { ACCOUNT, REGION } from "../../support/account";
import { EXPORT_TASK, type Mocked, promiseOf, setMocks, warningsOf, withRejections } from "../../support/mocks";
import { runOnStandIns } from "../../support/standIns";

const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-10-04T00:00:00Z" };
const OWN = { sourceLogGroups: "own", destinationPrefixes: "own" } as const;
const ARGS: LogExportArgs = {
    ...RANGE,
    logGroups: ["/shop/a", "/shop/b"],
    splitBy: "day",
    destinationPrefix: "audit",
    bucket: OWN,
};
const ownGrant = (args: LogExportArgs) => grantOf(args.bucket, exportSettings(args));
const prefixes = (args: Partial<LogExportArgs>) => ownGrant({ ...ARGS, ...args }).destinationPrefixes;
const many = (count: number, stem: string) => Array.from({ length: count }, (_, index) => `${stem}${index}`);

describe("the bucket of a LogExport, open to its own exports alone", () => {
    describe("as S3 evaluates its policy", function () {
        this.timeout(60_000);
        let cloud: Aws;
        before(async () => {
            cloud = await startAws();
        });
        after(() => cloud.close());

        /** Declares a LogExport and returns a check whether an export to its bucket is allowed. */
        async function bucketOf(name: string, args: Partial<LogExportArgs>) {
            let made: LogExport | undefined;
            await runOnStandIns(cloud, REGION, () => {
                made = new LogExport(name, { ...ARGS, ...args });
            });
            const { [await promiseOf((made as LogExport).bucketName)]: bucket } = cloud.world.buckets;
            return (logGroupName: string, prefix: string) => {
                const source = { accountId: ACCOUNT, region: REGION, logGroupName };
                const keys = [`${prefix}/task/stream/000000.gz`, `${prefix}/aws-logs-write-test`];
                return exportRefusal(cloud.world, defaultSettings, source, bucket, keys) === undefined;
            };
        }

        for (const provider of ["aws", "aws-native"] as const) {
            it(`lets each of its exports in and no others (${provider})`, async () => {
                const may = await bucketOf(`own-${provider}`, { bucket: { ...OWN, providerPackage: provider } });
                const hive = (group: string) => `audit/log_group=${escapeHive(group)}/year=2026/month=10/day=01`;
                for (const group of ["/shop/a", "/shop/b"]) assert.ok(may(group, hive(group)), group);
                assert.ok(!may("/shop/c", hive("/shop/c")), "another log group");
                assert.ok(!may("/shop/a", hive("/shop/c")), "another log group's prefix");
                assert.ok(!may("/shop/a", "audit"), "above its prefix");
                assert.ok(!may("/shop/a", `audit/log_group=${escapeHive("/shop/a")}b`), "beside its prefix");
                assert.ok(!may("/shop/a", "exportedlogs"), "another prefix");
            });
        }

        it("is open as it was where nothing is said of it", async () => {
            const may = await bucketOf("open", { bucket: undefined });
            assert.ok(may("/other", "anywhere"));
        });

        it("takes each of the two by itself", async () => {
            const groups = await bucketOf("groups", { bucket: { sourceLogGroups: "own" } });
            assert.deepEqual([groups("/shop/a", "anywhere"), groups("/other", "audit")], [true, false]);
            const one = { logGroups: ["/shop/a"], layout: "plain" } as const;
            const plain = await bucketOf("plain", {
                ...one,
                splitBy: undefined,
                bucket: { destinationPrefixes: "own" },
            });
            assert.deepEqual([plain("/other", "audit"), plain("/shop/a", "elsewhere")], [true, false]);
        });

        it("lets in what a layout function gives below the destination prefix", async () => {
            const layout: LogExportArgs["layout"] = ({ logGroupName, destinationPrefix, from }) =>
                `${destinationPrefix}/${logGroupName.slice(1)}/${from}`;
            const may = await bucketOf("function", { layout });
            assert.deepEqual([may("/shop/a", "audit/shop/a/1"), may("/shop/a", "b/shop/a/1")], [true, false]);
        });

        it("names common beginnings of many groups, and their destination prefix", async () => {
            const logGroups = many(60, "/aws/lambda/service-");
            const may = await bucketOf("many", { logGroups, splitBy: undefined });
            assert.ok(may(logGroups[59], `audit/log_group=${escapeHive(logGroups[59])}/year=2026`));
            assert.deepEqual([may("/shop/a", "audit/x"), may(logGroups[0], "exportedlogs")], [false, false]);
        });

        it("narrows the policy of a key that is made for it too", async () => {
            const may = await bucketOf("key", { bucket: { ...OWN, encryption: { createKey: true } } });
            assert.ok(may("/shop/a", `audit/log_group=${escapeHive("/shop/a")}/year=2026`));
            const [{ policy }] = Object.values(cloud.world.kmsKeys);
            assert.match(policy, /log-group:\/shop\/b:\*/);
            assert.doesNotMatch(policy, /log-group:\*/);
        });
    });

    it("is the same from night to night", () => {
        const night = (settleHours: number) =>
            ownGrant({ ...ARGS, to: "latest", forgetAfterDays: 3, settleHours } as LogExportArgs);
        assert.deepEqual(night(12), night(1200));
        assert.deepEqual(night(12), {
            sourceLogGroups: ["/shop/a", "/shop/b"],
            destinationPrefixes: ["audit/log_group=%2Fshop%2Fa", "audit/log_group=%2Fshop%2Fb"],
        });
    });

    it("has the prefixes of its ranges, or what many of them begin with", () => {
        const range = (destinationPrefix: string) => ({ ...RANGE, destinationPrefix });
        const timeRanges = (...given: string[]) => ({ from: undefined, to: undefined, timeRanges: given.map(range) });
        assert.deepEqual(prefixes({ ...timeRanges("x", "y"), logGroups: ["/a"] }), [
            "x/log_group=%2Fa",
            "y/log_group=%2Fa",
        ]);
        assert.deepEqual(prefixes(timeRanges(...many(11, "2025/"), ...many(11, "2026/"))), ["2025", "2026"]);
        assert.deepEqual(prefixes({ destinationPrefix: undefined, layout: "plain" }), ["exportedlogs"]);
    });

    describe("in a program", () => {
        let program: Mocked;
        const statements = () => {
            const [policy] = program.ofType("BucketPolicy");
            return (
                JSON.parse(policy.inputs.policy as string) as {
                    Statement: { Resource: unknown; Condition: { ArnLike: object } }[];
                }
            ).Statement;
        };

        it("waits for the names of log groups that the program makes", async () => {
            program = await setMocks();
            const made = new aws.cloudwatch.LogGroup("made");
            new LogExport("audit", { ...ARGS, logGroups: { made, given: pulumi.output("/given") } });
            await program.settle();
            const [acl, put] = statements();
            assert.match(JSON.stringify(acl.Condition.ArnLike), /log-group:\/given".*log-group:made-1a2b3c"/);
            const prefix = "arn:aws:s3:::audit-bucket-1a2b3c/audit/log_group=";
            assert.deepEqual(put.Resource, [`${prefix}made-1a2b3c/*`, `${prefix}%2Fgiven/*`]);
        });

        it("is that of an existing bucket whose policy is managed", async () => {
            program = await setMocks();
            const bucket: LogExportBucketArgs = { existing: "archive", policy: "managed", ...OWN };
            new LogExport("audit", { ...ARGS, logGroups: ["/shop/a"], bucket });
            await program.settle();
            assert.equal(statements()[1].Resource, "arn:aws:s3:::archive/audit/log_group=%2Fshop%2Fa/*");
        });

        const transforms: [what: string, exportTask: object, said: RegExp | undefined][] = [
            [
                "another log group",
                { logGroupName: "/other" },
                /sourceLogGroups is "own".*gives \/shop\/a-.* another log group/,
            ],
            ["another prefix", { destinationPrefix: "b" }, /destinationPrefixes is "own".*\/shop\/a-.* goes to b/],
            [
                "a prefix that is not known yet",
                { destinationPrefix: pulumi.output("b") },
                /a prefix that is not known yet/,
            ],
            ["a prefix below its own", { destinationPrefix: "audit/log_group=%2Fshop%2Fa/x" }, undefined],
            ["something else", { timeoutSeconds: 60 }, undefined],
        ];
        for (const [what, exportTask, said] of transforms) {
            it(`${said ? "refuses" : "takes"} a transform to ${what}`, async () => {
                program = await setMocks();
                const args = { ...ARGS, logGroups: ["/shop/a"], transform: { exportTask } };
                const declare = () => void new LogExport("audit", args);
                if (said) assert.throws(declare, said);
                else declare();
                await program.settle();
                assert.equal(program.ofType(EXPORT_TASK).length, said ? 0 : 3);
            });
        }

        it("refuses a layout function that places log groups whose names are not known yet", async () => {
            program = await setMocks();
            const logGroups = { made: new aws.cloudwatch.LogGroup("made") };
            const layout: LogExportArgs["layout"] = ({ logGroupName }) => `audit/${logGroupName}`;
            const one = { ...ARGS, logGroups, layout, splitBy: undefined };
            const message = /destinationPrefixes is "own".*goes to a prefix that is not known yet.*Name the prefixes/s;
            assert.throws(() => new LogExport("audit", one), message);
            await program.settle();
        });

        it("warns if more is allowed than the log groups that are named", async () => {
            program = await setMocks();
            const said = await warningsOf(async () => {
                new ExportBucket("archive", { sourceLogGroups: many(500, "group-") });
                await program.settle();
            });
            assert.match(
                said.join("\n"),
                /sourceLogGroups: the 500 names do not fit.*group-\* are allowed in their place/,
            );
        });

        it("says so in time where a name that becomes known is no log group's", async () => {
            program = await setMocks();
            const rejections = await withRejections(async () => {
                new LogExport("audit", { ...ARGS, logGroups: { one: pulumi.output("what is this?") } });
                await program.settle().catch(() => undefined);
            });
            assert.match(rejections.join("\n"), /sourceLogGroups\[0\] is "what is this\?"/);
        });
    });
});
