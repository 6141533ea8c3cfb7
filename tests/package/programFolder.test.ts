import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PACKAGE, ROOT } from "./project";

const { exports: entryPoints } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    exports: Record<string, Record<string, string>>;
};
/** What Pulumi runs if the nearest package.json is this package's: cmd/run reads `default` before `require` and `import`. */
const PROGRAM = join(ROOT, entryPoints["."].default);

describe("a program's folder in a checkout, without package.json", function () {
    this.timeout(60_000);
    let folder: string;
    beforeEach(() => {
        folder = realpathSync(mkdtempSync(join(tmpdir(), "program-folder-")));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Runs a file in the folder. */
    function run(path: string, text: string) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        return spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
    }
    const requiring = (what: string) => `console.log(typeof require(${JSON.stringify(what)}).LogExport);`;

    it("is told so, in place of an up that declares nothing and succeeds", () => {
        const { status, stderr } = run("cmd/run/run.js", requiring(PROGRAM));
        assert.equal(status, 1);
        assert.ok(stderr.includes(`There is no package.json in ${folder}, so Pulumi takes the package`), stderr);
    });

    it("may load the package by its folder", () => {
        assert.equal(run("program.js", requiring(ROOT)).stdout, "function\n");
        assert.equal(run("program.js", requiring(PROGRAM)).stdout, "function\n");
    });

    it("gets the library by its name, with require and with import", () => {
        const from = JSON.stringify(join(ROOT, "program", "index.js"));
        const wanted = `${join(ROOT, "dist", "index.js")}\n`;
        const required = `console.log(require("node:module").createRequire(${from}).resolve("${PACKAGE}"));`;
        assert.equal(run("program.js", required).stdout, wanted);
        const args = ["--input-type=module", "--eval", `console.log(import.meta.resolve("${PACKAGE}"));`];
        const { stdout } = spawnSync(process.execPath, args, { cwd: join(ROOT, "program"), encoding: "utf8" });
        assert.ok(stdout.endsWith("/dist/index.js\n"), stdout);
    });
});
