import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { ROOT } from "../package/project";

/** Stands for what a message fills in. */
const GAP = "…";

/** Every text that the package's code can put together, with a gap for each value. */
export function textsInCode(): string[] {
    return ["components", "providers"].flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
            .filter((path) => path.endsWith(".ts"))
            .flatMap((path) => textsIn(readFileSync(join(ROOT, folder, path), "utf8"))),
    );
}

function textsIn(source: string): string[] {
    const texts: string[] = [];
    const visit = (node: ts.Node): void => {
        const text = textOf(node);
        if (text !== undefined && text !== GAP) texts.push(text);
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true));
    return texts;
}

function textOf(node: ts.Node): string | undefined {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
    if (ts.isTemplateExpression(node)) {
        return node.head.text + node.templateSpans.map(({ literal }) => GAP + literal.text).join("");
    }
    if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
        return (textOf(node.left) ?? GAP) + (textOf(node.right) ?? GAP);
    }
    return undefined;
}

/** Whether a message, with gaps, is a part of what the code says. */
export function isSaid(message: string, texts: readonly string[]): boolean {
    return texts.some((text) => text.includes(message));
}
