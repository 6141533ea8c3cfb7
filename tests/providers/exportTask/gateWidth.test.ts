import * as assert from "node:assert/strict";
import { Gates, type Leave, widestGate } from "../../../providers/exportTask/gateWidth";

describe("how wide the gate is", () => {
    let now: number;
    let inside: { readonly name: number; readonly leave: Leave }[];
    const clock = { now: () => now };

    /** As many exports as given wait at each gate; each gate counts from the next hundred on. */
    async function open(widest: number, ...exports: number[]): Promise<void> {
        [now, inside] = [0, []];
        const gates = new Gates(widest, clock);
        for (const [gate, count] of exports.entries()) {
            const names = Array.from({ length: count }, (_, index) => gate * 100 + index + 1);
            for (const name of names) void gates.enter(`region-${gate}`).then((leave) => inside.push({ name, leave }));
        }
        await settled();
    }
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    const names = () => inside.map(({ name }) => name);
    async function answer(afterMs = 0): Promise<void> {
        now += afterMs;
        inside.shift()?.leave();
        await settled();
    }

    it("is two at first", async () => {
        await open(8, 20);
        assert.deepEqual(names(), [1, 2]);
    });

    it("grows by one with each quick answer, to the widest", async () => {
        await open(4, 20);
        await answer(999);
        assert.deepEqual(names(), [2, 3, 4]);
        now = 0;
        await answer();
        assert.deepEqual(names(), [3, 4, 5, 6]);
        await answer();
        assert.deepEqual(names(), [4, 5, 6, 7]);
    });

    it("is two again after a slow answer, when as many have left", async () => {
        await open(4, 20);
        await answer();
        await answer();
        assert.deepEqual(names(), [3, 4, 5, 6]);
        for (const expected of [
            [4, 5, 6],
            [5, 6],
            [6, 7],
            [7, 8],
        ]) {
            await answer(1000);
            assert.deepEqual(names(), expected);
        }
    });

    it("is two for as long as one inside is not answered, though others are", async () => {
        await open(4, 20);
        await answer();
        await answer();
        const [runs, ...others] = inside;
        now += 1000;
        inside = others;
        await answer();
        await answer();
        await answer();
        assert.deepEqual([runs.name, ...names()], [3, 7]);
    });

    it("lets all in, first come, first served", async () => {
        await open(4, 30);
        const seen: number[] = [];
        while (inside.length > 0) {
            seen.push(inside[0].name);
            await answer(400);
        }
        assert.deepEqual(
            seen,
            Array.from({ length: 30 }, (_, index) => index + 1),
        );
    });

    it("is two for each account and Region, and what comes on top is of all together", async () => {
        await open(5, 20, 20);
        assert.deepEqual(names(), [1, 2, 101, 102]);
        await answer();
        assert.deepEqual(names(), [2, 101, 102, 3]);
        await answer();
        assert.deepEqual(names(), [101, 102, 3, 4]);
        await answer();
        assert.deepEqual(names(), [102, 3, 4, 103, 104], "five in all");
        await answer();
        assert.deepEqual(names(), [3, 4, 103, 104, 105], "first the gate that one has left");
        await answer();
        await answer();
        assert.deepEqual(names(), [103, 104, 105, 5, 6], "two of the first, however many of the second wait");
    });

    it("is two for each while one of another account or Region is not answered", async () => {
        await open(6, 20, 20);
        for (let answers = 0; answers < 5; answers++) await answer();
        assert.equal(inside.length, 6);
        now += 1000;
        const [, ...others] = inside; // the first runs
        inside = others;
        for (let answers = 0; answers < 8; answers++) await answer();
        const first = names().filter((name) => name < 100);
        assert.ok(first.length <= 2 && names().length - first.length <= 2, String(names()));
    });

    it("leaves two of what Pulumi does at a time to others, and is two where that is not known", () => {
        const widest = (parallel?: string) => widestGate({ PULUMI_NODEJS_PARALLEL: parallel });
        assert.deepEqual(["1", "4", "5", "8", "10", "16", "2147483647"].map(widest), [2, 2, 3, 6, 8, 8, 8]);
        assert.deepEqual([widest(undefined), widest(""), widest("-1")], [2, 2, 2]);
    });
});
