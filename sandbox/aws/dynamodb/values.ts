/** A value as DynamoDB writes it: its type and its text. */
export type AttributeValue = Readonly<{ [type: string]: unknown }>;
export type Item = Record<string, AttributeValue>;

export function typeOf(value: AttributeValue): string {
    return Object.keys(value)[0];
}

export function equal(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
    if (!a || !b || typeOf(a) !== typeOf(b)) return false;
    return "N" in a ? Number(a.N) === Number(b.N) : stable(a) === stable(b);
}

/** Numbers by size, texts by their UTF-8; undefined where the two cannot be compared. */
export function compare(a: AttributeValue | undefined, b: AttributeValue | undefined): number | undefined {
    if (!a || !b || typeOf(a) !== typeOf(b)) return undefined;
    if ("N" in a) return Number(a.N) - Number(b.N);
    if ("S" in a) return Buffer.compare(Buffer.from(String(a.S)), Buffer.from(String(b.S)));
    return undefined;
}

/** JSON with its keys in order; sets have no order of their own. */
function stable(value: unknown): string {
    return JSON.stringify(value, (key, one: unknown) => {
        if (Array.isArray(one))
            return key === "SS" || key === "NS" || key === "BS" ? [...(one as string[])].sort() : one;
        if (typeof one !== "object" || one === null) return one;
        return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
    });
}
