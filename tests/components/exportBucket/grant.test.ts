import * as assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { bucketPolicy, type ExportGrant } from "../../../providers/policies/bucketPolicy";
import { bytesTooMany, narrowGrant, wideGrantWarning } from "../../../components/exportBucket/grant";
import { assertGrowsInProportion } from "../../support/growth";
import { withoutCovered } from "../../../components/exportBucket/narrowNames";

const GRANT = { region: "eu-central-1", bucketArn: "arn:aws:s3:::archive", sourceAccounts: ["123456789012"] };
const groups = (sourceLogGroups: readonly string[], grant: ExportGrant = GRANT) =>
    narrowGrant({ ...grant, sourceLogGroups }).grant.sourceLogGroups;
const bytes = (grant: ExportGrant) => Buffer.byteLength(JSON.stringify(bucketPolicy(grant)));
const many = (count: number, stem: string) => Array.from({ length: count }, (_, index) => `${stem}${index}`);
const ACCOUNTS = many(9, "11111111111");
/** Names without a common prefix. */
const random = (count: number) => many(count, "").map((n) => createHash("md5").update(n).digest("hex"));

describe("a grant is narrowed", () => {
    it("to the log groups by name where they are few", () => {
        assert.deepEqual(groups(["/shop/b", "/shop/a", "/shop/b"]), ["/shop/a", "/shop/b"]);
        assert.deepEqual(groups(["/shop/b", "/shop/*", "/a"]), ["/a", "/shop/*"]);
    });

    for (const count of [1, 2, 9]) {
        it(`to the log groups by name, as many as fit, for ${count} accounts`, () => {
            const grant = { ...GRANT, sourceAccounts: ACCOUNTS.slice(0, count) };
            const names = many(60, "/aws/lambda/service-").sort();
            assert.deepEqual(groups(names, grant), names);
            assert.deepEqual(groups(many(38, "service").sort(), grant), many(38, "service").sort(), "without a /");
        });
    }

    it("to their common beginnings where they are many, the longest", () => {
        assert.deepEqual(groups([...many(300, "/aws/lambda/service-"), "/shop/payments", "/aws/ecs/a/b/c/d"]), [
            "/aws/ecs/a/b/c/d",
            "/aws/lambda/service-*",
            "/shop/payments",
        ]);
        assert.deepEqual(groups(many(500, "group-")), ["group-*"]);
        assert.deepEqual(groups([...many(300, "/aws/lambda/a"), ...many(300, "/aws/ecs/b")]), [
            "/aws/ecs/*",
            "/aws/lambda/*",
        ]);
    });

    it("only where it must be: the largest of them first", () => {
        const narrowed = groups([...many(100, "/large/x-"), ...many(20, "/small/x-")]);
        assert.deepEqual(narrowed, ["/large/x-*", ...many(20, "/small/x-").sort()]);
    });

    it("so that one group more changes nothing", () => {
        const before = groups(many(300, "/aws/lambda/service-"));
        assert.deepEqual(before, groups(many(301, "/aws/lambda/service-")));
    });

    it("to beginnings as deep as fit", () => {
        const names = many(20, "/team-").flatMap((team) => many(30, `${team}/app-`));
        const narrowed = groups(names) ?? [];
        const beginnings = narrowed.filter((entry) => entry.endsWith("*"));
        for (const one of beginnings) assert.match(one, /^\/team-\d+\/app-\*$/);
        assert.ok(beginnings.length < 20 && narrowed.length > 30, "the teams that fit stay by name");
        const deeper = many(200, "/org/team-").flatMap((team) => many(3, `${team}/app-`));
        assert.deepEqual(groups(deeper), ["/org/team-*"]);
    });

    it("to a few characters where names have nothing else in common", () => {
        const narrowed = groups(random(2_000));
        assert.ok(narrowed?.every((entry) => entry.length >= 2 && entry.endsWith("*")));
        assert.ok((narrowed?.length ?? 0) > 10);
    });

    it("to all of them if not even that fits, and told", () => {
        const callerRoleArns = many(170, "arn:aws:iam::222222222222:role/a");
        const narrowed = narrowGrant({
            ...GRANT,
            callerRoleArns,
            sourceLogGroups: random(99),
        });
        assert.equal(narrowed.grant.sourceLogGroups, undefined);
        assert.match(
            wideGrantWarning(random(99), narrowed) ?? "",
            /the 99 names do not fit .* so all log groups of the accounts are allowed/,
        );
    });

    it("and told, with what is allowed instead", () => {
        const names = [...many(300, "/aws/lambda/service-"), ...many(9, "/shop/a")];
        const warning = wideGrantWarning(names, narrowGrant({ ...GRANT, sourceLogGroups: names }));
        assert.match(warning ?? "", /the 309 names do not fit into a bucket policy, which S3 limits to 20 KB/);
        assert.match(
            warning ?? "",
            /so \/aws\/lambda\/service-\*, \/shop\/a0, .*, \/shop\/a3, and 5 more are allowed in their place/,
        );
        assert.equal(wideGrantWarning(["/a"], narrowGrant({ ...GRANT, sourceLogGroups: ["/a"] })), undefined);
    });

    it("in a time that grows with their number, and no faster", () => {
        const narrow = (count: number) => {
            groups([...many(count / 2, "/aws/lambda/service-"), ...random(count / 2)]);
            return count;
        };
        assertGrowsInProportion(narrow, 4_000, 40_000);
    });

    it("not where it was not asked for", () => assert.deepEqual(narrowGrant(GRANT).grant, GRANT));

    it("to what covers every group, within a bucket policy, in any order", () => {
        const name = fc
            .array(fc.constantFrom("aws", "lambda", "shop", "payments", "refunds"), { minLength: 1, maxLength: 4 })
            .chain((parts) => fc.nat(500).map((n) => `/${parts.join("/")}-${n}`));
        fc.assert(
            fc.property(fc.array(name, { minLength: 1, maxLength: 400 }), (names) => {
                const { grant, instead } = narrowGrant({ ...GRANT, sourceLogGroups: names });
                const byName = { ...GRANT, sourceLogGroups: withoutCovered(names) };
                assert.equal(instead === undefined, bytes(byName) <= 20 * 1024, "wider only if it must be");
                const patterns = grant.sourceLogGroups ?? ["*"];
                for (const one of names) {
                    const isCovered = patterns.some((pattern) =>
                        pattern.endsWith("*") ? one.startsWith(pattern.slice(0, -1)) : one === pattern,
                    );
                    assert.ok(isCovered, `${one} is not covered by ${patterns.join()}`);
                }
                assert.ok(bytes(grant) <= 20 * 1024);
                assert.deepEqual(narrowGrant({ ...GRANT, sourceLogGroups: [...names].reverse() }).grant, grant);
            }),
            { numRuns: 50 },
        );
    });

    it("and told by how much its accounts are too many", () => {
        const accounts = (count: number) => Array.from({ length: count }, (_, index) => String(1e11 + index));
        assert.equal(bytesTooMany({ ...GRANT, sourceAccounts: accounts(500) }), 0);
        assert.ok(bytesTooMany({ ...GRANT, sourceAccounts: accounts(800) }) > 0);
    });
});
