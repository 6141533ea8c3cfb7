import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type Page } from "playwright-core";
import { coveragePage } from "../../commands/coverage/html";
import { browserPath, openBrowser } from "../support/browser";
import { NOW } from "../support/account";
import { demoCoverage } from "./demoCoverage";

interface AxeResult {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
    readonly passes: readonly unknown[];
}

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

describe("the page of coverage", () => {
    const path = browserPath();
    if (path === undefined) {
        console.log(
            "The page of coverage is not opened in a browser: there is no Chromium. Install one, or set CHROME_PATH.",
        );
    } else {
        describe("in a browser", () => inBrowser(path));
    }

    it("needs nothing from anywhere else, and no script", () => {
        const page = coveragePage(demoCoverage(), "s3://audit-archive/audit/", NOW);
        assert.doesNotMatch(page, /<script|<link|<img|src=|href=|url\(|@import|https?:/);
    });

    it("escapes names, which anybody who creates a log group can choose", () => {
        const coverage = demoCoverage();
        const [group] = coverage.logGroups;
        const page = coveragePage({ ...coverage, logGroups: [{ ...group, name: "<b>&\"'" }] }, "s3://a/<i>/", NOW);
        assert.ok(!page.includes("<b>") && !page.includes("<i>"));
        assert.ok(page.includes("&#60;b&#62;&#38;&#34;&#39;"));
    });
});

function inBrowser(path: string): void {
    let folder: string;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    before(async function () {
        this.timeout(60_000);
        folder = mkdtempSync(join(tmpdir(), "page-"));
        writeFileSync(join(folder, "page.html"), coveragePage(demoCoverage(), "s3://audit-archive/audit/", NOW));
        browser = await openBrowser(path);
    });
    beforeEach(async () => {
        complaints.length = 0;
        page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        page.on("console", (message) => complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(error.message));
        page.on("request", (request) => {
            if (!request.url().startsWith("file:")) complaints.push(request.url());
        });
        await page.goto(pathToFileURL(join(folder, "page.html")).href);
    });
    afterEach(() => page.close());
    after(async () => {
        await browser?.close();
        rmSync(folder, { recursive: true, force: true });
    });

    for (const colorScheme of ["light", "dark"] as const) {
        it(`has nothing that axe finds fault with (${colorScheme})`, async () => {
            await page.emulateMedia({ colorScheme });
            const run =
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })";
            const { violations, passes } = (await page.evaluate(`${AXE}; ${run}`)) as AxeResult;
            assert.deepEqual(
                violations.map(({ id, nodes }) => [id, nodes[0].html]),
                [],
            );
            assert.ok(passes.length > 15);
        });
    }

    it("loads without a complaint, its own style included", async () => {
        assert.deepEqual(complaints, []);
        const back = await page.evaluate("getComputedStyle(document.querySelector('td.missing')).backgroundColor");
        assert.equal(back, "rgb(196, 32, 45)");
    });

    it("shows a cell for each log group and day, where it belongs", async () => {
        assert.equal(await page.locator("table.picture tbody tr").count(), 20);
        assert.equal(await page.locator("table.picture tbody td").count(), 20 * 90);
        const row = page.getByRole("row", { name: "/aws/lambda/mail-7" }).last();
        const cell = row.getByRole("cell").nth(51);
        assert.match((await cell.getAttribute("title")) ?? "", /^2026-09-21: missing$/);
        const [box, head] = [
            await cell.boundingBox(),
            await page.locator("table.picture thead tr").nth(1).locator("th").nth(51).boundingBox(),
        ];
        assert.ok(box && head && Math.abs(box.x - head.x) < 2, "under its day");
    });

    it("says the same without colours: a sign to see, words to hear", async () => {
        for (const [state, sign, words] of [
            ["missing", "×", "missing"],
            ["incomplete", "!", "objects are gone"],
            ["partial", "~", "partly missing"],
            ["expired", "–", "expired before the export"],
            ["empty", "·", "exported, no events"],
        ] as const) {
            const cell = page.locator(`td.${state}`).first();
            assert.equal(await cell.locator("[aria-hidden]").textContent(), sign);
            assert.match((await cell.locator(".heard").textContent()) ?? "", new RegExp(`^${words}`));
        }
    });

    it("lists the gaps above the picture", async () => {
        const rows = await page.locator("table.gaps tbody tr").allInnerTexts();
        assert.equal(rows.length, 5);
        assert.match(rows[1], /\/aws\/lambda\/mail-7\s+2026-09-20 – 2026-09-22 \(3 days\)\s+not exported/);
    });

    it("fits a phone: only the tables scroll sideways, by keyboard too, and keep the names in sight", async () => {
        await page.setViewportSize({ width: 390, height: 800 });
        assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
        const region = page.getByRole("region", { name: "By day" });
        await region.focus();
        await page.keyboard.press("ArrowRight");
        await page.waitForFunction("document.querySelector('[aria-labelledby]').scrollLeft > 0");
        const name = await page.locator("table.picture tbody th").first().boundingBox();
        assert.ok(name && name.x >= 0 && name.x < 60);
    });
}
