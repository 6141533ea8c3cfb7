const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** The warnings in an output, without the parts that differ from run to run. */
export function warningsIn(said: string): string[] {
    return said
        .replace(COLOURS, "")
        .split("\n")
        .map((line) => line.replace(/^[\s│├└─┬]+/, "").trim()) // pnpm draws a tree
        .filter((line) => /\bwarn(ing)?\b|deprecat|unmet|EBADENGINE|YN0002|YN0060|YN0086/i.test(line));
}

/** The warnings of one output that the other does not have. Yarn 1 names the dependent package, so Pulumi's are excluded. */
export function warningsOnlyIn(said: string, baseline: string): string[] {
    const known = new Set(warningsIn(baseline));
    return warningsIn(said).filter((line) => !known.has(line) && !line.startsWith('warning "@pulumi/'));
}
