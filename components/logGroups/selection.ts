export const LOG_GROUP_CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"] as const;

/** Which log groups are meant. A log group must match everything that is given. */
export interface LogGroupSelection {
    /**
     * The beginning of their names.
     * @example "/aws/lambda/"
     */
    readonly namePrefix?: string;
    /**
     * Which names: a glob, matched against the whole name, in which `*` stands for any text; or a regular expression,
     * which matches anywhere in a name unless it has `^` or `$`.
     * @example "/aws/*-prod"
     * @example "*lambda*"
     * @example /-(prod|audit)$/
     */
    readonly namePattern?: string | RegExp;
    /**
     * Their tags, as the service filters them: a value, up to five of which one must match, or `[]` for any value; up to five
     * tags. A `*` at the beginning or the end of a value stands for any text, and case is then ignored; `!` in front negates it.
     * @example { team: "payments", stage: ["prod", "audit*"] }
     */
    readonly tags?: Readonly<Record<string, string | readonly string[]>>;
    /** Their class. */
    readonly logGroupClass?: (typeof LOG_GROUP_CLASSES)[number];
    /**
     * Which of these to leave out: globs and regular expressions, as in `namePattern`. A name without `*` is that log group.
     * @example ["/aws/lambda/canary", "*-test", /^\/tmp\//]
     */
    readonly exclude?: readonly (string | RegExp)[];
}

/** A glob or regular expression of `namePattern` or `exclude`, as a regular expression. */
export function nameRegExp(pattern: string | RegExp): RegExp {
    return typeof pattern === "string" ? new RegExp(`^${globSource(pattern)}$`) : pattern;
}

/** Whether a log group's name matches a glob or regular expression. */
export function matchesName(name: string, pattern: string | RegExp): boolean {
    return name.search(nameRegExp(pattern)) >= 0;
}

/** A value of a tag filter. */
export interface TagValue {
    readonly isNegated: boolean;
    readonly text: string;
    /** If the text contains a `*`, the source of a regular expression that matches `=` and the value. */
    readonly pattern?: string;
}

/** The values of a tag filter, one of which must match. */
export function tagValuesOf(given: string | readonly string[]): TagValue[] {
    const values = typeof given === "string" ? [given] : given;
    return values.map((value) => {
        const isNegated = value.startsWith("!");
        const text = isNegated ? value.slice(1) : value;
        return {
            isNegated,
            text,
            ...(text.includes("*") && { pattern: `/^=${globSource(text).replace(/\//g, "\\/")}$/i` }),
        };
    });
}

/** A glob as a part of a regular expression. */
function globSource(text: string): string {
    return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
}
