/** The first five of many, and how many more. */
export function showSome(texts: readonly string[], separator = ", "): string {
    const rest = texts.length > 5 ? `${separator}and ${texts.length - 5} more` : "";
    return texts.slice(0, 5).join(separator) + rest;
}
