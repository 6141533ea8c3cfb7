import * as assert from "node:assert/strict";
import { eventsIn } from "../../sandbox/demo/archive";
import { compare, type CountedEvent } from "../../sandbox/demo/counting";
import { messagesOf } from "../../sandbox/demo/logFile";
import { showComparison } from "../../sandbox/demo/report";
import { Screen } from "../../sandbox/demo/screen";
import { eventsOf, logGroupsOf, settledDays } from "../../sandbox/demo/seeding";
import { exportFiles } from "../../sandbox/aws/logs/exportFiles";
import { gunzipSync } from "node:zlib";

const event = (message: string, timestamp = 1_000, logGroup = "shop"): CountedEvent => ({
    logGroup,
    timestamp,
    message,
});

describe("the demo's count", () => {
    const events = [event("a"), event("a"), event("b\n  c\n\n"), event("ä 🌋", 2_000)];

    it("finds equal what came out in another order", () => {
        const { missing, surplus, in: wentIn, out } = compare(events, [...events].reverse());
        assert.deepEqual([missing, surplus], [[], []]);
        assert.deepEqual(wentIn, { events: 4, lines: 7 });
        assert.deepEqual(out, wentIn);
    });

    const changes: readonly [string, CountedEvent[], number, number][] = [
        ["a lost event", events.slice(1, 4), 1, 0],
        ["a repeated event", [...events, events[3]], 0, 1],
        ["one of two equal events", events.slice(1), 1, 0],
        ["an event of another time", [...events.slice(0, 3), event("ä 🌋", 2_001)], 1, 1],
        ["an event of another log group", [...events.slice(0, 3), event("ä 🌋", 2_000, "other")], 1, 1],
        ["a lost line of an event", [events[0], events[1], event("b\n  c\n"), events[3]], 1, 1],
        ["nothing at all", [], 4, 0],
    ];
    for (const [what, cameOut, missing, surplus] of changes) {
        it(`notices ${what}, and prints it`, () => {
            const comparison = compare(events, cameOut);
            assert.deepEqual([comparison.missing.length, comparison.surplus.length], [missing, surplus]);
            let printed = "";
            showComparison(new Screen({ write: (text) => Boolean((printed += String(text))) }), comparison);
            assert.equal(printed.includes(`missing: ${missing} event`), missing > 0, printed);
            assert.equal(printed.includes(`too many: ${surplus} event`), surplus > 0, printed);
        });
    }
});

describe("the demo's log files", () => {
    const texts: readonly [string, string, string[]][] = [
        ["one line", "a\n", ["a"]],
        ["lines without a newline at the end", "a\nb", ["a", "b"]],
        ["indented lines, which go on", "a\n  b\n\tc\nd\n", ["a\n  b\n\tc", "d"]],
        ["blank lines, which are nobody's own", "a\n\nb\n \n\n", ["a\n", "b\n \n"]],
        ["blank lines at the beginning", "\n\na\nb\n", ["\n\na", "b"]],
        [
            "dates, which begin events where there are many",
            "2026-11-01 a\nb\n2026-11-01 c\n",
            ["2026-11-01 a\nb", "2026-11-01 c"],
        ],
        ["a date by chance", "2026-11-01 a\nb\nc\nd\ne\n", ["2026-11-01 a", "b", "c", "d", "e"]],
        ["blank lines before a date", "\n2026-11-01T00:00:00.000Z a\n", ["\n2026-11-01T00:00:00.000Z a"]],
        ["lines that end as on Windows", "a\r\n  b\r\n", ["a\n  b"]],
        ["nothing", "", []],
        ["nothing but blank lines", "\n \n\n", []],
    ];
    for (const [what, text, messages] of texts) {
        it(`of ${what}`, () => {
            assert.deepEqual(messagesOf(text), messages);
            const exported = exportFiles(
                messages.map((message) => ({ ...event(message), ingestionTime: 0 })),
                1e6,
            );
            const read = exported.flatMap(({ body }) =>
                eventsIn({ key: "logs/log_group=shop/0.gz", text: gunzipSync(body).toString("utf8") }),
            );
            assert.deepEqual(
                read,
                messages.map((message) => event(message)),
                "and so they are read back",
            );
        });
    }

    it("become log groups of different names whose events lie within two settled days", () => {
        const now = Date.parse("2026-11-20T11:59:59Z");
        const days = settledDays(now);
        assert.deepEqual(days, ["2026-11-17", "2026-11-18"]);
        assert.deepEqual(settledDays(now + 1_000), ["2026-11-18", "2026-11-19"]);
        const file = { name: "a b", messages: Array.from({ length: 7 }, (_, index) => `line ${index}`) };
        const groups = logGroupsOf([file, file], days);
        assert.deepEqual(
            groups.map(({ name }) => name),
            ["a-b", "a-b-2"],
        );
        const times = eventsOf(groups).map(({ timestamp }) => new Date(timestamp).toISOString().slice(0, 10));
        assert.equal(times.length, 14);
        assert.deepEqual([...new Set(times)].sort(), days);
    });
});
