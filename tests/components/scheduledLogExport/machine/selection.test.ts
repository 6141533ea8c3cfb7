import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type LogGroupSelection } from "../../../../components/logGroups/selection";
import { groupSelection } from "../../../../components/scheduledLogExport/machine/selection";
import { selectLogGroups } from "../../../../components/logGroups/selectLogGroups";
import { type Aws, type SeedLogGroup, startAws } from "../../../../sandbox/aws";
import { InputError } from "../../../../index";
import { awsEnvironment } from "../../../support/awsEnvironment";
import { setMocks } from "../../../support/mocks";
import { HOUR } from "../events";
import { ACCOUNT, REGION } from "../plan";
import { assertSucceeded, Stage } from "../stage";

const NOW = Date.parse("2026-10-03T15:00:00Z");
const CREATED = NOW - HOUR; // later than anything that has settled, so that nothing is exported

const group = (name: string, more: Partial<SeedLogGroup> = {}) => ({ name, creationTime: CREATED, ...more });
const GROUPS = [
    group("/aws/lambda/payments-prod", { tags: { team: "payments", stage: "prod" } }),
    group("/aws/lambda/payments-test", { tags: { team: "payments", stage: "Test-2" } }),
    group("/aws/lambda/canary", { tags: { team: "", audit: "yes" } }),
    group("/aws/lambda/Discovery", { tags: { Team: "payments", stage: "production" } }),
    group("/aws/ecs/checkout.v2", { tags: { team: "checkout", stage: "prod" }, logGroupClass: "INFREQUENT_ACCESS" }),
    group("/aws/ecs/checkoutxv2", { tags: { team: "log+search", stage: "PROD" } }),
    group("/aws/ecs/audit", { logGroupClass: "DELIVERY" }),
    group("shop.legacy#1_a", { tags: { stage: "prod" }, logGroupClass: "INFREQUENT_ACCESS" }),
    group("shop/legacy-prod"),
    group("test"),
];

const SELECTIONS: readonly LogGroupSelection[] = [
    { namePrefix: "/aws/lambda/" },
    { namePrefix: "s" },
    { namePrefix: "/aws/ecs/checkout.v2" },
    { namePattern: "/aws/lambda/*" },
    { namePattern: "*checkout.v2" },
    { namePattern: "/aws/*prod" },
    { namePattern: "*legacy*" },
    { namePattern: "*" },
    { namePattern: "test" },
    { namePattern: "*discovery" },
    { namePattern: "lambda" },
    { namePattern: /-(prod|test)$/ },
    { namePattern: /discovery/i },
    { namePattern: /^[^/]+[/.#]/ },
    { tags: { team: "payments" } },
    { tags: { team: ["payments", "checkout"], stage: "prod" } },
    { tags: { team: [] } },
    { tags: { stage: "prod*" } },
    { tags: { team: "*" } },
    { tags: { team: "!payments" } },
    { tags: { stage: ["!prod*", "Test-2"] } },
    { tags: { team: "log+*" } },
    { tags: { nobody: [] } },
    { logGroupClass: "INFREQUENT_ACCESS" },
    { logGroupClass: "ESSENTIALS" },
    { logGroupClass: "STANDARD", tags: { stage: "prod" } },
    { namePrefix: "/aws/", exclude: ["/aws/lambda/canary", "*-test", /v\d$/] },
    { namePrefix: "/aws/", exclude: ["*checkout.v*"] },
    { namePrefix: "/aws/", exclude: ["canary", "/aws/*"] },
];

/** Any combination of them. */
const combined = fc
    .array(fc.constantFrom(...SELECTIONS), { minLength: 2, maxLength: 3 })
    .map((some): LogGroupSelection => Object.assign({}, ...some) as LogGroupSelection);

describe("A selection of log groups", () => {
    let aws: Aws;
    let stage: Stage;
    const environment = { ...process.env };

    before(async () => {
        aws = await startAws({});
        aws.seed({ logGroups: GROUPS.map((one) => ({ ...one, region: REGION })) });
        Object.assign(process.env, awsEnvironment(aws.endpoint));
        await setMocks({ config: { "aws:region": REGION } });
        const tags = groupSelection({ tags: { team: "payments" } }); // with them its role may read tags
        stage = new Stage({ start: NOW, groups: GROUPS, plan: { groups: { select: tags } } });
    });
    after(async () => {
        process.env = environment;
        await aws.close();
    });

    /** The log groups that a run lists and visits. */
    async function inRun(on: Stage, select: LogGroupSelection): Promise<string[]> {
        on.deploy({ groups: { select: groupSelection(select) } });
        const run = await on.run();
        const folder = `runs/${run.name}/`;
        const { objects } = on.aws.world.buckets[on.plan.manifestBucketName];
        const names = Object.entries(objects)
            .filter(([key]) => key.startsWith(folder))
            .flatMap(([, [{ body }]]) => JSON.parse(Buffer.from(body, "base64").toString()) as string[]);
        assert.equal(run.children.length, names.length);
        if (names.length > 0) assertSucceeded(run);
        else assert.match(on.reported.at(-1) ?? "", /no log group in this Region matches the selection/);
        return names.sort();
    }

    async function inProgram(select: LogGroupSelection): Promise<string[]> {
        if (Object.keys(select).every((one) => one === "exclude")) return []; // which it refuses
        return selectLogGroups(select).catch((error: unknown) => {
            if (
                error instanceof InputError &&
                /No log group in this Region matches|It leaves out all/.test(error.message)
            )
                return [];
            throw error;
        });
    }

    const empty: LogGroupSelection[] = [];
    for (const select of SELECTIONS) {
        const text = JSON.stringify(select, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));
        it(`is the same in a run as in a program: ${text}`, async () => {
            const found = await inProgram(select);
            assert.deepEqual(await inRun(stage, select), found);
            if (found.length === 0) empty.push(select);
        });
    }

    it("finds log groups by each of these but four", () => {
        assert.deepEqual(empty, [
            { namePattern: "*discovery" },
            { namePattern: "lambda" },
            { tags: { nobody: [] } },
            { logGroupClass: "ESSENTIALS" },
            { namePrefix: "/aws/", exclude: ["canary", "/aws/*"] },
        ]);
    });

    it("is the same where several hold together", async () => {
        const property = fc.asyncProperty(combined, async (select) => {
            assert.deepEqual(await inRun(stage, select), await inProgram(select));
        });
        await fc.assert(property, { numRuns: 12 });
    });

    it("takes all log groups if nothing is given, over several pages, and reads tags a page at a time", async () => {
        const many = Array.from({ length: 60 }, (_, index) =>
            group(`/many/${index}`, { tags: { odd: index % 2 === 1 ? "yes" : "no" } }),
        );
        const tags = { odd: "yes" };
        const big = new Stage({ start: NOW, groups: many, plan: { groups: { select: groupSelection({ tags }) } } });
        assert.equal((await inRun(big, {})).length, 60);
        assert.equal((await inRun(big, { tags })).length, 30);
        const called = (operation: string) => big.aws.requests.filter((one) => one.operation === operation).length;
        assert.equal(called("GetResources"), 2);
    });

    it("passes over a log group that is deleted after it was listed", async () => {
        const on = new Stage({ start: NOW, groups: GROUPS, plan: { groups: { select: groupSelection({}) } } });
        const run = on.start();
        while (run.children.length === 0) await on.waitUntil(on.clock.now() + 1);
        delete on.aws.world.logs[`${ACCOUNT}/${REGION}`].groups["test"];
        await on.service.run();
        assertSucceeded(run);
        assert.deepEqual(on.reported, []);
    });
});
