export const LOG_GROUP_CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"] as const;

/** Which log groups are meant; all that is given has to hold. */
export interface LogGroupSelection {
    /**
     * How their names begin.
     * @example "/aws/lambda/"
     */
    readonly namePrefix?: string;
    /**
     * What their names hold: a text in the service's own syntax, which is up to five texts of 3 to 24 characters with `|`
     * between them, each with `^` before it where names begin with it; or a regular expression.
     * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
     * @example "^/aws/lambda|discovery"
     * @example /-(prod|audit)$/
     */
    readonly namePattern?: string | RegExp;
    /**
     * Tags that they have, as the service filters them: a value, or several of which one is enough, or `[]` for any.
     * `*` in a value stands for anything, and then the case does not matter; `!` in front negates it.
     * @example { team: "payments", stage: ["prod", "audit*"] }
     */
    readonly tags?: Readonly<Record<string, string | readonly string[]>>;
    /** Their class. */
    readonly logGroupClass?: (typeof LOG_GROUP_CLASSES)[number];
    /**
     * What is left out of these: names, names with `*` for anything, and regular expressions.
     * @example ["/aws/lambda/canary", "*-test", /^\/tmp\//]
     */
    readonly exclude?: readonly (string | RegExp)[];
}

/** A name pattern as a regular expression; `^` and `*` are all of the service's syntax that is documented. */
export function namePatternOf(pattern: string | RegExp): RegExp {
    if (typeof pattern !== "string") return pattern;
    const sourceOf = (text: string) => (text.startsWith("^") ? `^${literal(text.slice(1))}` : literal(text));
    return new RegExp(pattern.split("|").map(sourceOf).join("|"));
}

/** A name with `*` for anything, as a regular expression for whole names. */
export function wildcardOf(name: string): RegExp {
    return new RegExp(`^${literal(name)}$`);
}

/** A value that a tag may have. */
export interface TagValue {
    readonly isNegated: boolean;
    readonly text: string;
    /** In place of the text where it holds a `*`: a regular expression for the value behind a `=`, as it is written. */
    readonly pattern?: string;
}

/** The values of which one is enough. */
export function tagValuesOf(given: string | readonly string[]): TagValue[] {
    const values = typeof given === "string" ? [given] : given;
    return values.map((value) => {
        const isNegated = value.startsWith("!");
        const text = isNegated ? value.slice(1) : value;
        return {
            isNegated,
            text,
            ...(text.includes("*") && { pattern: `/^=${literal(text).replace(/\//g, "\\/")}$/i` }),
        };
    });
}

/** A text in a regular expression, with `*` for anything. */
function literal(text: string): string {
    return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
}
