import { type Code, jsonata } from "./statesLanguage";

/** The variable before the first page. */
export const FIRST_PAGE = { pageToken: jsonata`${""}` };

/** A call's arguments for the page that comes next. */
export const pageArgs = (args: Code): string =>
    jsonata`$merge([${args}, $pageToken = "" ? {} : { "NextToken": $pageToken }])`;

/** The variable after a page. */
export const NEXT_PAGE = { pageToken: jsonata`$exists($states.result.NextToken) ? $states.result.NextToken : ""` };

/** Whether another page follows. */
export const HAS_NEXT_PAGE = jsonata`$pageToken != ""`;
