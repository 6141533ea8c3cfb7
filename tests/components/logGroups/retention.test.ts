import * as assert from "node:assert/strict";
import { classNotice } from "../../../components/logGroups/classNotice";
import { retentionOf } from "../../../components/logGroups/retention";
import { type RetentionPolicy } from "../../../providers/aws/logs";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-11-20T00:00:00Z");
const OLD = NOW - 100 * DAY_MS;

function policy(retentionInDays: number | string, more: Partial<RetentionPolicy> = {}, mode = "RETROACTIVE") {
    const document = JSON.stringify({ retentionInDays, enforcementMode: mode });
    return { name: `keep-${retentionInDays}`, document, lastUpdatedTime: OLD, ...more };
}
const group = { name: "/shop/a", creationTime: OLD - DAY_MS };

describe("how long a log group keeps its events", () => {
    it("is its own setting, if no policy of the account shortens it", () => {
        assert.equal(retentionOf(group, [], NOW), undefined);
        assert.deepEqual(retentionOf({ ...group, retentionInDays: 14 }, [policy(30)], NOW), { days: 14 });
        assert.deepEqual(retentionOf({ ...group, retentionInDays: 30, retentionPolicyName: "p" }, [], NOW), {
            days: 30,
            policyName: "p",
        });
    });

    it("is that of a policy that shortens it a day after it was written", () => {
        const from = NOW + DAY_MS / 2;
        const coming = policy(30, { lastUpdatedTime: from - DAY_MS });
        assert.deepEqual(retentionOf(group, [coming], NOW), { days: 30, policyName: "keep-30", from });
        assert.deepEqual(retentionOf(group, [policy(30)], NOW), { days: 30, policyName: "keep-30" });
    });

    it("is that of the policy that keeps longest", () => {
        assert.equal(retentionOf(group, [policy(30), policy(365), policy(90)], NOW)?.days, 365);
        assert.equal(retentionOf(group, [policy(30), policy("NEVER_EXPIRE")], NOW), undefined);
    });

    it("is not that of a policy for other log groups, or for newer ones", () => {
        const forPrefixes = (prefixes: string) =>
            policy(30, { selectionCriteria: `LogGroupNamePrefix IN ${prefixes}` });
        assert.equal(retentionOf(group, [forPrefixes('["/aws/", "/other"]')], NOW), undefined);
        assert.equal(retentionOf(group, [forPrefixes('["/aws/", "/shop"]')], NOW)?.days, 30);
        assert.equal(retentionOf(group, [policy(30, {}, "NEW_ONLY")], NOW), undefined);
        assert.equal(retentionOf({ ...group, creationTime: NOW }, [policy(30, {}, "NEW_ONLY")], NOW)?.days, 30);
    });

    it("is not that of a policy that cannot be read", () => {
        const unread = [{ document: "{" }, { document: "null" }, { selectionCriteria: "Something ELSE" }];
        for (const more of unread) assert.equal(retentionOf(group, [policy(30, more)], NOW), undefined);
    });
});

describe("log groups of other classes than STANDARD", () => {
    it("are told with their class", () => {
        assert.equal(classNotice([{ name: "/a", logGroupClass: "STANDARD" }, { name: "/unknown" }]), undefined);
        const notice = classNotice([{ name: "/a" }, { name: "/b", logGroupClass: "INFREQUENT_ACCESS" }]);
        assert.match(notice ?? "", /may refuse to export .* than STANDARD: \/b \(INFREQUENT_ACCESS\)\./);
        assert.doesNotMatch(notice ?? "", /one day/);
        assert.match(
            classNotice([{ name: "/c", logGroupClass: "DELIVERY" }]) ?? "",
            /DELIVERY keeps events for one day/,
        );
    });
});
