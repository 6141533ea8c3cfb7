import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../components/exportBucket";
import { throughGate } from "../../components/gate";
import { LogExport, LogExportArgs } from "../../components/logExport";
import { ExportPlace } from "../../components/layout";
import { LogGroupResource } from "../../components/logGroups";
import {
    EXPORT_TASK,
    Mocked,
    MockOptions,
    promiseOf,
    quiet,
    Registration,
    setMocks,
    urnOf,
    withRejections,
} from "../support/mocks";

const TYPE = "cloudwatch-logs-export:index:LogExport";
const OCTOBER = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
const BASE = { logGroups: ["/aws/lambda/payments"], ...OCTOBER, bucket: { existing: "audit-archive" } };

/** An output as a preview has it, of a resource that is yet to be made. */
function unknownOutput(): pulumi.Output<string> {
    const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
    const [not, none] = [Promise.resolve(false), new Set()];
    return new Output(none, Promise.resolve(undefined), not, not, Promise.resolve(none));
}

/** The inputs of an export but for what the package fills in for itself. */
function argumentsOf(inputs: Record<string, unknown>): Record<string, unknown> {
    const helpers = ["__provider", "resourceUrn", "providerModule"];
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => !helpers.includes(name)));
}

describe("LogExport", () => {
    let program: Mocked;
    const tasks = () => program.ofType(EXPORT_TASK);
    const names = () => tasks().map(({ name }) => name);

    async function make(args: Partial<LogExportArgs> = {}, options: MockOptions = {}): Promise<LogExport> {
        program = await setMocks(options);
        const made = new LogExport("audit", { ...BASE, ...args });
        await program.settle();
        return made;
    }

    async function namesOf(args: Partial<LogExportArgs>): Promise<string[]> {
        await make(args);
        return names().sort();
    }

    describe("an export", () => {
        let made: LogExport;
        before(async () => {
            made = await make({ bucket: undefined, destinationPrefix: "audit" });
        });

        it("has the group's name, the range, the bucket and a prefix of its own as arguments", () => {
            const [{ inputs }] = tasks();
            assert.deepEqual(argumentsOf(inputs), {
                logGroupName: "/aws/lambda/payments",
                from: Date.parse(OCTOBER.from),
                to: Date.parse(OCTOBER.to),
                destination: "audit-bucket-1a2b3c",
                destinationPrefix: "audit/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=01",
                sourceAccounts: ["123456789012"],
            });
            assert.equal(inputs.resourceUrn, tasks()[0].urn);
        });

        it("is a child of the component, and its name begins with the component's", async () => {
            assert.equal(await promiseOf(made.urn), urnOf(TYPE, "audit"));
            assert.equal(
                await promiseOf(made.tasks[0].urn),
                urnOf(`${TYPE}$${EXPORT_TASK}`, "audit-/aws/lambda/payments-20261001T000000Z-20261101T000000Z"),
            );
        });

        it("depends on the bucket policy, which comes last of the bucket, and on nothing else", () => {
            const { urn } = program.find("BucketPolicy", "audit-bucket-policy");
            assert.deepEqual(tasks()[0].dependencies, [urn]);
        });

        it("is told with its bucket in the component's outputs", async () => {
            const uri = await promiseOf(made.tasks[0].uri);
            assert.match(uri, /^s3:\/\/audit-bucket-1a2b3c\/audit\/log_group=/);
            assert.equal(await promiseOf(made.bucketName), "audit-bucket-1a2b3c");
            assert.deepEqual(program.find(TYPE, "audit").outputs, { bucketName: "audit-bucket-1a2b3c", uris: [uri] });
        });

        it("hands on what says how it is run", async () => {
            const options = {
                logStreamNamePrefix: "2026/10",
                taskName: "october",
                assumeRoleArn: "arn:aws:iam::123456789012:role/exporter",
                waitForCompletion: false,
                timeoutSeconds: 600,
                settleHours: 336,
                allowUnsettled: true,
                onDestroy: "deleteObjects" as const,
                region: "eu-west-1",
                profile: "audit",
            };
            await make({ ...options, triggers: { b: 1, a: new Date(0) } });
            const { inputs } = tasks()[0];
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
                tasks().map(({ inputs }) => inputs.logGroupName),
                ["/a", "/b"],
            );
        });

        it("come from a resource's logical name, not from the name that AWS knows", async () => {
            program = await setMocks();
            const group = new aws.cloudwatch.LogGroup("checkout");
            new LogExport("audit", { ...BASE, logGroups: [group] });
            await program.settle();
            assert.deepEqual(names(), [`audit-checkout-${RANGE}`]);
            assert.equal(tasks()[0].inputs.logGroupName, "checkout-1a2b3c");
            assert.match(tasks()[0].inputs.destinationPrefix as string, /log_group=checkout-1a2b3c\//);
            assert.ok(tasks()[0].dependencies.includes(program.find("LogGroup", "checkout").urn));
        });

        it("come from the keys of a map, whatever stands behind them", async () => {
            program = await setMocks();
            const checkout = new aws.cloudwatch.LogGroup("checkout");
            const logGroups = { pay: "/aws/lambda/payments", out: pulumi.output("/aws/lambda/out"), shop: checkout };
            new LogExport("audit", { ...BASE, logGroups });
            await program.settle();
            assert.deepEqual(Object.fromEntries(tasks().map(({ name, inputs }) => [name, inputs.logGroupName])), {
                [`audit-pay-${RANGE}`]: "/aws/lambda/payments",
                [`audit-out-${RANGE}`]: "/aws/lambda/out",
                [`audit-shop-${RANGE}`]: "checkout-1a2b3c",
            });
        });

        it("come from structural resources of other packages too", async () => {
            program = await setMocks();
            class Native extends pulumi.ComponentResource {
                readonly logGroupName = pulumi.output<string | undefined>("/native");
                readonly arn = pulumi.output("arn:aws:logs:eu-central-1:123456789012:log-group:/native:*");
            }
            const group: LogGroupResource = new Native("aws-native:logs:LogGroup", "native");
            new LogExport("audit", { ...BASE, logGroups: [group] });
            await program.settle();
            assert.deepEqual(names(), [`audit-native-${RANGE}`]);
            assert.equal(tasks()[0].inputs.logGroupName, "/native");
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
            const made = await make({
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
            const made = await make({ logGroups: ["/a", "/b"], splitBy: "week" });
            assert.equal(made.tasks.length, 2 * 5, "October 2026 touches five weeks");
            assert.equal(new Set(names()).size, 10);
        });
    });

    describe("prefixes", () => {
        const prefixes = () => tasks().map(({ inputs }) => inputs.destinationPrefix);

        it("begin with the service's default", async () => {
            await make();
            assert.deepEqual(prefixes(), [
                "exportedlogs/log_group=%2Faws%2Flambda%2Fpayments/year=2026/month=10/day=01",
            ]);
        });

        it("are hive partitions, with the hour where the range is split by hour", async () => {
            await make({
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
            await make({ layout: "plain", destinationPrefix: "audit" });
            assert.deepEqual(prefixes(), ["audit"]);
        });

        it("come from a function that is told prefix, group and range", async () => {
            await make({
                destinationPrefix: "audit",
                layout: ({ destinationPrefix, logGroupName, from, to }) =>
                    [destinationPrefix, logGroupName.split("/").at(-1), from, to].join("/"),
            });
            assert.deepEqual(prefixes(), ["audit/payments/1790812800000/1793491200000"]);
        });

        it("can differ by range", async () => {
            await make({
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
        const [SHARED, APART] = [() => "audit/all", ({ logGroupName }: ExportPlace) => `audit${logGroupName}`];
        /** What the program fails with; it registers nothing but the component. */
        async function failureOf(args: Partial<LogExportArgs>): Promise<string> {
            const failures = await withRejections(async () => void (await make(args)));
            assert.ok(failures.length > 0, "nothing failed");
            assert.deepEqual(names(), []);
            return String((failures[0] as Error).message);
        }

        it("are kept apart by name", async () => {
            await make({ logGroups: { pay: pulumi.output("/a"), shop: "/b" }, layout: APART });
            assert.deepEqual(
                tasks().map(({ inputs }) => inputs.destinationPrefix),
                ["audit/a", "audit/b"],
            );
        });

        it("fail before anything is exported where two would be one", async () => {
            const logGroups = { pay: pulumi.output("/a"), shop: "/b" };
            const message = await failureOf({ logGroups, layout: SHARED });
            assert.match(message, /keeps log groups apart: pay-2026\S+ and shop-2026\S+ both go to audit\/all/);
        });

        it("fail where two keys turn out to be one log group", async () => {
            const logGroups = { pay: pulumi.output("/a"), again: pulumi.output("/a") };
            assert.match(await failureOf({ logGroups }), /logGroups is "\/a", but must be listed once/);
        });

        it("are refused at once where the layout keeps nothing apart", async () => {
            const logGroups = { pay: pulumi.output("/a"), shop: pulumi.output("/b") };
            await assert.rejects(make({ logGroups, layout: "plain" }), /keeps log groups apart: pay-\S+ and shop-/);
        });

        it("do not wait for a name that is not known in preview, or never will be", async () => {
            const unknown = unknownOutput();
            await make({ logGroups: { pay: unknown, shop: "/b" } }, { preview: true });
            const shop = tasks().find(({ name }) => name.startsWith("audit-shop"));
            assert.match(shop?.inputs.destinationPrefix as string, /log_group=%2Fb/);
            assert.equal(tasks().length, 2);
        });

        it("bring no dependency on the other log groups along", async () => {
            program = await setMocks();
            const [one, other] = ["one", "other"].map((name) => new aws.cloudwatch.LogGroup(name));
            new LogExport("audit", { ...BASE, logGroups: [one, other] });
            await program.settle();
            const [task] = tasks().filter(({ name }) => name.startsWith("audit-one-"));
            assert.deepEqual(task.dependencies, [program.find("LogGroup", "one").urn]);
        });
    });

    describe("ranges that go on", () => {
        const DAY = 86_400_000;
        const midnight = Math.floor(Date.now() / DAY) * DAY;

        it("end with the last day that is settled", async () => {
            await make({ from: midnight - 5 * DAY, to: "latest", splitBy: "day" });
            const ends = tasks().map(({ inputs }) => inputs.to as number);
            assert.ok(ends.length === 4 || ends.length === 5, "up to yesterday's end, or today's twelve hours on");
            assert.ok(Math.max(...ends) <= Date.now() - DAY / 2);
        });

        it("are none as long as none is over", async () => {
            assert.deepEqual((await make({ from: midnight, to: "latest", splitBy: "day" })).tasks, []);
        });

        it("may not lose their objects by a transform while keep leaves exports out", async () => {
            const transform = { exportTask: { onDestroy: "deleteObjects" as const } };
            await assert.rejects(make({ keep: { days: 30_000 }, transform }), /"keepObjects" where keep is given/);
        });
    });

    describe("the bucket", () => {
        it("is made for it, as its child, and outlives it", async () => {
            const made = await make({ bucket: { bucketName: "audit-archive" } });
            const bucket = program.find("aws:s3/bucket:Bucket", "audit-bucket");
            assert.equal(bucket.inputs.bucket, "audit-archive");
            assert.equal(bucket.retainOnDelete, true);
            assert.equal(
                await promiseOf(made.bucket.urn),
                urnOf(`${TYPE}$cloudwatch-logs-export:index:ExportBucket`, "audit-bucket"),
            );
        });

        it("can be one that several share", async () => {
            program = await setMocks();
            const shared = new ExportBucket("archive");
            const first = new LogExport("first", { ...BASE, bucket: shared });
            const second = new LogExport("second", { ...BASE, bucket: shared });
            await program.settle();
            assert.equal(program.ofType("ExportBucket").length, 1);
            assert.equal(first.bucket, shared);
            assert.equal(await promiseOf(second.bucketName), "archive-1a2b3c");
            for (const { inputs, dependencies } of tasks()) {
                assert.equal(inputs.destination, "archive-1a2b3c");
                assert.deepEqual(inputs.sourceAccounts, ["123456789012"]);
                assert.ok(dependencies.includes(program.find("BucketPolicy", "archive-policy").urn));
            }
        });

        it("names no accounts where its policy is not managed here", async () => {
            await make({ bucket: { existing: "audit-archive" } });
            assert.equal("sourceAccounts" in tasks()[0].inputs, false);
            assert.equal(tasks()[0].inputs.destination, "audit-archive");
        });
    });

    describe("the provider", () => {
        it("gives Region and profile, and is never handed on to an export", async () => {
            program = await setMocks();
            const provider = new aws.Provider("ireland", { region: "eu-west-1", profile: "audit" });
            new LogExport("audit", { ...BASE, bucket: {} }, { provider });
            await program.settle();
            const [task] = tasks();
            assert.equal(task.inputs.region, "eu-west-1");
            assert.equal(task.inputs.profile, "audit");
            assert.equal(task.provider, "");
            assert.deepEqual(task.providers, {});
            assert.match(program.find("Bucket", "audit-bucket").provider, /::ireland::id-of-ireland$/);
        });

        it("gives Region and profile where it is among several", async () => {
            program = await setMocks();
            const provider = new aws.Provider("ireland", { region: "eu-west-1" });
            new LogExport("audit", BASE, { providers: { aws: provider } });
            await program.settle();
            assert.equal(tasks()[0].inputs.region, "eu-west-1");
            assert.equal(tasks()[0].provider, "");
            assert.deepEqual(tasks()[0].providers, {});
        });

        it("yields to arguments", async () => {
            program = await setMocks();
            const provider = new aws.Provider("ireland", { region: "eu-west-1", profile: "audit" });
            new LogExport("audit", { ...BASE, region: "eu-north-1", profile: "north" }, { provider });
            await program.settle();
            assert.equal(tasks()[0].inputs.region, "eu-north-1");
            assert.equal(tasks()[0].inputs.profile, "north");
        });

        it("is stack config where none is given", async () => {
            await make({}, { config: { "aws:region": "eu-south-1", "aws:profile": "south" } });
            assert.equal(tasks()[0].inputs.region, "eu-south-1");
            assert.equal(tasks()[0].inputs.profile, "south");
        });
    });

    describe("transform", () => {
        it("lays values over the arguments of every export", async () => {
            await make({ logGroups: ["/a", "/b"], transform: { exportTask: { timeoutSeconds: 60 } } });
            assert.deepEqual(
                tasks().map(({ inputs }) => inputs.timeoutSeconds),
                [60, 60],
            );
        });

        it("lets a function change arguments and options by name", async () => {
            await make({
                logGroups: ["/a", "/b"],
                transform: {
                    exportTask: (args, opts, name) => {
                        if (!name.startsWith("audit-/a-")) return;
                        opts.protect = true;
                        return { ...args, taskName: "first" };
                    },
                },
            });
            const [a, b] = ["a", "b"].map(
                (of) => tasks().find(({ name }) => name.startsWith(`audit-/${of}-`)) as Registration,
            );
            assert.deepEqual([a.protect, a.inputs.taskName], [true, "first"]);
            assert.deepEqual([b.protect, b.inputs.taskName], [false, undefined]);
            assert.equal(a.parent, urnOf(TYPE, "audit"), "the other options stay");
        });
    });

    describe("the gate", () => {
        const DAYS = { from: "2026-10-01T00:00:00Z", to: "2026-10-07T00:00:00Z", splitBy: "day" as const };
        let running: { registration: Registration; finish: () => void; fail: () => void }[];
        let most: number;

        /** Registrations of exports take until they are told to finish. */
        const held: MockOptions = {
            onRegister: (registration) => {
                if (registration.type !== EXPORT_TASK) return;
                return new Promise<void>((resolve, reject) => {
                    const end = (then: () => void) => () => {
                        running.splice(running.indexOf(entry), 1);
                        then();
                    };
                    const entry = { registration, finish: end(resolve), fail: end(() => reject(new Error("failed"))) };
                    running.push(entry);
                    most = Math.max(most, running.length);
                });
            },
        };
        const finishAll = async () => {
            while (running.length > 0) {
                running[0].finish();
                await quiet();
            }
            await program.settle();
        };

        beforeEach(() => {
            running = [];
            most = 0;
        });

        it("lets at most two exports of an account and Region in at a time, in order", async () => {
            program = await setMocks(held);
            new LogExport("audit", { ...BASE, ...DAYS });
            await quiet();
            assert.equal(tasks().length, 2);
            running[0].finish();
            await quiet();
            assert.equal(tasks().length, 3, "one out, one in");
            await finishAll();
            assert.equal(tasks().length, 6);
            assert.equal(most, 2);
            assert.deepEqual(
                tasks().map(({ name }) => /2026100\d/.exec(name)?.[0]),
                ["20261001", "20261002", "20261003", "20261004", "20261005", "20261006"],
            );
        });

        it("is shared by all LogExports of a program", async () => {
            program = await setMocks(held);
            new LogExport("first", { ...BASE, ...DAYS });
            new LogExport("second", { ...BASE, ...DAYS, destinationPrefix: "second" });
            await quiet();
            assert.equal(tasks().length, 2);
            await finishAll();
            assert.equal(tasks().length, 12);
            assert.equal(most, 2);
        });

        it("is another one for another Region, and for another role", async () => {
            program = await setMocks(held);
            new LogExport("ireland", { ...BASE, ...DAYS, region: "eu-west-1" });
            new LogExport("north", { ...BASE, ...DAYS, region: "eu-north-1" });
            new LogExport("other", {
                ...BASE,
                ...DAYS,
                region: "eu-north-1",
                assumeRoleArn: "arn:aws:iam::999999999999:role/exporter",
            });
            await quiet();
            const count = (name: string) => names().filter((one) => one.startsWith(name)).length;
            assert.deepEqual(["ireland", "north", "other"].map(count), [2, 2, 2]);
            await finishAll();
            assert.deepEqual(["ireland", "north", "other"].map(count), [6, 6, 6]);
        });

        it("does not hold up anything else, nor makes one export depend on another", async () => {
            program = await setMocks(held);
            new LogExport("audit", { ...BASE, ...DAYS });
            new aws.cloudwatch.LogGroup("unrelated");
            await quiet();
            assert.notEqual(program.find("LogGroup", "unrelated").urn, "", "registered while exports wait");
            await finishAll();
            const urns = tasks().map(({ urn }) => urn);
            for (const { dependencies } of tasks()) {
                assert.deepEqual(
                    dependencies.filter((urn) => urns.includes(urn)),
                    [],
                );
            }
        });

        it("lets the next one in when one fails", async () => {
            const rejections = await withRejections(async () => {
                program = await setMocks(held);
                new LogExport("audit", { ...BASE, ...DAYS });
                await quiet();
                while (running.length > 0) {
                    running[0].fail();
                    await quiet();
                }
                await program.settle();
            });
            assert.equal(tasks().length, 6);
            assert.equal(most, 2);
            assert.ok(rejections.every((reason) => /failed to register/.test((reason as Error).message)));
        });

        it("lets the next one in when an argument of one fails", async () => {
            program = await setMocks();
            const slot = Promise.resolve("an argument that fails");
            class Thing extends pulumi.CustomResource {
                constructor(name: string, props: pulumi.Inputs) {
                    super("test:index:Thing", name, props);
                }
            }
            const broken = pulumi.output(Promise.reject<string>(new Error("no such value")));
            await withRejections(async () => {
                for (const name of ["a", "b", "c"]) throughGate(slot, (turn) => new Thing(name, { turn, broken }));
                await quiet();
                const last = throughGate(slot, (turn) => new Thing("last", { turn }));
                assert.equal(await promiseOf(last.urn), urnOf("test:index:Thing", "last"));
            });
            assert.deepEqual(
                program.registrations.map(({ name }) => name),
                ["last"],
            );
        });

        it("does not remember a run that was broken off, which another one in the same process may follow", async () => {
            program = await setMocks(held);
            new LogExport("audit", { ...BASE, ...DAYS });
            await quiet();
            assert.equal(running.length, 2, "and they never end");
            const brokenOff = running.splice(0);
            program = await setMocks(held);
            new LogExport("audit", { ...BASE, ...DAYS });
            await quiet();
            await finishAll();
            assert.equal(tasks().length, 6);
            brokenOff.forEach(({ finish }) => finish());
        });

        it("is open in a preview, which shows all exports at once", async () => {
            program = await setMocks({ ...held, preview: true });
            new LogExport("audit", { ...BASE, ...DAYS });
            await quiet();
            assert.equal(tasks().length, 6);
            await finishAll();
        });
    });
});
