/** A text in parts: literal, or a path into a resource, variable or config value. */
export type Part = { readonly text: string } | { readonly path: readonly (string | number)[] };

/** Parses `"a ${bucket.name} b"`; `$${` stands for `${`. */
export function parseText(text: string): Part[] {
    const parts: Part[] = [];
    let literal = "";
    for (let at = 0; at < text.length;) {
        if (text.startsWith("$${", at)) {
            literal += "${";
            at += 3;
        } else if (text.startsWith("${", at)) {
            const end = text.indexOf("}", at);
            if (end < 0) {
                throw new Error(`${JSON.stringify(text)} lacks a }.`);
            }
            if (literal !== "") {
                parts.push({ text: literal });
                literal = "";
            }
            parts.push({ path: parsePath(text.slice(at + 2, end)) });
            at = end + 1;
        } else {
            literal += text[at];
            at += 1;
        }
    }
    return literal === "" && parts.length > 0 ? parts : [...parts, { text: literal }];
}

/** `audit.uris[0]`, `tags["a.b"]` */
function parsePath(path: string): (string | number)[] {
    const steps = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]|\["([^"]+)"\]/g)];
    if (steps.length === 0) {
        throw new Error(`\${${path}} is not a path, such as \${bucket.name}.`);
    }
    return steps.map(([, name, index, quoted]) => (index === undefined ? (quoted ?? name) : Number(index)));
}
