import { distance } from "fastest-levenshtein";

/** The three nearest of the names that share a part with the name, searched from its longest part on. */
export async function nearestNames(name: string, namesLike: (text: string) => Promise<string[]>): Promise<string[]> {
    const parts = name.split(/[^A-Za-z0-9]+/).filter((part) => part.length > 2);
    const searches = [...parts].sort((a, b) => b.length - a.length).slice(0, 3);
    const found = new Set<string>();
    for (const text of [...searches, ""]) {
        for (const one of await namesLike(text)) found.add(one);
    }
    return [...found].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, 3);
}
