import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { EventSplitter } from "../../commands/archive/chunks";
import { type StreamOfExport } from "../../commands/read/cursor";
import { CursorHeap } from "../../commands/read/cursorHeap";
import { merge } from "../../commands/read/merge";
import { Runs, Workspace } from "../../commands/read/runs";

/** Sorts lines of streams as the command does, with so little memory that it needs files. */
async function sorted(streams: readonly (readonly number[])[], memoryBytes: number, chunkBytes: number) {
    const workspace = new Workspace(memoryBytes);
    const sources: StreamOfExport[] = [];
    const runs = new Runs(workspace, "task");
    for (const [index, times] of streams.entries()) {
        sources.push({ index, stream: String(index), taskId: "task" });
        const splitter = new EventSplitter(chunkBytes);
        for (const [at, time] of times.entries()) {
            const chunk = splitter.push(Buffer.from(`${new Date(time).toISOString()} ${index}/${at}\nmore\n`));
            if (chunk) runs.add(chunk, index);
        }
        const rest = splitter.end();
        if (rest) runs.add(rest, index);
    }
    const { usesFiles } = workspace;
    const heap = new CursorHeap();
    const texts: string[] = [];
    const prepared = (async function* () {
        yield await Promise.resolve({ earliest: 0, addTo: (to: CursorHeap) => runs.addTo(to) });
    })();
    for await (const some of merge(prepared, sources, heap)) for (const text of some) texts.push(text.toString());
    workspace.remove();
    return { texts, usesFiles, left: workspace.bytesInMemory };
}

describe("sorting events beyond the memory", () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 80 });

    it("loses none, and keeps a stream's events of one time in their order", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(times, { minLength: 1, maxLength: 4 }),
                fc.integer({ min: 1, max: 4_000 }),
                async (streams, memory) => {
                    const { texts, left } = await sorted(streams, memory, 200);
                    const expected = streams.flatMap((stream, index) =>
                        stream.map((time, at) => ({ time, index, at })),
                    );
                    const found = texts.map((text) => {
                        const [, time, index, at] = /^(\S+) (\d+)\/(\d+)\nmore\n$/.exec(text) ?? [];
                        return { time: Date.parse(time), index: Number(index), at: Number(at) };
                    });
                    assert.equal(found.length, expected.length);
                    for (const [at, event] of found.entries()) {
                        if (at > 0) assert.ok(found[at - 1].time <= event.time);
                    }
                    for (const index of streams.keys()) {
                        const ofStream = (events: typeof found) => events.filter((event) => event.index === index);
                        const wanted = ofStream(expected).sort((a, b) => a.time - b.time || a.at - b.at);
                        assert.deepEqual(ofStream(found), wanted);
                    }
                    assert.equal(left, 0, "memory is given back");
                },
            ),
            { numRuns: 60 },
        );
    });

    it("needs files only beyond it", async () => {
        const stream = Array.from({ length: 100 }, (_, index) => 100 - index);
        assert.equal((await sorted([stream], 1_000, 200)).usesFiles, true);
        assert.equal((await sorted([stream], 1_000_000, 200)).usesFiles, false);
    });
});
