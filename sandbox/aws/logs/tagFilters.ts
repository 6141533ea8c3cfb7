import type { TagFilter } from "@aws-sdk/client-cloudwatch-logs";
import { logsErrors } from "./errors";
import { checkParameter } from "./validate";

const KEY = { required: true, minimum: 1, maximum: 128, pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$/u };
const VALUE = { maximum: 259, pattern: /^!?\*?([\p{L}\p{Z}\p{N}_.:/=+\-@]*)\*?$/u };

/** Refuses filters by tag that the API model does not accept. */
export function checkTagFilters(filters: readonly TagFilter[] | undefined): void {
    if (filters === undefined) return;
    checkLength("logGroupTags", filters, 1);
    filters.forEach(({ key, values = [] }, index) => {
        const at = `logGroupTags.${index + 1}.member`;
        checkParameter(`${at}.key`, key, KEY);
        checkLength(`${at}.values`, values, 0);
        values.forEach((value, of) => checkParameter(`${at}.values.${of + 1}.member`, value, VALUE));
    });
}

function checkLength(name: string, list: readonly unknown[], least: number): void {
    const constraint =
        list.length > 5
            ? "Member must have length less than or equal to 5"
            : list.length < least
              ? `Member must have length greater than or equal to ${least}`
              : undefined;
    if (constraint === undefined) return;
    throw logsErrors.invalid(
        `1 validation error detected: Value '[${list.length} members]' at '${name}' failed to satisfy constraint: ${constraint}`,
    );
}
