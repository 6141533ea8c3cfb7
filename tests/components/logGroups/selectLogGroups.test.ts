import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { lookUpLogGroups } from "../../../components/logGroups/lookup";
import { selectedIn } from "../../../components/logGroups/selectedIn";
import { selectLogGroups } from "../../../components/logGroups/selectLogGroups";
import { type SelectLogGroupsArgs } from "../../../components/logGroups/args";
import { type Aws, startAws } from "../../../sandbox/aws";
import { setMocks, warningsOf } from "../../support/mocks";

const REGION = "eu-central-1";
const LAMBDAS = Array.from({ length: 1_100 }, (_, index) => `/aws/lambda/job-${String(index).padStart(4, "0")}`);

const USER = "arn:aws:iam::123456789012:user/denied";
const DENY = { Version: "2012-10-17", Statement: [{ Effect: "Deny" as const, Action: "logs:*", Resource: "*" }] };

describe("selecting log groups", () => {
    let aws: Aws;
    const environment = { ...process.env };

    before(async () => {
        aws = await startAws({});
        const group = (name: string, more: object = {}) => ({ name, region: REGION, ...more });
        aws.seed({
            logGroups: [
                ...LAMBDAS.map((name) => group(name)),
                group("/shop/payments/api", { tags: { team: "payments", stage: "prod" }, retentionInDays: 30 }),
                group("/shop/payments/worker", { tags: { team: "payments", stage: "Test-2" } }),
                group("/shop/checkout", { tags: { team: "checkout", stage: "prod" } }),
                group("/shop/archive-of-everything-that-was-sold", { logGroupClass: "INFREQUENT_ACCESS" }),
                group("shop.legacy"),
                { name: "/shop/ireland", region: "eu-west-1" },
            ],
        });
        Object.assign(process.env, {
            AWS_ENDPOINT_URL: aws.endpoint,
            AWS_ACCESS_KEY_ID: "AKIASANDBOX",
            AWS_SECRET_ACCESS_KEY: "sandbox",
            AWS_EC2_METADATA_DISABLED: "true",
        });
        await setMocks({ config: { "aws:region": REGION } });
    });
    after(async () => {
        process.env = environment;
        await aws.close();
    });

    const called = (operation: string) => aws.requests.filter((one) => one.operation === operation).length;
    async function refusal(selector: SelectLogGroupsArgs): Promise<string> {
        const error: unknown = await selectLogGroups(selector).then(
            (names) => assert.fail(`found ${names.join()}`),
            (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof Error && pulumi.RunError.isInstance(error), String(error));
        return error.message;
    }

    it("remembers where they are, so that no others of their names are exported", async () => {
        const here = await selectLogGroups({ namePrefix: "/shop/" });
        assert.deepEqual(selectedIn(here), { region: REGION, account: undefined });
        const far = await selectLogGroups({ namePrefix: "/shop/", region: "eu-west-1" });
        assert.deepEqual(selectedIn(far), { region: "eu-west-1", account: undefined });
        const assumeRoleArn = "arn:aws:iam::222222222222:role/reader";
        aws.seed({ logGroups: [{ name: "/shop/other", region: REGION, accountId: "222222222222" }] });
        const other = await selectLogGroups({ namePrefix: "/shop/", assumeRoleArn });
        assert.deepEqual(selectedIn(other), { region: REGION, account: "222222222222" });
    });

    const examples: [string, SelectLogGroupsArgs, string[]][] = [
        [
            "by the beginning of their names",
            { namePrefix: "/shop/pay" },
            ["/shop/payments/api", "/shop/payments/worker"],
        ],
        ["by a beginning that is too short for the service", { namePrefix: "s" }, ["shop.legacy"]],
        [
            "by a beginning that is too long for the service",
            { namePrefix: "/shop/archive-of-everything-that" },
            ["/shop/archive-of-everything-that-was-sold"],
        ],
        ["by a glob for whole names", { namePattern: "/shop/*/api" }, ["/shop/payments/api"]],
        ["by a glob that begins and ends with a wildcard", { namePattern: "*legacy*" }, ["shop.legacy"]],
        ["by a glob too short for the service", { namePattern: "s*y" }, ["shop.legacy"]],
        [
            "by a glob with a text too long for the service",
            { namePattern: "*archive-of-everything-that-was*" },
            ["/shop/archive-of-everything-that-was-sold"],
        ],
        ["by a glob that is a whole name", { namePattern: "/shop/checkout" }, ["/shop/checkout"]],
        ["by a regular expression", { namePattern: /^\/?shop.*(api|legacy)$/ }, ["/shop/payments/api", "shop.legacy"]],
        ["by tag", { tags: { team: "payments" } }, ["/shop/payments/api", "/shop/payments/worker"]],
        [
            "by one of several values",
            { tags: { team: ["payments", "checkout"], stage: "prod" } },
            ["/shop/checkout", "/shop/payments/api"],
        ],
        ["by a tag of any value", { tags: { team: [] }, namePrefix: "/shop/c" }, ["/shop/checkout"]],
        ["by a tag's wildcard", { tags: { stage: "test*" } }, ["/shop/payments/worker"]],
        ["by class", { logGroupClass: "INFREQUENT_ACCESS" }, ["/shop/archive-of-everything-that-was-sold"]],
        [
            "by everything together",
            { namePrefix: "/shop/", namePattern: "*check*", tags: { stage: "prod" }, logGroupClass: "STANDARD" },
            ["/shop/checkout"],
        ],
        [
            "without what is excluded by name, glob or regular expression",
            { namePrefix: "/shop/", exclude: ["/shop/checkout", "*-of-*", /worker$/] },
            ["/shop/payments/api"],
        ],
        ["in another Region", { namePrefix: "/shop/", region: "eu-west-1" }, ["/shop/ireland"]],
    ];
    for (const [how, selector, expected] of examples) {
        it(`finds them ${how}`, async () => assert.deepEqual(await selectLogGroups(selector), expected));
    }

    it("reads every page, in a call for a thousand and none for each", async () => {
        const before = aws.requests.length;
        assert.deepEqual(await selectLogGroups({ namePrefix: "/aws/lambda/job" }), LAMBDAS);
        const calls = aws.requests.slice(before);
        assert.deepEqual(
            calls.map(({ operation }) => operation),
            ["ListLogGroups", "ListLogGroups"],
        );
    });

    it("says what is near where nothing matches", async () => {
        const message = await refusal({ namePrefix: "/shop/paiments/ap" });
        assert.match(
            message,
            /^selectLogGroups: namePrefix is "\/shop\/paiments\/ap", but must be such that log groups match\./,
        );
        assert.match(message, /The nearest names are \/shop\/payments\/api,/);
    });

    it("suggests a glob where a name without a wildcard matches nothing", async () => {
        const message = await refusal({ namePattern: "payments" });
        assert.match(message, /namePattern is "payments".*"\*payments\*" finds names that contain it\./);
        assert.doesNotMatch(await refusal({ namePattern: "*paiments*" }), /finds names that contain it/);
    });

    it("lets the service filter by the longest text of a glob or prefix", async () => {
        const before = aws.requests.length;
        await selectLogGroups({ namePattern: "/shop/*payments*" });
        await selectLogGroups({ namePrefix: "/shop/pay", namePattern: "*/api" });
        const calls = aws.requests.slice(before).filter(({ outcome }) => outcome === "OK");
        const patterns = calls.map(({ parameters }) => parameters.logGroupNamePattern);
        assert.deepEqual(patterns, ["payments", "^/shop/pay"]);
    });

    it("names everything that was asked for where it does not come together", async () => {
        const message = await refusal({ namePrefix: "/shop/", tags: { team: "nobody" } });
        assert.match(message, /log groups match and tags \{"team":"nobody"\}\. No log group in this Region matches\./);
    });

    it("says that everything was excluded", async () => {
        const message = await refusal({ namePrefix: "/shop/pay", exclude: [/payments/] });
        assert.match(
            message,
            /exclude is .* It leaves out all 2 log groups that match: \/shop\/payments\/api, \/shop\/payments\/worker\./,
        );
    });

    it("says that credentials are missing, and where they can come from", async () => {
        const { AWS_ACCESS_KEY_ID } = process.env;
        delete process.env.AWS_ACCESS_KEY_ID;
        process.env.AWS_SHARED_CREDENTIALS_FILE = process.env.AWS_CONFIG_FILE = "/nowhere";
        try {
            const message = await refusal({ namePrefix: "/shop/" });
            assert.match(
                message,
                /could not be listed: CredentialsProviderError: .* Give credentials: stack config aws:profile/,
            );
        } finally {
            process.env.AWS_ACCESS_KEY_ID = AWS_ACCESS_KEY_ID;
        }
    });

    it("says that a Region is missing", async () => {
        await setMocks();
        try {
            await assert.rejects(
                selectLogGroups({ namePrefix: "/shop/" }),
                /No Region is given.*pulumi config set aws:region/,
            );
        } finally {
            await setMocks({ config: { "aws:region": REGION } });
        }
    });

    it("says which permission is missing", async () => {
        await aws.control.registerKey("AKIADENIED", { accountId: aws.accountId, arn: USER, policy: DENY });
        process.env.AWS_ACCESS_KEY_ID = "AKIADENIED";
        try {
            assert.match(
                await refusal({ namePrefix: "/shop/" }),
                /AccessDeniedException: .*logs:ListLogGroups.* A policy of the caller.s own denies it: remove the Deny/,
            );
        } finally {
            process.env.AWS_ACCESS_KEY_ID = "AKIASANDBOX";
        }
    });

    it("says in a preview which may not be exported because of their class, unless a class is asked for", async () => {
        const warnings = async (preview: boolean, selector: SelectLogGroupsArgs) => {
            await setMocks({ config: { "aws:region": REGION }, preview });
            return warningsOf(async () => void (await selectLogGroups(selector)));
        };
        const [notice, ...others] = await warnings(true, { namePrefix: "/shop/" });
        assert.match(notice, /selectLogGroups: .*\/shop\/archive-of-everything-that-was-sold \(INFREQUENT_ACCESS\)/);
        assert.deepEqual(others, []);
        assert.deepEqual(await warnings(true, { namePrefix: "/shop/", exclude: ["*archive*"] }), []);
        assert.deepEqual(await warnings(true, { logGroupClass: "INFREQUENT_ACCESS" }), []);
        assert.deepEqual(await warnings(false, { namePrefix: "/shop/" }), []);
        await setMocks({ config: { "aws:region": REGION } });
    });

    describe("looking log groups up", () => {
        it("finds the account's retention policies too, where the caller may see them", async () => {
            const lastUpdatedTime = Date.now();
            const rules = { retentionInDays: 30, enforcementMode: "RETROACTIVE", prefixes: ["/shop/"] } as const;
            aws.seed({ retentionPolicies: [{ region: REGION, name: "baseline", lastUpdatedTime, ...rules }] });
            const { policies } = await lookUpLogGroups(["/shop/checkout"], {});
            assert.deepEqual(policies, [
                {
                    name: "baseline",
                    document: '{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}',
                    selectionCriteria: 'LogGroupNamePrefix IN ["/shop/"]',
                    lastUpdatedTime,
                },
            ]);
            const code = "AccessDeniedException";
            aws.faults.inject({ operation: "DescribeAccountPolicies", effect: { kind: "error", code, message: "no" } });
            const denied = await lookUpLogGroups(["/shop/checkout"], {});
            assert.deepEqual([denied.policies, denied.failure, denied.groups.size], [[], undefined, 1]);
            aws.faults.clear();
        });

        it("takes one call for fifty, and leaves out what is not there", async () => {
            const before = called("DescribeLogGroups");
            const names = [...LAMBDAS.slice(0, 60), "/shop/payments/api", "/not/there"];
            const { groups, failure } = await lookUpLogGroups(names, {});
            assert.equal(failure, undefined);
            assert.equal(groups.size, 61);
            assert.equal(groups.get("/shop/payments/api")?.retentionInDays, 30);
            assert.equal(typeof groups.get(LAMBDAS[0])?.creationTime, "number");
            assert.equal(groups.get(LAMBDAS[0])?.storedBytes, 0);
            assert.equal(called("DescribeLogGroups") - before, 2);
        });

        it("tells what went wrong instead of failing", async () => {
            await setMocks();
            const { groups, failure } = await lookUpLogGroups(["/shop/checkout"], {});
            assert.equal(groups.size, 0);
            assert.match(failure ?? "", /No Region is given/);
            await setMocks({ config: { "aws:region": REGION } });
        });
    });
});
