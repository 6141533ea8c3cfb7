import { LogGroupSelection } from "./args";
import { GroupSelection } from "./machinePlan";
import { code, Code, raw } from "./statesLanguage";

/** How a run lists the log groups of a selection: DescribeLogGroups' arguments, and the names to take from a page. */
export interface Listing {
    readonly args: Code;
    readonly names: Code;
}

/** The service filters by prefix and class; the rest is filtered here, by the very names. */
export function listingOf({ namePrefix, namePattern, logGroupClass, exclude = [] }: GroupSelection): Listing {
    const args = {
        Limit: 50,
        ...(namePrefix !== undefined && { LogGroupNamePrefix: namePrefix }),
        ...(logGroupClass !== undefined && { LogGroupClass: logGroupClass }),
    };
    const conditions = [
        ...(namePattern === undefined ? [] : [code`$contains(LogGroupName, ${new RegExp(namePattern)})`]),
        ...exclude.map((pattern) => code`$not($contains(LogGroupName, ${new RegExp(pattern)}))`),
    ];
    const filter = conditions.map(({ source }) => `[${source}]`).join("");
    return { args: code`${args}`, names: code`$states.result.LogGroups${raw(filter)}.LogGroupName` };
}

/** A selection as plain data, which the definition can hold. */
export function groupSelection({ namePattern, exclude, ...rest }: LogGroupSelection): GroupSelection {
    const sourceOf = (pattern: string | RegExp) =>
        typeof pattern === "string" ? `^${pattern.replace(/[.]/g, "\\$&")}$` : pattern.source;
    return { ...rest, namePattern: namePattern && sourceOf(namePattern), exclude: exclude?.map(sourceOf) };
}
