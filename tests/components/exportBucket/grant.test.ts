import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { bucketPolicy, type ExportGrant } from "../../../providers/policies/bucketPolicy";
import { bytesTooMany, narrowGrant } from "../../../components/exportBucket/grant";

const GRANT = { region: "eu-central-1", bucketArn: "arn:aws:s3:::archive", sourceAccounts: ["123456789012"] };
const groups = (sourceLogGroups: readonly string[], grant: ExportGrant = GRANT) =>
    narrowGrant({ ...grant, sourceLogGroups }).sourceLogGroups;
const bytes = (grant: ExportGrant) => Buffer.byteLength(JSON.stringify(bucketPolicy(grant)));
const many = (count: number, stem: string) => Array.from({ length: count }, (_, index) => `${stem}${index}`);

describe("a grant is narrowed", () => {
    it("to the log groups by name where they are few", () => {
        assert.deepEqual(groups(["/shop/b", "/shop/a", "/shop/b"]), ["/shop/a", "/shop/b"]);
    });

    it("to their common beginnings where they are many", () => {
        assert.deepEqual(groups([...many(300, "/aws/lambda/service-"), "/shop/payments"]), [
            "/aws/lambda/*",
            "/shop/payments",
        ]);
    });

    it("so that one group more changes nothing", () => {
        const before = groups(many(300, "/aws/lambda/service-"));
        assert.deepEqual(before, groups(many(301, "/aws/lambda/service-")));
    });

    it("to beginnings as deep as fit", () => {
        const names = many(20, "/team-").flatMap((team) => many(30, `${team}/app-`));
        assert.deepEqual(
            groups(names),
            many(20, "/team-")
                .map((team) => `${team}/*`)
                .sort(),
        );
        const deeper = many(100, "/org/team-").flatMap((team) => many(3, `${team}/app-`));
        assert.deepEqual(groups(deeper), ["/org/*"]);
    });

    it("not at all where names have nothing in common", () => {
        assert.equal(groups(many(500, "group-")), undefined);
    });

    it("not where it was not asked for", () => assert.deepEqual(narrowGrant(GRANT), GRANT));

    it("to what covers every group, within half of a bucket policy, in any order", () => {
        const name = fc
            .array(fc.constantFrom("aws", "lambda", "shop", "payments", "refunds"), { minLength: 1, maxLength: 4 })
            .chain((parts) => fc.nat(500).map((n) => `/${parts.join("/")}-${n}`));
        fc.assert(
            fc.property(fc.array(name, { minLength: 1, maxLength: 400 }), (names) => {
                const grant = narrowGrant({ ...GRANT, sourceLogGroups: names });
                const patterns = grant.sourceLogGroups ?? ["*"];
                for (const one of names) {
                    const isCovered = patterns.some((pattern) =>
                        pattern.endsWith("*") ? one.startsWith(pattern.slice(0, -1)) : one === pattern,
                    );
                    assert.ok(isCovered, `${one} is not covered by ${patterns.join()}`);
                }
                assert.ok(bytes(grant) <= 10 * 1024);
                assert.deepEqual(narrowGrant({ ...GRANT, sourceLogGroups: [...names].reverse() }), grant);
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
