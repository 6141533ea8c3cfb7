import * as assert from "node:assert/strict";
import { Gate, type Leave, widestGate } from "../../../providers/exportTask/gateWidth";

describe("how wide the gate is", () => {
    let now: number;
    let inside: { readonly name: number; readonly leave: Leave }[];
    const clock = { now: () => now };

    /** As many exports as given wait at a gate. */
    async function open(widest: number, exports: number): Promise<void> {
        [now, inside] = [0, []];
        const gate = new Gate(widest, clock);
        for (let name = 1; name <= exports; name++) void gate.enter().then((leave) => inside.push({ name, leave }));
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

    it("is at most half of what Pulumi does at a time, and two where that is not known", () => {
        const widest = (parallel?: string) => widestGate({ PULUMI_NODEJS_PARALLEL: parallel });
        assert.deepEqual(["1", "4", "8", "9", "16", "2147483647"].map(widest), [2, 2, 4, 4, 8, 8]);
        assert.deepEqual([widest(undefined), widest(""), widest("-1")], [2, 2, 2]);
    });
});
