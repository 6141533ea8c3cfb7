import * as assert from "node:assert/strict";
import { type Block, blocksOf, textOf } from "../docs/markdown";

const PAGE = "docs/query.md";

/** The code blocks of a section of docs/query.md, in order. */
export function blocksBelow(heading: string): Block[] {
    const lines = textOf(PAGE).split("\n");
    const start = lines.indexOf(`## ${heading}`);
    assert.ok(start >= 0, heading);
    const next = lines.findIndex((line, index) => index > start && line.startsWith("## "));
    return blocksOf(PAGE).filter(({ line }) => line > start && (next < 0 || line <= next));
}
