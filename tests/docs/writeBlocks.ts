import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, PAGES } from "./markdown";

// Writes the documentation's TypeScript to files, so that `npm run lint` checks its types.

const FOLDER = join(__dirname, "blocks");

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const block of PAGES.flatMap(blocksOf).filter(({ language }) => language === "ts")) {
    const name = `${block.page.replace(/\.md$/, "").replace(/\W+/g, "-")}-line-${block.line}.ts`;
    writeFileSync(join(FOLDER, name), block.text.includes("import ") ? block.text : `${block.text}\nexport {};\n`);
}
