import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../package/project";

/** The pages for users: those beside package.json and in docs/, without the generated reference. */
export const PAGES: readonly string[] = [
    ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
    ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
        .map((path) => path.replace(/\\/g, "/"))
        .filter((path) => path.endsWith(".md") && !path.startsWith("api/"))
        .map((path) => `docs/${path}`),
].sort();

export interface Block {
    readonly page: string;
    /** The line on which it begins. */
    readonly line: number;
    readonly language: string;
    readonly text: string;
}

export function textOf(page: string): string {
    return readFileSync(join(ROOT, page), "utf8").replace(/\r\n/g, "\n");
}

/** The code blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
    const text = textOf(page);
    return [...text.matchAll(/^( *)```([\w-]*)\n([\s\S]*?)^\1```$/gm)].map(({ index, 2: language, 3: block }) => ({
        page,
        line: text.slice(0, index).split("\n").length,
        language,
        text: block,
    }));
}
