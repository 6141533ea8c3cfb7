const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** The lines of an output that warn of something, without what differs from run to run. */
export function warningsIn(said: string): string[] {
    return said
        .replace(COLOURS, "")
        .split("\n")
        .map((line) => line.replace(/^[\s│├└─┬]+/, "").trim()) // pnpm draws a tree
        .filter((line) => /\bwarn(ing)?\b|deprecat|unmet|EBADENGINE|YN0002|YN0060|YN0086/i.test(line));
}

/** What one output warns of and the other does not. Yarn 1 says whose dependency a package is: not ours, if Pulumi's. */
export function warningsOnlyIn(said: string, baseline: string): string[] {
    const known = new Set(warningsIn(baseline));
    return warningsIn(said).filter((line) => !known.has(line) && !line.startsWith('warning "@pulumi/'));
}
