import { type LogGroupSelection, nameRegExp, type TagValue, tagValuesOf } from "../../logGroups/selection";
import { type GroupSelection } from "./plan";
import { code, type Code, raw } from "./statesLanguage";

/** How a run lists the log groups of a selection. */
export interface Listing {
    /** DescribeLogGroups' arguments. */
    readonly args: Code;
    /** The groups to take from one of its pages. */
    readonly names: Code;
    /** The names in a response of GetResources that have the tags; only if tags are selected. */
    readonly tagged?: Code;
}

/** The service filters by prefix and class; the rest is filtered here, by the very names. */
export function listingOf({ namePrefix, namePattern, tags, logGroupClass, exclude = [] }: GroupSelection): Listing {
    const args = {
        Limit: 50,
        ...(namePrefix !== undefined && { LogGroupNamePrefix: namePrefix }),
        ...(logGroupClass !== undefined && { LogGroupClass: logGroupClass }),
    };
    const conditions = [
        // Asked for one class, the service may give a related one too.
        ...(logGroupClass === undefined
            ? []
            : [code`$not($exists(LogGroupClass) and LogGroupClass != ${logGroupClass})`]),
        ...(namePattern === undefined ? [] : [code`$contains(LogGroupName, ${raw(namePattern)})`]),
        ...exclude.map((pattern) => code`$not($contains(LogGroupName, ${raw(pattern)}))`),
    ];
    const all = code`$states.result.ResourceTagMappingList`;
    return {
        args: code`${args}`,
        names: code`$states.result.LogGroups${filters(conditions)}`,
        tagged: tags && code`${all}${filters(Object.entries(tags).map(hasTag))}.$split(ResourceARN, ":")[6]`,
    };
}

const filters = (conditions: readonly Code[]) => raw(conditions.map(({ source }) => `[${source}]`).join(""));

/** Whether one of a resource's tags has the key, and one of the values if there are any. */
function hasTag([key, values]: readonly [string, readonly TagValue[]]): Code {
    const matches = values.map(({ isNegated, text, pattern }) => {
        // A pattern must not match nothing at all, which is an error to JSONata: hence the character before it.
        const equal = pattern === undefined ? code`Value = ${text}` : code`$contains("=" & Value, ${raw(pattern)})`;
        return isNegated ? code`$not(${equal})` : equal;
    });
    const anyOf = matches.length === 0 ? code`true` : raw(matches.map(({ source }) => source).join(" or "));
    return code`$count(Tags[Key = ${key} and (${anyOf})]) > 0`;
}

/** A selection as plain data, which the definition can hold; regular expressions as they are written in a program. */
export function groupSelection({ namePattern, tags, exclude, ...rest }: LogGroupSelection): GroupSelection {
    return {
        ...rest,
        namePattern: namePattern === undefined ? undefined : String(nameRegExp(namePattern)),
        tags: tags && Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, tagValuesOf(value)])),
        exclude: exclude?.map((pattern) => String(nameRegExp(pattern))),
    };
}
