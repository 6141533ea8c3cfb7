import type { LogGroupFilter } from "../../providers/aws/logs";
import { type LogGroupSelection } from "./selection";

/** ListLogGroups' limits for a text in logGroupNamePattern; a `^` before it counts. */
const SHORTEST_TEXT = 3;
const LONGEST_TEXT = 24;

/**
 * The part of a selection that one list call can filter by, which never leaves out a log group that is selected; the
 * program matches the names in its answer.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
 */
export function listFilter({ namePrefix, namePattern, tags, logGroupClass }: LogGroupSelection): LogGroupFilter {
    return {
        logGroupNamePattern: longestText(namePrefix, namePattern),
        logGroupClass,
        logGroupTags:
            tags &&
            Object.entries(tags).map(([key, values]) => ({
                key,
                values: typeof values === "string" ? [values] : [...values],
            })),
    };
}

/** The longest text that every selected name begins with (`^` before it) or contains, if one is long enough. */
function longestText(namePrefix: string | undefined, namePattern: string | RegExp | undefined): string | undefined {
    const [beginning = "", ...contained] = typeof namePattern === "string" ? namePattern.split("*") : [];
    const texts = [
        ...[namePrefix ?? "", beginning].map((text) => ({ text: text.slice(0, LONGEST_TEXT - 1), anchor: "^" })),
        ...contained.map((text) => ({ text: text.slice(0, LONGEST_TEXT), anchor: "" })),
    ];
    const { text, anchor } = texts.reduce((longest, one) => (one.text.length > longest.text.length ? one : longest));
    return text.length < SHORTEST_TEXT ? undefined : `${anchor}${text}`;
}
