/** Where log groups were selected. */
export interface SelectionPlace {
    readonly region: string;
    /** Looked up only where the selection has credentials of its own. */
    readonly account?: string;
}

const PLACES = new WeakMap<readonly string[], SelectionPlace>();

/** Remembers where a list of names was found, since the names alone stand for other log groups elsewhere. */
export function noteSelection(names: readonly string[], place: SelectionPlace): void {
    PLACES.set(names, place);
}

/** Where the list was found, if it is one as it was found. */
export function selectedIn(list: unknown): SelectionPlace | undefined {
    return Array.isArray(list) ? PLACES.get(list as string[]) : undefined;
}
