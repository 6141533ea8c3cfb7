import * as assert from "node:assert/strict";
import { adviceOn } from "../../../../components/logExport/preview/advice";
import { formatSeries } from "../../../../providers/exportTask/series";
import { BYTES_PER_SECOND, estimate, shareOf, TASK_SECONDS } from "../../../../components/logExport/preview/estimate";
import { type Declared, summarise } from "../../../../components/logExport/preview/summary";
import { showBytes, showDuration } from "../../../../components/logExport/preview/format";
import { blocksOf } from "../../../docs/markdown";
import { DAY } from "../../../support/durations";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const START = Date.parse("2026-10-01T00:00:00Z");
const range = (day: number, days = 1) => ({ from: START + day * DAY, to: START + (day + days) * DAY });

/** Exports of some log groups, a day each, of which those from a day on are due. */
function declared(names: readonly (string | undefined)[], days: number, dueFrom = 0): Declared[] {
    return names.flatMap((name, group) =>
        Array.from({ length: days }, (_, day) => ({ group, name, range: range(day), isDue: day >= dueFrom })),
    );
}

const facts = (storedBytes: number) => ({ creationTime: NOW - 100 * DAY, storedBytes });
const BASE = { splitBy: "day", region: "eu-central-1", otherSeconds: () => 0, now: NOW } as const;

describe("the share of a log group that a range covers", () => {
    const century = { from: 0, to: NOW };

    it("is counted from the group's creation, or from where its retention ends", () => {
        assert.equal(shareOf({ creationTime: NOW - 10 * DAY }, { from: NOW - 5 * DAY, to: NOW }, NOW), 0.5);
        const kept = { creationTime: NOW - 100 * DAY, retentionInDays: 10 };
        assert.equal(shareOf(kept, { from: NOW - 20 * DAY, to: NOW - 5 * DAY }, NOW), 0.5);
        assert.equal(shareOf(kept, century, NOW), 1);
    });

    it("is nothing outside of that", () => {
        assert.equal(shareOf({ creationTime: NOW - DAY }, { from: 0, to: NOW - 2 * DAY }, NOW), 0);
        assert.equal(shareOf({ creationTime: NOW }, century, NOW), 0);
    });
});

describe("the time of exports", () => {
    it("is what each task takes and what their data takes, one after the other", () => {
        const group = facts(100 * BYTES_PER_SECOND);
        const tenth = { from: NOW - 10 * DAY, to: NOW };
        const { seconds, longestSeconds, storedBytes } = estimate(
            [
                { ...tenth, facts: group },
                { ...tenth, facts: undefined },
                { from: NOW - 20 * DAY, to: tenth.from, facts: group },
            ],
            NOW,
        );
        assert.ok(Math.abs(seconds - (3 * TASK_SECONDS + 20)) < 1e-6, `${seconds}`);
        assert.ok(Math.abs(longestSeconds - (TASK_SECONDS + 10)) < 1e-6, `${longestSeconds}`);
        assert.equal(storedBytes, group.storedBytes, "a group counts once");
    });

    it("is none for what was over before its log group was created", () => {
        const series = formatSeries({ from: NOW - 200 * DAY, to: Infinity });
        const before = { from: NOW - 150 * DAY, to: NOW - 140 * DAY, facts: facts(0) };
        assert.equal(estimate([{ ...before, series }], NOW).seconds, 0);
        assert.equal(estimate([before], NOW).seconds, TASK_SECONDS, "alone, it is asked for");
    });

    it("is shown no more exactly than it is known", () => {
        const shown = [5, 89, 90, 3_600, 5_400, 47 * 3600, 48 * 3600, 30 * 86_400].map(showDuration);
        const expected = ["5 s", "89 s", "2 min", "60 min", "2 h", "47 h", "2 days", "30 days"];
        assert.deepEqual(
            shown,
            expected.map((text) => `about ${text}`),
        );
        const sizes = [0, 999, 1_000, 15_499, 2.04e9, 9.96e9, 449.6e12, 999_999].map(showBytes);
        assert.deepEqual(sizes, ["0 bytes", "999 bytes", "1.0 kB", "15 kB", "2.0 GB", "10 GB", "450 TB", "1.0 MB"]);
    });
});

describe("what a preview says of a LogExport", () => {
    const groups = ["/a", "/b"];
    const known = { groups: new Map(groups.map((name) => [name, { name, ...facts(1e10) }])) };

    it("is how many exports, of what, how much data and how long", () => {
        assert.deepEqual(summarise({ ...BASE, declared: declared(groups, 31), findings: known }), {
            text:
                "declares 62 exports: 2 log groups × 31 days, 2026-10-01 to 2026-11-01. The log groups hold 20 GB, " +
                "estimated 6.2 GB of it in these ranges; one after the other, as the service runs them, they take about 42 min.",
            warnings: [],
        });
    });

    it("is what README.md shows", () => {
        const { text } = summarise({ ...BASE, declared: declared(groups, 31), findings: known });
        const shown = blocksOf("README.md").map((block) => block.text.trim().replace(/\n/g, " "));
        assert.ok(shown.includes(text), text);
    });

    it("warns of other classes, and of what a retention policy of the account will delete", () => {
        const infrequent = { name: "/b", ...facts(1e10), logGroupClass: "INFREQUENT_ACCESS" };
        const groups = new Map([...known.groups, ["/b", infrequent]]);
        const document = JSON.stringify({ retentionInDays: 30, enforcementMode: "RETROACTIVE" });
        const selectionCriteria = 'LogGroupNamePrefix IN ["/a"]';
        const policies = [{ name: "baseline", document, selectionCriteria, lastUpdatedTime: NOW }];
        const { warnings } = summarise({
            ...BASE,
            declared: declared(["/a", "/b"], 31),
            findings: { groups, policies },
        });
        assert.match(warnings[0], /other classes than STANDARD: \/b \(INFREQUENT_ACCESS\)/);
        assert.match(
            warnings[1],
            /: \/a keeps 30 days by the account's policy baseline from 2026-11-21T00:00:00Z on, the ranges begin 50 days ago\.$/,
        );
        assert.equal(warnings.length, 2);
    });

    it("tells what is to run from what is done", () => {
        const { text } = summarise({ ...BASE, declared: declared(groups, 31, 30), findings: known });
        assert.match(
            text,
            /^declares 62 exports: .*; to run: 2 exports: 2 log groups × 1 day, 2026-10-31 to 2026-11-01\. /,
        );
        const someOfOne = [...declared(["/a"], 3), ...declared(["/b"], 3, 2).map((one) => ({ ...one, group: 1 }))];
        const uneven = summarise({ ...BASE, declared: someOfOne, findings: known }).text;
        assert.match(uneven, /; to run: 4 exports of 2 log groups, 2026-10-01 to 2026-10-04\. /);
        const none = summarise({ ...BASE, declared: declared(groups, 2, 2), findings: known });
        const whole = "declares 4 exports: 2 log groups × 2 days, 2026-10-01 to 2026-10-03; none to run";
        assert.deepEqual(none, { text: whole, warnings: [] });
        assert.equal(
            summarise({ ...BASE, declared: [], findings: known }).text,
            "declares no export: no range is over yet",
        );
    });

    it("shows times where the ranges do not begin at midnight, and no ranges where there is one", () => {
        const one = { group: 0, name: "/a", isDue: false, range: { from: START + 3_600_000, to: START + 2 * DAY } };
        const { text } = summarise({ ...BASE, splitBy: undefined, declared: [one], findings: known });
        assert.equal(text, "declares 1 export: 1 log group, 2026-10-01T01:00Z to 2026-10-03T00:00Z; none to run");
    });

    it("says what could not be looked up, and the time that it takes at least", () => {
        const failure = "Could not load credentials from any providers";
        const { text, warnings } = summarise({
            ...BASE,
            declared: declared(groups, 31),
            findings: { groups: new Map(), failure },
        });
        assert.match(text, /The amount of data could not be looked up \(Could not load .*\); .* about 5 min at least/);
        assert.deepEqual(warnings, []);
    });

    it("leaves out log groups that are not known yet, and says so", () => {
        const two = declared(["/a", undefined], 1);
        const { text, warnings } = summarise({ ...BASE, declared: two, findings: known });
        assert.match(text, /hold 10 GB, estimated .* in these ranges, without 1 log group not known yet; /);
        assert.deepEqual(warnings, []);
        const none = summarise({ ...BASE, declared: declared([undefined], 2), findings: { groups: new Map() } });
        assert.match(none.text, /The log groups are not known yet; .* about 10 s at least\.$/);
    });

    it("warns of log groups that are not there", () => {
        const names = ["/a", "/b", "/c", "/d", "/e", "/f", "/g"];
        const { warnings } = summarise({
            ...BASE,
            declared: declared(names, 1),
            findings: { groups: new Map([["/a", { name: "/a" }]]) },
        });
        assert.deepEqual(warnings, [
            "/b, /c, /d, /e, /f, and 1 more: no such log group in eu-central-1. Create it first, or up fails.",
        ]);
    });
});

describe("a preview of log groups that keep log data for some days", () => {
    const keeping = (retentionInDays: number) => ({ groups: new Map([["/a", { name: "/a", retentionInDays }]]) });

    it("warns of ranges that begin before that", () => {
        const { warnings } = summarise({ ...BASE, declared: declared(["/a"], 31), findings: keeping(30) });
        const [warning] = warnings;
        assert.match(
            warning,
            /older than a log group's retention is deleted: \/a keeps 30 days, the ranges begin 50 days ago\.$/,
        );
        const done = summarise({ ...BASE, declared: declared(["/a"], 31, 30), findings: keeping(30) });
        assert.deepEqual(done.warnings, [], "what is done is safe");
    });
});

describe("the advice on a run that is too long", () => {
    const HOUR = 3_600;
    const fits = { count: 20, seconds: 23 * HOUR, longestSeconds: 2 * HOUR, isFirst: true, otherSeconds: 0 };
    const advise = (changes: Partial<Parameters<typeof adviceOn>[0]>) =>
        adviceOn({ splitBy: "day", ...fits, ...changes });

    it("is none where it fits into a day", () => assert.deepEqual(advise({}), []));

    it("is a coarser split where most of the time goes into the number of tasks and none has run", () => {
        const many = {
            count: 24_000,
            seconds: 24_000 * TASK_SECONDS + HOUR,
            longestSeconds: 10,
            splitBy: "hour",
        } as const;
        const [advice] = advise(many);
        assert.match(
            advice,
            /does not fit into a day: about 34 h\. .*splitBy: "day" makes about 1,000 exports, about 2 h\.$/,
        );
        assert.match(advise({ ...many, isFirst: false })[0], /Export a part of the range first/);
        assert.match(advise({ ...many, splitBy: "month" })[0], /Export a part of the range first/);
    });

    it("is a part at a time where most of it is data", () => {
        const [advice] = advise({ seconds: 72 * HOUR });
        assert.match(
            advice,
            /^It does not fit into a day: about 3 days\. Export a part of the range first.*other Regions/,
        );
    });

    it("counts what else is exported in the same slot", () => {
        const [advice] = advise({ otherSeconds: 2 * HOUR });
        assert.match(advice, /^Together with the other exports of this run in its account and Region .*: about 25 h/);
    });

    it("is a finer split where the service would stop a task", () => {
        const long = { seconds: 25 * HOUR, longestSeconds: 25 * HOUR, count: 1 };
        assert.match(
            advise({ ...long, splitBy: undefined })[0],
            /takes about 25 h, and .* after 24 hours\. Split it: splitBy: "day"/,
        );
        assert.match(advise({ ...long, splitBy: "month" })[0], /splitBy: "day"/);
        assert.match(advise({ ...long, splitBy: "day" })[0], /splitBy: "hour"/);
        assert.match(advise({ ...long, splitBy: "hour" })[0], /logStreamNamePrefix/);
    });
});
