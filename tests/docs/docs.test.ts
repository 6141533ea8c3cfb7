import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import * as ts from "typescript";
import { ROOT } from "../package/project";
import { type Block, blocksOf, PAGES, textOf } from "./markdown";

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
};

/** The problem of a code block, by language. `npm run lint` checks types. */
const CHECKS: Readonly<Record<string, (text: string) => string[]>> = {
    ts: (text) => {
        const compilerOptions = { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022 };
        const { diagnostics = [] } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
        return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
    json: (text) => thrownBy(() => JSON.parse(text)),
    yaml: (text) => thrownBy(() => load(text)),
    sh: (text) => {
        const names = [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
        return names.filter((name) => !(name in scripts)).map((name) => `there is no npm script ${name}`);
    },
    mermaid: (text) => {
        const [first, ...lines] = text.trimEnd().split("\n");
        const node = String.raw`\w+(\["[^"]+"\])?`;
        const edge = new RegExp(`^ {4}${node} -->(\\|[^|]+\\|)? ${node}$`);
        const wrong = lines.filter((line) => !edge.test(line)).map((line) => `no edge of a flowchart: ${line}`);
        return /^flowchart (LR|TD)$/.test(first) ? wrong : [`no flowchart: ${first}`];
    },
    // Run, in tests/query and tests/plugin.
    sql: () => [],
    python: () => [],
    go: () => [],
    csharp: () => [],
    java: () => [],
    "": () => [],
};

function thrownBy(parse: () => unknown): string[] {
    try {
        parse();
        return [];
    } catch (error) {
        return [(error as Error).message];
    }
}

describe("the documentation", () => {
    const where = ({ page, line }: Block) => `${page}:${line}`;

    it("has code blocks in languages that are checked, and they are right", () => {
        const blocks = PAGES.flatMap(blocksOf);
        assert.ok(blocks.filter(({ language }) => language === "ts").length >= 8);
        const wrong = blocks.flatMap((block) => {
            const check = CHECKS[block.language] as ((text: string) => string[]) | undefined;
            const found = check ? check(block.text) : [`the language ${block.language} is not checked`];
            return found.map((text) => `${where(block)}: ${text}`);
        });
        assert.deepEqual(wrong, []);
    });

    it("has a README of 700 to 900 words", () => {
        const { length } = textOf("README.md").split(/\s+/).filter(Boolean);
        assert.ok(length >= 700 && length <= 900, `${length}`);
    });

    it("links to places that there are", () => {
        const broken = PAGES.flatMap((page) =>
            [...textOf(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
                .map(([, target]) => target)
                .filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith("api/"))
                .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
                .map((target) => `${page}: ${target}`),
        );
        assert.deepEqual(broken, []);
    });

    it("has an index of all its pages, and one of the decisions", () => {
        for (const folder of ["docs/", "docs/decisions/"]) {
            const index = textOf(`${folder}README.md`);
            const pages = PAGES.filter((page) => page.startsWith(folder) && !page.slice(folder.length).includes("/"));
            const missing = pages
                .map((page) => page.slice(folder.length))
                .filter((name) => name !== "README.md" && !index.includes(`(${name})`));
            assert.deepEqual(missing, [], folder);
        }
    });
});
