import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { ROOT } from "../package/project";

/** The placeholder for values in a message. */
const GAP = "…";

/** A message of the package's code, with a gap for each value. */
export interface Text {
    readonly file: string;
    readonly text: string;
    /** A part of `… is …, but must be …`, which names the property, the value, what is allowed and the next step. */
    readonly isOfRefusal: boolean;
}

export function textsInCode(): Text[] {
    return ["commands", "components", "plugin", "providers"].flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
            .filter((path) => path.endsWith(".ts"))
            .filter((path) => !(folder === "plugin" && path.startsWith("schema"))) // runs where the package is built
            .map((path) => `${folder}/${path.replace(/\\/g, "/")}`)
            .flatMap((file) => textsIn(file, readFileSync(join(ROOT, file), "utf8"))),
    );
}

function textsIn(file: string, source: string): Text[] {
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    const refusals = refusalsIn(tree);
    const texts: Text[] = [];
    const visit = (node: ts.Node, isOfRefusal: boolean): void => {
        const text = textOf(node);
        if (text !== undefined) {
            if (text !== GAP) texts.push({ file, text, isOfRefusal });
            gapsOf(node).forEach((gap) => visit(gap, isOfRefusal || refusals.has(gap)));
            return;
        }
        ts.forEachChild(node, (child) => visit(child, isOfRefusal || refusals.has(child)));
    };
    visit(tree, false);
    return texts;
}

/** Calls of `refuse`, and the constants in the same file that they use. */
function refusalsIn(tree: ts.Node): ReadonlySet<ts.Node> {
    const [calls, declared] = [[] as ts.Node[], new Map<string, ts.Node[]>()];
    const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && node.expression.getText().startsWith("refuse")) calls.push(node);
        if ((ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name) {
            const names = ts.isIdentifier(node.name)
                ? [node.name.text]
                : node.name.elements.map((element) => element.getText());
            for (const name of names) declared.set(name, [...(declared.get(name) ?? []), node]);
        }
        ts.forEachChild(node, visit);
    };
    visit(tree);
    const found = new Set<ts.Node>();
    const follow = (node: ts.Node): void => {
        if (ts.isIdentifier(node)) {
            for (const declaration of declared.get(node.text) ?? []) add(declaration);
        }
        ts.forEachChild(node, follow);
    };
    const add = (node: ts.Node): void => {
        if (found.has(node)) return;
        found.add(node);
        follow(node);
    };
    calls.forEach(add);
    return found;
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

/** The values in the gaps. */
function gapsOf(node: ts.Node): ts.Node[] {
    if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
    if (ts.isParenthesizedExpression(node)) return gapsOf(node.expression);
    if (!ts.isBinaryExpression(node)) return [];
    return [node.left, node.right].flatMap((side) => (textOf(side) === undefined ? [side] : gapsOf(side)));
}

/** Whether the code can produce a message that contains this one. */
export function isSaid(message: string, texts: readonly Text[]): boolean {
    return texts.some(({ text }) => text.includes(message));
}

/** All messages for users in whole sentences, except those about arguments. */
export function sentencesIn(texts: readonly Text[]): string[] {
    const sentences = texts.filter(({ text, isOfRefusal }) => !isOfRefusal && isSentence(text));
    return [...new Set(sentences.map(({ text }) => text))];
}

/** Several words and a full stop; not a path, a pattern or an expression of the states language. */
function isSentence(text: string): boolean {
    const words = text.split(/\s+/).filter((word) => /^["'`(]*[a-z][a-z']*[,;:.]?$/.test(word));
    return words.length >= 3 && /[.] *(…|")* *$/.test(text) && !/[$&] |^[$({[]/.test(text);
}
