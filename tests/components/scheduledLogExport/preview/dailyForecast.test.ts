import * as assert from "node:assert/strict";
import { ScheduledLogExport } from "../../../../index";
import { DAY_MS } from "../../../../providers/durations";
import { type Aws, startAws } from "../../../../sandbox/aws";
import { awsEnvironment } from "../../../support/awsEnvironment";
import { type MockOptions, setMocks } from "../../../support/mocks";
import { loggedBy } from "../../../support/pulumiLog";

const REGION = "eu-central-1";
const USER = "arn:aws:iam::123456789012:user/reader";
const ARGS = { from: new Date(Date.now() - DAY_MS), schedule: "cron(0 15 * * ? *)" };

describe("A preview of a ScheduledLogExport", () => {
    let aws: Aws;
    const environment = { ...process.env };

    before(async () => {
        aws = await startAws({});
        const group = (name: string, bytesADay: number) => ({
            name,
            region: REGION,
            creationTime: Date.now() - 100 * DAY_MS,
            storedBytes: bytesADay * 100,
            tags: { audit: "yes" },
        });
        aws.seed({
            logGroups: [
                ...Array.from({ length: 60 }, (_, index) => group(`/aws/lambda/${index}`, 1_000)),
                group("/shop/big", 300e9),
                { ...group("/other/rare", 1_000), logGroupClass: "INFREQUENT_ACCESS", tags: {} },
                { ...group("/other/short", 1_000), retentionInDays: 1, tags: {} },
            ],
        });
    });
    beforeEach(() => {
        Object.assign(process.env, awsEnvironment(aws.endpoint));
    });
    afterEach(() => {
        process.env = { ...environment };
        aws.faults.clear();
    });
    after(() => aws.close());

    /** The log of a program, which registers the state machine in any case. */
    function preview(args: object, options: MockOptions = { preview: true }): Promise<string[]> {
        return loggedBy(async () => {
            const program = await setMocks({ config: { "aws:region": REGION }, ...options });
            new ScheduledLogExport("nightly", { ...ARGS, ...args });
            await program.settle();
            assert.equal(program.ofType("StateMachine").length, 1, "it goes on");
        });
    }
    const called = (operation: string) => aws.requests.filter((one) => one.operation === operation).length;

    it("looks the log groups up, and says how long a day takes in the one slot and what fits", async () => {
        const logGroups = Array.from({ length: 60 }, (_, index) => `/aws/lambda/${index}`);
        const before = called("DescribeLogGroups");
        const said = await preview({ logGroups });
        assert.equal(said.length, 1, said.join("\n"));
        assert.match(said[0], /^info: a day of 60 log groups, 60 kB, takes about 16 min in the one slot/);
        assert.match(said[0], /about 5,[34]\d\d like these fit/);
        assert.equal(called("DescribeLogGroups") - before, 2, "fifty in a call");
    });

    for (const [by, select, count] of [
        ["name", { namePrefix: "/aws/lambda/", exclude: ["*9"] }, 54],
        ["tags", { tags: { audit: "yes" }, namePattern: "*lambda*" }, 60],
        ["nothing, which takes all", {}, 63],
    ] as const) {
        it(`looks for the log groups of a selection by ${by}`, async () => {
            const said = await preview({ select });
            assert.match(said[0], new RegExp(`^info: a day of ${count} log groups`));
        });
    }

    it("warns of a day that does not fit, with what helps", async () => {
        const said = await preview({ logGroups: ["/shop/big"] });
        assert.match(said[1], /^warn: It does not fit into a day\..*subscription/);
    });

    it("warns of log groups whose class or retention loses data", async () => {
        const said = await preview({ logGroups: ["/other/rare", "/other/short"] });
        assert.match(said[1], /^warn: CloudWatch Logs may refuse to export .*: \/other\/rare \(INFREQUENT_ACCESS\)/);
        assert.match(
            said[2],
            /^warn: Log data is deleted before .*settleHours.*: \/other\/short keeps 1 day\. Give them/,
        );
        assert.equal(said.length, 3);
        const hourly = await preview({ logGroups: ["/other/short"], splitBy: "hour" });
        assert.equal(hourly.length, 1, hourly.join());
    });

    it("warns of a retention policy of the account that is too short for a month", async () => {
        const rules = { retentionInDays: 30, enforcementMode: "RETROACTIVE", prefixes: ["/shop/"] } as const;
        aws.seed({ retentionPolicies: [{ region: REGION, name: "baseline", lastUpdatedTime: Date.now(), ...rules }] });
        const said = await preview({ logGroups: ["/shop/big"], splitBy: "month" });
        assert.match(said.join("\n"), /\/shop\/big keeps 30 days by the account's policy baseline from 20\S+Z on/);
    });

    it("says nothing in an up", async () => {
        assert.deepEqual(await preview({ logGroups: ["/shop/big"] }, { preview: false }), []);
    });

    const REFUSALS: readonly [what: string, arrange: () => void, pattern: RegExp][] = [
        [
            "without credentials",
            () => {
                for (const name of Object.keys(process.env)) if (/^AWS_/.test(name)) delete process.env[name];
                Object.assign(process.env, {
                    AWS_ENDPOINT_URL: aws.endpoint,
                    AWS_EC2_METADATA_DISABLED: "true",
                    AWS_CONFIG_FILE: "/nowhere",
                    AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
                });
            },
            /redentials/,
        ],
        [
            "without permission",
            () => {
                const policy = {
                    Version: "2012-10-17",
                    Statement: [{ Effect: "Deny" as const, Action: "logs:*", Resource: "*" }],
                };
                aws.world.keys.AKIADENIED = { accountId: "123456789012", arn: USER, policy };
                process.env.AWS_ACCESS_KEY_ID = "AKIADENIED";
            },
            /not authorized to perform: logs:/,
        ],
    ];
    for (const [what, arrange, pattern] of REFUSALS) {
        for (const args of [{ logGroups: ["/aws/lambda/1"] }, { select: { namePrefix: "/aws/" } }]) {
            it(`says what it could not look up ${what}, and goes on (${Object.keys(args)[0]})`, async () => {
                arrange();
                const said = await preview(args);
                assert.match(said[0], /^info: how long a day's exports take could not be looked up \(/);
                assert.match(said[0], pattern);
                if (said.length > 1) assert.match(said[1], /^info: a day of 1 log group takes at least about 16 s/);
                assert.ok(
                    said.length === Number("logGroups" in args) + 1 && said.every((line) => line.startsWith("info: ")),
                    said.join("\n"),
                );
            });
        }
    }

    it("waits no longer than 5 s for an answer", async () => {
        aws.faults.inject({ service: "logs", times: 100, effect: { kind: "hang", when: "before" } });
        const said = await preview({ logGroups: ["/aws/lambda/1"] });
        assert.deepEqual(said, ["info: how long a day's exports take could not be looked up (no answer within 5 s)"]);
    });
});
