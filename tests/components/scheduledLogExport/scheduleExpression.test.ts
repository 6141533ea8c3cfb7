import * as assert from "node:assert/strict";
import { longestPauseHours, problemOfSchedule } from "../../../components/scheduledLogExport/scheduleExpression";

describe("The expression of a schedule", () => {
    // The examples of https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html, and of its table of wildcards.
    for (const good of [
        "cron(15 10 ? * 6L 2022-2023)",
        "cron(0 10 * * ? *)",
        "cron(15 12 * * ? *)",
        "cron(0 18 ? * MON-FRI *)",
        "cron(0 8 1 * ? *)",
        "cron(0/15 * * * ? *)",
        "cron(0/10 * ? * MON-FRI *)",
        "cron(0/5 8-17 ? * MON-FRI *)",
        "cron(0 9 ? * 2#1 *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 3W JAN,FEB,MAR ? *)",
        "cron(*/5 * * * ? *)",
        "rate(1 hour)",
        "rate(5 minutes)",
    ]) {
        it(`may be ${good}`, () => assert.equal(problemOfSchedule(good), undefined));
    }

    for (const [bad, reason] of [
        ["cron(0 25 * * ? *)", /hours is "25"; it takes 0 to 23/],
        ["cron(60 3 * * ? *)", /minutes is "60"/],
        ["cron(0 3 0 * ? *)", /day of month is "0"/],
        ["cron(0 3 ? 13 MON *)", /month is "13"/],
        ["cron(0 3 ? * MOO *)", /day of week is "MOO"/],
        ["cron(0 3 ? * 8 *)", /day of week is "8"/],
        ["cron(0 3 * * ? 1969)", /year is "1969"/],
        ["cron(0 3 * * * *)", /the other is not/],
        ["cron(0 3 ? * ? *)", /the other is not/],
        ["cron(0/0 3 * * ? *)", /minutes is "0\/0"/],
        ["rate(0 days)", /neither/],
    ] as const) {
        it(`cannot be ${bad}`, () => assert.match(problemOfSchedule(bad) ?? "", reason));
    }

    it("says how long it may be until the next start", () => {
        assert.equal(longestPauseHours("cron(0 3 * * ? *)"), 24);
        assert.equal(longestPauseHours("cron(0 3,15 * * ? *)"), 24);
        assert.equal(longestPauseHours("cron(0/15 * * * ? *)"), 1);
        assert.equal(longestPauseHours("cron(0 3 ? * SUN *)"), 168);
        assert.equal(longestPauseHours("cron(0 3 ? * MON-FRI *)"), 168);
        assert.equal(longestPauseHours("cron(0 3 ? * 6L *)"), undefined);
        assert.equal(longestPauseHours("cron(0 3 1 * ? *)"), undefined);
        assert.equal(longestPauseHours("rate(6 hours)"), 6);
        assert.equal(longestPauseHours("rate(30 days)"), undefined);
    });

    it("may be that of two days, if the only start is at an hour that the clock skips in spring", () => {
        const now = Date.parse("2026-11-20T00:00:00Z");
        const pause = (expression: string, timeZone?: string) => longestPauseHours(expression, timeZone, now);
        assert.equal(pause("cron(30 2 * * ? *)", "Europe/Berlin"), 48);
        assert.equal(pause("cron(0/15 2 * * ? *)", "Europe/Berlin"), 48);
        assert.equal(pause("cron(0 3 * * ? *)", "Europe/Berlin"), 24, "the first time that there is again");
        assert.equal(pause("cron(59 1 * * ? *)", "Europe/Berlin"), 24);
        assert.equal(pause("cron(30 2,14 * * ? *)", "Europe/Berlin"), 24);
        assert.equal(pause("cron(30 2 * * ? *)"), 24);
        assert.equal(pause("cron(30 2 * * ? *)", "Asia/Tokyo"), 24, "whose clock is not put forward any more");
        assert.equal(pause("cron(0 0 * * ? *)", "Africa/Cairo"), 48);
        assert.equal(pause("cron(15 2 * * ? *)", "Australia/Lord_Howe"), 48, "half an hour");
        assert.equal(pause("cron(45 2 * * ? *)", "Australia/Lord_Howe"), 24);
    });
});
