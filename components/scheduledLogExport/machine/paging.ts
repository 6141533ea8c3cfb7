import { code, type Code, jsonata, orElse, raw, type Template } from "./statesLanguage";

/** How a state goes through the pages of a call's answers. */
interface Paging {
    /** The variable before the first page. */
    readonly first: Template;
    /** A call's arguments for the page that comes next. */
    args(args: Code): string;
    /** The variable after a page. */
    readonly next: Template;
    readonly hasNext: Code;
}

/** @param variable holds the token. A run and a visit need different ones: no inner scope may assign a name of an outer. */
export function paging(variable: string): Paging {
    const token = raw(`$${variable}`);
    return {
        first: { [variable]: jsonata`${""}` },
        args: (args) => jsonata`$merge([${args}, ${token} = "" ? {} : { "NextToken": ${token} }])`,
        next: { [variable]: jsonata`${orElse(code`$states.result.NextToken`, "")}` },
        hasNext: code`${token} != ""`,
    };
}
