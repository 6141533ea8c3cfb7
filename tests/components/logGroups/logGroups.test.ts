import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkLogGroups, keyedLogGroups, type LogGroups } from "../../../components/logGroups/logGroups";
import { type Mocked, promiseOf, setMocks } from "../../support/mocks";

const ARN = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/payments";

const check = (groups: unknown) => checkLogGroups(groups as LogGroups);
const reasons = (groups: unknown) => check(groups).map(({ reason }) => reason);

describe("the log groups of an export", () => {
    let program: Mocked;
    before(async () => {
        program = await setMocks();
    });
    after(() => program.settle());

    it("are keyed by name, and by the name in an ARN", () => {
        assert.deepEqual(keyedLogGroups(["/a", ARN, `${ARN}:*`, `${ARN}:log-stream:x`]), [
            { key: "/a", logGroupName: "/a" },
            { key: "/aws/lambda/payments", logGroupName: "/aws/lambda/payments" },
            { key: "/aws/lambda/payments", logGroupName: "/aws/lambda/payments" },
            { key: "/aws/lambda/payments", logGroupName: "/aws/lambda/payments" },
        ]);
    });

    it("are keyed by a resource's logical name", async () => {
        const [{ key, logGroupName }] = keyedLogGroups([new aws.cloudwatch.LogGroup("checkout")]);
        assert.equal(key, "checkout");
        assert.equal(await promiseOf(pulumi.output(logGroupName)), "checkout-1a2b3c");
    });

    it("are keyed by a map's keys, in its order", async () => {
        const keyed = keyedLogGroups({
            z: "/z",
            a: pulumi.output(ARN),
            p: Promise.resolve("/p"),
            r: new aws.cloudwatch.LogGroup("named", { name: "/r" }),
            arn: ARN,
        });
        assert.deepEqual(
            keyed.map(({ key }) => key),
            ["z", "a", "p", "r", "arn"],
        );
        assert.deepEqual(await Promise.all(keyed.map(({ logGroupName }) => promiseOf(pulumi.output(logGroupName)))), [
            "/z",
            "/aws/lambda/payments",
            "/p",
            "/r",
            "/aws/lambda/payments",
        ]);
    });

    it("pass the check in every form", () => {
        const group = new aws.cloudwatch.LogGroup("passing");
        assert.deepEqual(check(["/a", ARN.replace("payments", "other"), group]), []);
        assert.deepEqual(check({ a: "/a", b: pulumi.output("/b"), c: Promise.resolve("/c"), d: group }), []);
    });

    it("are not a text, nothing, or empty", () => {
        for (const groups of ["/a", undefined, null, 7]) assert.match(reasons(groups)[0], /an array or a map/);
        for (const groups of [[], {}]) assert.match(reasons(groups)[0], /at least one log group/);
    });

    it("are told one by one where they are wrong", () => {
        assert.deepEqual(
            check(["/a b", "/fine", 7, null]).map(({ property }) => property),
            ["logGroups[0]", "logGroups[2]", "logGroups[3]"],
        );
        assert.deepEqual(
            check({ pay: "/a b" }).map(({ property }) => property),
            ["logGroups.pay"],
        );
    });

    it("are no Outputs in an array, because they name resources", () => {
        for (const late of [pulumi.output("/a"), Promise.resolve("/a")]) {
            assert.match(reasons([late])[0], /logGroups\[0\] is "an Output".*Use a map: \{ payments: output \}/);
        }
    });

    it("are no resources of another kind", () => {
        const [reason] = reasons([new aws.Provider("other", {})]);
        assert.match(reason, /a log group resource.*use a map with its name/);
    });

    it("are listed once, by key and by name", () => {
        assert.match(reasons(["/a", "/b", "/a"])[0], /"\/a", but must be listed once/);
        assert.match(reasons([ARN, "/aws/lambda/payments"])[0], /listed once/);
        assert.match(reasons({ one: "/a", two: "/a" })[0], /listed once/);
    });

    it("are told that they have one logical name if they are not one log group", async () => {
        await setMocks();
        const first = new aws.cloudwatch.LogGroup("payments", { name: "/a" });
        const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
        const second = new aws.cloudwatch.LogGroup("payments", { name: "/b" }, { parent });
        const [reason] = reasons([first, second]);
        assert.match(reason, /logGroups is "payments", but must be the logical name of only one log group resource/);
        assert.match(reason, /It names their exports: use a map/);
        assert.doesNotMatch(reason, /exported twice/);
        assert.deepEqual(check({ first, second }), []);
    });

    it("are compared with as many steps as there are log groups, not with its square", () => {
        const stepsFor = (count: number) => {
            let steps = 0;
            const { has } = Set.prototype;
            const { indexOf } = Array.prototype;
            Set.prototype.has = function (value) {
                steps += 1;
                return has.call(this, value);
            };
            Array.prototype.indexOf = function (value) {
                const at = indexOf.call(this, value);
                steps += at < 0 ? this.length : at + 1;
                return at;
            };
            try {
                assert.deepEqual(check(Array.from({ length: count }, (_, index) => `/group/${index}`)), []);
            } finally {
                Set.prototype.has = has;
                Array.prototype.indexOf = indexOf;
            }
            return steps;
        };
        const [some, many] = [stepsFor(1000), stepsFor(4000)];
        assert.ok(many > 4000, "the steps are not counted");
        assert.ok(many < 5 * some, `${some} steps for 1,000 log groups, ${many} for 4,000`);
    });
});
