import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../package/project";
import { blocksOf, PAGES } from "../markdown";
import { FATES } from "./blocks";

const pagesWithCode = [...PAGES, "sandbox/README.md"].filter((page) => blocksOf(page).length > 0);

describe("every block of code in the documentation", () => {
    it("is run by a test, or it is said why not", () => {
        const counts = (pages: readonly string[], count: (page: string) => number) =>
            Object.fromEntries([...pages].sort().map((page) => [page, count(page)]));
        assert.deepEqual(
            counts(Object.keys(FATES), (page) => FATES[page].length),
            counts(pagesWithCode, (page) => blocksOf(page).length),
        );
    });

    it("has a test that names its page", () => {
        const wrong = Object.entries(FATES).flatMap(([page, fates]) =>
            fates.flatMap((fate) => {
                if ("because" in fate) return fate.because ? [] : [`${page}: no reason`];
                if (!existsSync(join(ROOT, fate.by))) return [`${page}: there is no ${fate.by}`];
                const text = readFileSync(join(ROOT, fate.by), "utf8");
                return text.includes(page) || text.includes("blocksBelow") ? [] : [`${page}: not in ${fate.by}`];
            }),
        );
        assert.deepEqual([...new Set(wrong)], []);
    });
});
