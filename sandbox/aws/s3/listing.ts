import { compareKeys } from "./versions";

export interface ListingRequest {
    readonly prefix: string;
    readonly delimiter?: string;
    /** Only keys and common prefixes after this one. */
    readonly after?: string;
    readonly limit: number;
}

export interface Listing {
    readonly keys: readonly string[];
    readonly commonPrefixes: readonly string[];
    /** Where the next page begins, if there is one. */
    readonly next?: string;
}

/** One page of a listing: keys in S3's order, those that share a delimiter rolled up into one common prefix. */
export function listKeys(all: Iterable<string>, { prefix, delimiter, after, limit }: ListingRequest): Listing {
    const keys: string[] = [];
    const commonPrefixes = new Set<string>();
    let last: string | undefined;
    const sorted = [...all].filter((key) => key.startsWith(prefix)).sort(compareKeys);
    for (const key of sorted) {
        const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
        const common = cut < 0 ? undefined : key.slice(0, cut + (delimiter ?? "").length);
        if (common !== undefined && commonPrefixes.has(common)) continue;
        const shown = common ?? key;
        // After a page that ended with a common prefix, the next one starts after all keys with that prefix.
        if (after !== undefined && (compareKeys(key, after) <= 0 || common === after)) continue;
        if (keys.length + commonPrefixes.size >= limit)
            return { keys, commonPrefixes: [...commonPrefixes], next: last };
        if (common === undefined) keys.push(key);
        else commonPrefixes.add(common);
        last = shown;
    }
    return { keys, commonPrefixes: [...commonPrefixes] };
}

/** With `encoding-type=url`, which the SDKs request, keys are percent-encoded so that XML can contain them. */
export function keyEncoder(encodingType: string | null): (key: string) => string {
    return encodingType === "url"
        ? (key) => encodeURIComponent(key).replace(/%2F/g, "/").replace(/%20/g, "+")
        : (key) => key;
}
