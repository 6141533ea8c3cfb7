import * as assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
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
        const schema = "dist/providers/exportTask/run/manifest.schema.json";
        for (const path of [
            ...needed,
            schema,
            "dist/commands/main.js",
            "package.json",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
        ]) {
            assert.ok(paths.includes(path), path);
        }
        const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: object };
        assert.ok("./exportTask" in exports, "the frozen name");
    });

    it("holds nothing else: no tests, no sandbox, no sources", () => {
        const allowed =
            /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(index|(components|commands|providers)\/.+|plugin\/main)\.(js|d\.ts|schema\.json))$/;
        assert.deepEqual(
            contents.files.map(({ path }) => path).filter((path) => !allowed.test(path)),
            [],
        );
    });

    it("holds every declaration that its entry points are made of", () => {
        const paths = contents.files.map(({ path }) => path).filter((path) => path.endsWith(".d.ts"));
        const found = new Set<string>();
        const visit = (path: string) => {
            if (found.has(path)) return;
            found.add(path);
            for (const [, name] of readFileSync(join(ROOT, path), "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
                visit(`${posix.join(posix.dirname(path), name)}.d.ts`);
            }
        };
        visit("dist/index.d.ts");
        for (const name of ["exportTask", "bucketContents"]) visit(`dist/providers/${name}/lifecycle.d.ts`);
        assert.ok(found.size > 50);
        assert.deepEqual(
            [...found].filter((path) => !paths.includes(path)),
            [],
        );
    });

    it("holds under dist only what a source was compiled to: `npm run clean` removes the rest", () => {
        const compiled = contents.files.map(({ path }) => path).filter((path) => path.startsWith("dist/"));
        const sourceOf = (path: string) => join(ROOT, path.replace(/^dist\//, "").replace(/(\.d\.ts|\.js)$/, ".ts"));
        assert.deepEqual(
            compiled.filter((path) => !existsSync(sourceOf(path))),
            [],
        );
    });

    it("is packed from a dist made anew: the compiler leaves there what has lost its source", () => {
        const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
            scripts: Record<"clean" | "prepack", string>;
        };
        assert.match(scripts.prepack, /^npm run clean && /);
        const folder = mkdtempSync(join(tmpdir(), "clean-"));
        mkdirSync(join(folder, "dist", "components"), { recursive: true });
        for (const path of [".tsbuildinfo", "components/moved.js"]) writeFileSync(join(folder, "dist", path), "");
        execSync(scripts.clean, { cwd: folder });
        assert.deepEqual(readdirSync(folder), []);
        rmSync(folder, { recursive: true, force: true });
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
