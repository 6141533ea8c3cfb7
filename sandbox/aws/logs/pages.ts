import { logsErrors } from "./errors";

/** One page of a list and the token of the next page. A token holds the position and the list's name. */
export function paginate<T>(
    items: readonly T[],
    nextToken: string | undefined,
    limit: number,
    list: string,
): { page: readonly T[]; nextToken?: string } {
    const start = nextToken === undefined ? 0 : decode(nextToken, list);
    const end = start + limit;
    return {
        page: items.slice(start, end),
        nextToken: end < items.length ? Buffer.from(JSON.stringify([list, end])).toString("base64url") : undefined,
    };
}

function decode(token: string, list: string): number {
    try {
        const [of, start] = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as [string, number];
        if (of === list && Number.isInteger(start)) return start;
    } catch {
        // Not a token of the sandbox: refused like a token of another list.
    }
    throw logsErrors.invalid("The specified nextToken is invalid.");
}
