import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Packed, packed, ROOT } from "./project";

const MOST_BYTES_UNPACKED = 1_000_000;

describe("the packed package", () => {
    let contents: Packed;
    before(() => {
        const folder = mkdtempSync(join(tmpdir(), "pack-"));
        contents = packed(folder);
        rmSync(folder, { recursive: true, force: true });
    });

    it("holds what is needed", () => {
        const paths = contents.files.map(({ path }) => path);
        const needed = ["dist/index.js", "dist/index.d.ts", "dist/providers/exportTask/lifecycle.js"];
        for (const path of [...needed, "package.json", "README.md", "LICENSE", "CHANGELOG.md"]) {
            assert.ok(paths.includes(path), path);
        }
        const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: object };
        assert.ok("./exportTask" in exports, "the frozen name");
    });

    it("holds nothing else: no tests, no sandbox, no sources", () => {
        const allowed =
            /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(index|components\/.+|providers\/.+)\.(js|d\.ts))$/;
        assert.deepEqual(
            contents.files.map(({ path }) => path).filter((path) => !allowed.test(path)),
            [],
        );
    });

    it(`takes at most ${MOST_BYTES_UNPACKED} bytes`, () => {
        console.log(
            `      ${contents.size} bytes packed, ${contents.unpackedSize} unpacked, ${contents.files.length} files`,
        );
        assert.ok(contents.unpackedSize <= MOST_BYTES_UNPACKED);
    });

    it("says nothing of the machine that made it", () => {
        for (const { path } of contents.files) {
            assert.ok(!readFileSync(join(ROOT, path), "utf8").includes(ROOT), path);
        }
    });
});
