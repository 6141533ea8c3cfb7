const compiled = { exact: new Map<string, RegExp>(), ignoringCase: new Map<string, RegExp>() };

/** IAM's wildcards: `*` matches any characters, `?` exactly one. */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
    const known = ignoreCase ? compiled.ignoringCase : compiled.exact;
    let expression = known.get(pattern);
    if (!expression) {
        const source = pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replace(/\*/g, "[^]*")
            .replace(/\?/g, "[^]");
        expression = new RegExp(`^${source}$`, ignoreCase ? "i" : "");
        known.set(pattern, expression);
    }
    return expression.test(text);
}

/** Compares ARNs part by part: a `*` does not match across a colon, except in the resource, the sixth part. */
export function matchesArn(pattern: string, arn: string): boolean {
    if (pattern === "*") return true;
    const wanted = arnParts(pattern);
    const given = arnParts(arn);
    return wanted.length === 6 && given.length === 6 && wanted.every((part, i) => matchesPattern(part, given[i]));
}

function arnParts(arn: string): string[] {
    const parts = arn.split(":");
    return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}
