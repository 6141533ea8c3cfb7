/**
 * Prefixes as they are or, if those do not fit, their common beginnings: the longest, cut at a `/`, that do. A new prefix that
 * begins like others then seldom changes them.
 * @returns undefined if not even the first parts of the prefixes fit.
 */
export function commonBeginnings(
    prefixes: readonly string[],
    fit: (beginnings: readonly string[]) => boolean,
): string[] | undefined {
    const longest = Math.max(...prefixes.map((prefix) => prefix.split("/").length));
    for (let parts = longest; parts >= 1; parts--) {
        const beginnings = [...new Set(prefixes.map((prefix) => prefix.split("/").slice(0, parts).join("/")))].sort();
        if (fit(beginnings)) return beginnings;
    }
    return undefined;
}
