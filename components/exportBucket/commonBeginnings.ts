/**
 * Names as they are or, if those do not fit, their common beginnings: the longest, cut at a `/`, that do. A new name that
 * begins like others then seldom changes them.
 * @param ending what is put behind a name that was cut.
 * @returns undefined if not even the first parts of the names fit.
 */
export function commonBeginnings(
    names: readonly string[],
    ending: string,
    fit: (beginnings: readonly string[]) => boolean,
): string[] | undefined {
    const longest = Math.max(...names.map((name) => name.split("/").length));
    for (let parts = longest; parts >= 1; parts--) {
        const beginnings = [...new Set(names.map((name) => beginningOf(name, parts, ending)))].sort();
        if (fit(beginnings)) return beginnings;
    }
    return undefined;
}

/** `/aws/lambda/payments`, of which 3 parts are `/aws/lambda`; a name with no more parts stays. */
function beginningOf(name: string, parts: number, ending: string): string {
    const all = name.split("/");
    return all.length <= parts ? name : `${all.slice(0, parts).join("/")}${ending}`;
}
