/** What a log group's name is made of: a beginning ends behind one of these. */
const SEPARATOR = /[/\-_.#]/;

/** A beginning that names share, and what is below it: further beginnings, and entries that share no more than this. */
interface Branch {
    readonly beginning: string;
    readonly parent?: Branch;
    readonly branches: Map<string, Branch>;
    entries: string[];
}

/**
 * Log group names as they are or, if they do not fit, with beginnings that end in `*` in place of as few of them as possible:
 * first of those that share the longest beginnings, up to a `/`, `-`, `_`, `.` or `#`, and among these of the most.
 * A name that begins like others then seldom changes the list. Names that share no such beginning are cut at a character.
 *
 * @param names may contain beginnings that end in `*`.
 * @param costOf what an entry of the list takes of the room.
 * @returns `["*"]` if nothing narrower fits.
 */
export function narrowNames(names: readonly string[], costOf: (entry: string) => number, room: number): string[] {
    const entries = withoutCovered(names);
    let free = room - sum(entries.map(costOf));
    if (free >= 0) return entries;
    const root = treeOf(entries);
    for (let round = foldable(root); free < 0 && round.length > 0; round = foldable(root)) {
        const [last] = round;
        if (isAll(last, root) && !/[A-Za-z0-9]/.test(last.beginning)) return cutAnywhere(last, costOf, room);
        const saved = new Map(round.map((branch) => [branch, savedBy(branch, costOf)]));
        for (const branch of round.sort((a, b) => (saved.get(b) ?? 0) - (saved.get(a) ?? 0))) {
            if (free >= 0) break;
            free += saved.get(branch) ?? 0;
            fold(branch);
        }
    }
    return entriesOf(root).sort();
}

/** The names in order, without those that another entry covers. */
export function withoutCovered(names: readonly string[]): string[] {
    // What a beginning covers follows it, as does the same text without the *.
    const inOrder = [...new Set(names)].sort(
        (a, b) => compare(stemOf(a), stemOf(b)) || compare(a.length, b.length) * -1,
    );
    let beginning: string | undefined;
    const kept = inOrder.filter((name) => {
        if (beginning !== undefined && stemOf(name).startsWith(beginning)) return false;
        if (name.endsWith("*")) beginning = stemOf(name);
        return true;
    });
    return kept.sort();
}

const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
const stemOf = (entry: string) => entry.replace(/\*$/, "");

function treeOf(entries: readonly string[]): Branch {
    const root: Branch = { beginning: "", branches: new Map(), entries: [] };
    for (const entry of entries) {
        let branch = root;
        const stem = stemOf(entry);
        for (let end = 0; end < stem.length - 1; end++) {
            if (!SEPARATOR.test(stem[end])) continue;
            const beginning = stem.slice(0, end + 1);
            const next: Branch = branch.branches.get(beginning) ?? {
                beginning,
                parent: branch,
                branches: new Map(),
                entries: [],
            };
            branch.branches.set(beginning, next);
            branch = next;
        }
        branch.entries.push(entry);
    }
    lift(root);
    return root;
}

function lift(branch: Branch): void {
    for (const below of [...branch.branches.values()]) {
        lift(below);
        dissolve(below);
    }
}

/** A beginning that only one entry has is no common one: the entry belongs to the beginning before it. */
function dissolve(branch: Branch): void {
    const { parent, branches, entries, beginning } = branch;
    if (!parent || branches.size > 0 || entries.length > 1) return;
    parent.entries.push(...entries);
    parent.branches.delete(beginning);
}

/** The branches with nothing but entries below them: the longest common beginnings. */
function foldable(branch: Branch): Branch[] {
    if (branch.branches.size === 0) return branch.entries.length > 1 ? [branch] : [];
    return [...branch.branches.values()].flatMap(foldable);
}

function fold(branch: Branch): void {
    branch.entries = [`${branch.beginning}*`];
    for (let one: Branch | undefined = branch; one; one = one.parent) dissolve(one);
}

const savedBy = ({ entries, beginning }: Branch, costOf: (entry: string) => number) =>
    sum(entries.map(costOf)) - costOf(`${beginning}*`);

const entriesOf = (branch: Branch): string[] => [
    ...branch.entries,
    ...[...branch.branches.values()].flatMap(entriesOf),
];

/** Whether a branch is all that is left of the tree. */
const isAll = (branch: Branch, root: Branch) => entriesOf(root).length === branch.entries.length;

/** The entries with the longest beginnings that fit, wherever they end. */
function cutAnywhere({ entries, beginning }: Branch, costOf: (entry: string) => number, room: number): string[] {
    const longest = Math.max(...entries.map((entry) => stemOf(entry).length));
    for (let length = longest; length > 0; length--) {
        if (length <= beginning.length) return fits([`${beginning}*`]) ? [`${beginning}*`] : ["*"];
        const cut = groupedBy(entries, (entry) => stemOf(entry).slice(0, length)).map(([start, of]) =>
            of.length === 1 ? of[0] : `${start}*`,
        );
        if (fits(cut)) return withoutCovered(cut);
    }
    return ["*"];

    function fits(list: readonly string[]): boolean {
        return sum(list.map(costOf)) <= room;
    }
}

function groupedBy(entries: readonly string[], keyOf: (entry: string) => string): [string, string[]][] {
    const groups = new Map<string, string[]>();
    for (const entry of entries) {
        const key = keyOf(entry);
        const group = groups.get(key);
        if (group) group.push(entry);
        else groups.set(key, [entry]);
    }
    return [...groups];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
