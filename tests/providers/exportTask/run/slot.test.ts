import * as assert from "node:assert/strict";
import { withSlot } from "../../../../providers/exportTask/run/slot";
import { quiet } from "../../../support/mocks";

interface Use {
    readonly name: string;
    readonly finish: () => void;
    readonly fail: (error: Error) => void;
}

describe("the slot of an account and Region", () => {
    let slots = 0;
    let slot: string;
    let running: Use[];
    let began: string[];
    beforeEach(() => {
        slot = `test-${++slots}`;
        running = [];
        began = [];
    });

    /** A holder of the slot that the test ends. */
    const use = (name: string, of = slot, onPosition: (ahead: number) => void = () => undefined) =>
        withSlot(of, onPosition, () => {
            began.push(name);
            return new Promise<string>((resolve, reject) => {
                running.push({ name, finish: () => resolve(name), fail: reject });
            });
        });

    it("is had by one at a time, first in, first out", async () => {
        const uses = ["a", "b", "c"].map((name) => use(name));
        for (const [index, name] of ["a", "b", "c"].entries()) {
            await quiet();
            assert.deepEqual(began, ["a", "b", "c"].slice(0, index + 1), `while ${name} runs`);
            running[index].finish();
        }
        assert.deepEqual(await Promise.all(uses), ["a", "b", "c"]);
    });

    it("goes to the next when the one before fails, which fails by itself", async () => {
        const [first, second] = [use("a"), use("b")];
        await quiet();
        running[0].fail(new Error("broken"));
        await assert.rejects(first, /broken/);
        await quiet();
        assert.deepEqual(began, ["a", "b"]);
        running[1].finish();
        assert.equal(await second, "b");
    });

    it("goes to the next when one throws before it waits for anything", async () => {
        const throwing = withSlot(
            slot,
            () => undefined,
            () => {
                throw new Error("at once");
            },
        );
        await assert.rejects(throwing, /at once/);
        const next = use("b");
        await quiet();
        assert.deepEqual(began, ["b"]);
        running[0].finish();
        await next;
    });

    it("is not taken by one who comes in the moment in which it changes hands", async () => {
        const late: Promise<string>[] = [];
        const uses = [
            use("a"),
            use("b"),
            use("c", slot, (ahead) => {
                if (ahead === 1) late.push(use("late")); // "b" has been called, but has not begun
            }),
        ];
        await quiet();
        running[0].finish();
        await quiet();
        assert.deepEqual(began, ["a", "b"]);
        for (const index of [1, 2, 3]) {
            running[index].finish();
            await quiet();
        }
        assert.deepEqual(began, ["a", "b", "c", "late"]);
        await Promise.all([...uses, ...late]);
    });

    it("is free again after the last", async () => {
        for (const name of ["a", "b"]) {
            const only = use(name);
            await quiet();
            running[running.length - 1].finish();
            assert.equal(await only, name);
        }
        assert.deepEqual(began, ["a", "b"]);
    });

    it("is another one for another account or Region", async () => {
        const uses = [use("here"), use("there", `${slot}-other`)];
        await quiet();
        assert.deepEqual(began, ["here", "there"]);
        running.forEach(({ finish }) => finish());
        await Promise.all(uses);
    });

    it("tells how many are ahead, whenever that changes, and nothing to who has it", async () => {
        const heard: Record<string, number[]> = { a: [], b: [], c: [] };
        const uses = Object.keys(heard).map((name) => use(name, slot, (ahead) => heard[name].push(ahead)));
        for (const index of [0, 1, 2]) {
            await quiet();
            running[index].finish();
        }
        await Promise.all(uses);
        assert.deepEqual(heard, { a: [], b: [1], c: [2, 1] });
    });

    it("is shared with a second copy of the code in the same process", async () => {
        const path = require.resolve("../../../../providers/exportTask/run/slot");
        const loaded = require.cache[path];
        delete require.cache[path];
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy, which import would not load
        const copy = require(path) as { withSlot: typeof withSlot };
        require.cache[path] = loaded;
        assert.notEqual(copy.withSlot, withSlot);
        const first = use("first");
        let isIn = false;
        const second = copy.withSlot(
            slot,
            () => undefined,
            () => Promise.resolve((isIn = true)),
        );
        await quiet();
        assert.equal(isIn, false);
        running[0].finish();
        await Promise.all([first, second]);
        assert.equal(isIn, true);
    });
});
