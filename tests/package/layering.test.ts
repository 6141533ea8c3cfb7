import * as assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
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

    it("fails on circles, of types alone too, and on each import upwards", () => {
        const upwards: readonly [rule: string, importing: string, imported: string][] = [
            ["providers-are-below", "providers/a.ts", "components/b.ts"],
            ["no-component-knows-an-export-of-many", "components/exportBucket/a.ts", "components/logExport/b.ts"],
            ["providers-are-below", "providers/c.ts", "commands/d.ts"],
            ["components-are-below", "components/c.ts", "commands/e.ts"],
            ["commands-stand-on-providers", "commands/f.ts", "components/g.ts"],
        ];
        const files: Record<string, string> = {
            "providers/x.ts": 'import { type Y } from "./y"; export interface X { y?: Y }',
            "providers/y.ts": 'import { type X } from "./x"; export interface Y { x?: X }',
        };
        for (const [, importing, imported] of upwards) {
            const path = relative(dirname(importing), imported).replace(/\\/g, "/").replace(/\.ts$/, "");
            files[importing] = `import { type B } from "${path}"; export type A = B;`;
            files[imported] = "export type B = string;";
        }
        const { isClean, said } = cruise(files);
        assert.ok(!isClean);
        assert.match(said, /error no-circles: providers\/[xy]\.ts/);
        for (const [rule, importing, imported] of upwards) {
            assert.ok(said.includes(`error ${rule}: ${importing} → ${imported}`), `${importing}: ${said}`);
        }
    });
});
