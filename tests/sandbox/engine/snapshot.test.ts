import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Snapshot } from "../../../sandbox/engine/snapshot";
import type { ExportedState, ResourceState } from "../../../sandbox/engine/state";

describe("the state of a stack while the embedded engine runs", () => {
    let folder: string;
    let file: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "snapshot-"));
        file = join(folder, "state.json");
        const resources = ["a", "b"].map((name) => resource(name));
        const deployment = { manifest: { time: "", magic: "", version: "embedded" }, resources };
        writeFileSync(file, JSON.stringify({ version: 3, deployment } satisfies ExportedState));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("is not written for a resource that stays as it is, and is at the end", () => {
        const before = readFileSync(file, "utf8");
        const snapshot = Snapshot.open(file, true);
        snapshot.previous.forEach((state) =>
            snapshot.record(state, { ...state, customTimeouts: { create: undefined } }),
        );
        assert.equal(readFileSync(file, "utf8"), before);
        snapshot.close();
        assert.notEqual(readFileSync(file, "utf8"), before);
        assert.deepEqual(names(), ["a", "b"]);
    });

    it("is written at once for whatever else changes of it", () => {
        for (const change of [{ parent: "p" }, { protect: true }, { inputs: { text: "b" } }]) {
            const snapshot = Snapshot.open(file, true);
            const [first] = snapshot.previous;
            snapshot.record(first, { ...first, ...change });
            const [written] = read().deployment.resources ?? [];
            assert.deepEqual({ ...written, ...change }, written);
        }
    });

    it("has with the next change all that stayed before it", () => {
        const snapshot = Snapshot.open(file, true);
        const [first, second] = snapshot.previous;
        snapshot.record(second, { ...second });
        snapshot.record(first, undefined);
        assert.deepEqual(names(), ["b"]);
    });

    const read = () => JSON.parse(readFileSync(file, "utf8")) as ExportedState;
    const names = () => (read().deployment.resources ?? []).map(({ urn }) => urn.split("::").at(-1));
});

function resource(name: string): ResourceState {
    const type = "test:index:Thing";
    return { urn: `urn:pulumi:stack::project::${type}::${name}`, custom: true, type, id: name, inputs: { text: "a" } };
}
