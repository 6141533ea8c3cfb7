import * as assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./project";

const DEPCRUISE = join(ROOT, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");

/** The output of the lint rule for imports, for a tree of these files. */
function cruise(files: Readonly<Record<string, string>>): { isClean: boolean; said: string } {
    const folder = mkdtempSync(join(tmpdir(), "layering-"));
    try {
        for (const file of [".dependency-cruiser.cjs", "tsconfig.json"]) cpSync(join(ROOT, file), join(folder, file));
        symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
        for (const name of ["components/exportBucket", "components/logExport", "commands", "providers/aws"]) {
            mkdirSync(join(folder, name), { recursive: true });
        }
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [DEPCRUISE, "components", "commands", "providers"],
            {
                cwd: folder,
                encoding: "utf8",
            },
        );
        return { isClean: status === 0, said: stdout + stderr };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

describe("the lint rule for imports", () => {
    it("accepts an import from a lower floor", () => {
        const { isClean, said } = cruise({
            "components/a.ts": 'import { b } from "../providers/b"; export const a = b;',
            "providers/b.ts": "export const b = 1;",
        });
        assert.ok(isClean, said);
    });

    it("fails on a circle, of types alone too", () => {
        const { isClean, said } = cruise({
            "providers/a.ts": 'import { type B } from "./b"; export interface A { b?: B }',
            "providers/b.ts": 'import { type A } from "./a"; export interface B { a?: A }',
        });
        assert.ok(!isClean);
        assert.match(said, /error no-circles/);
    });

    const upwards: readonly [string, string, string][] = [
        ["providers/a.ts", "../components/b", "components/b.ts"],
        ["components/exportBucket/a.ts", "../logExport/b", "components/logExport/b.ts"],
        ["providers/a.ts", "../commands/b", "commands/b.ts"],
        ["components/a.ts", "../commands/b", "commands/b.ts"],
        ["commands/a.ts", "../components/b", "components/b.ts"],
    ];
    for (const [importing, path, imported] of upwards) {
        it(`fails on an import from ${importing} up to ${imported}`, () => {
            const { isClean, said } = cruise({
                [importing]: `import { type B } from "${path}"; export type A = B;`,
                [imported]: "export type B = string;",
            });
            assert.ok(!isClean);
            assert.match(
                said,
                /error (providers-are-below|components-are-below|commands-stand-on-providers|no-component-knows)/,
            );
        });
    }
});
