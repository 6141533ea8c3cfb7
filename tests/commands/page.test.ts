import * as assert from "node:assert/strict";
import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { blocksOf } from "../docs/markdown";
import { Archive, AUGUST } from "./archive";

const NAME = "npx pulumi-cloudwatch-logs-export ";

/** Without spaces at the ends of lines, and without sizes, which depend on the version of zlib. */
const plain = (text: string) => text.replace(/ +$/gm, "").replace(/\d+ bytes/g, "… bytes");

describe("docs/archive.md", () => {
    let archive: Archive;

    before(async () => {
        const events = [0, 1, 3].map((day) => ({
            timestamp: AUGUST + day * DAY_MS + HOUR_MS,
            message: day === 0 ? "Error: refused\n    at pay (app.js:1)" : "paid",
        }));
        const later = { timestamp: AUGUST + 2 * HOUR_MS, message: "paid" };
        archive = await Archive.open([
            { name: "/app/pay", streams: [{ name: "web", events: [events[0], later, ...events.slice(1)] }] },
        ]);
        for (const [from, to] of [
            [0, 2],
            [3, 4],
        ]) {
            const range = { from: AUGUST + from * DAY_MS, to: AUGUST + to * DAY_MS };
            await archive.export({ logGroupName: "/app/pay", range, splitBy: "day" });
        }
    });
    after(() => archive.close());

    const blocks = blocksOf("docs/archive.md");
    blocks.forEach(({ language, text }, index) => {
        if (language !== "sh") return;
        it(`shows what is printed by ${text.trim().slice(NAME.length)}`, async () => {
            assert.ok(text.startsWith(NAME));
            const { status, stdout, stderr } = await archive.run(...text.trim().slice(NAME.length).split(" "));
            assert.notEqual(status, 2, stderr);
            assert.equal(plain(blocks[index + 1].text), plain(stdout));
        });
    });
});
