import { logsErrors } from "./errors";

/** One page of a list and the token of the next page. A token holds the position and the list's name. */
export function paginate<T>(
    items: readonly T[],
    nextToken: string | undefined,
    limit: number,
    list: string,
): { page: readonly T[]; nextToken?: string } {
    const start = nextToken === undefined ? 0 : decode(nextToken, list, isOffset);
    const end = start + limit;
    return {
        page: items.slice(start, end),
        nextToken: end < items.length ? encode(list, end) : undefined,
    };
}

/** Pages of items in the order of their keys, each after the last key of the page before: no item falls between two. */
export function paginateByKey<T>(
    items: readonly T[],
    keyOf: (item: T) => string,
    nextToken: string | undefined,
    limit: number,
    list: string,
): { page: readonly T[]; nextToken?: string } {
    const after = nextToken === undefined ? "" : decode(nextToken, list, isKey);
    const left = items.filter((item) => keyOf(item) > after);
    const page = left.slice(0, limit);
    return { page, nextToken: page.length < left.length ? encode(list, keyOf(page[page.length - 1])) : undefined };
}

const isOffset = (place: unknown): place is number => Number.isInteger(place);
const isKey = (place: unknown): place is string => typeof place === "string";
const encode = (list: string, place: number | string) =>
    Buffer.from(JSON.stringify([list, place])).toString("base64url");

function decode<P extends number | string>(token: string, list: string, isPlace: (place: unknown) => place is P): P {
    try {
        const [of, place] = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as [string, unknown];
        if (of === list && isPlace(place)) return place;
    } catch {
        // Not a token of the sandbox: refused like a token of another list.
    }
    throw logsErrors.invalid("The specified nextToken is invalid.");
}
