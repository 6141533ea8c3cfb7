import { isTimeZoneDataCurrent, timeZoneDataExpiredMessage } from "../calendar";
import { type GivenGroups, type MachinePlan, type SelectedGroups } from "../plan";
import { paging } from "../paging";
import { listingOf } from "../selection";
import { call, choice, code, integration, jsonata, pass, type State } from "../statesLanguage";
import { countRunEvents, MAX_EVENTS_PER_RUN } from "./runEvents";
import { FIRST_ROUND, initialRounds } from "./runLock";
import { runManifestKey, writeManifest } from "./runManifest";

const START_LISTING = "StartListing";

const pages = paging("groupPage");

/** A page token may be refused once it is handed on. Then the listing begins again, but not more often than this. */
const MAX_LISTINGS = 3;

/**
 * The manifests of a round: created by this package, or written by the run from a selection. If the time zone data has
 * expired, the run exports nothing and reports it once for all groups.
 */
export function listGroups(plan: MachinePlan): Record<string, State> {
    const isBounded = plan.clock.knownUntil !== undefined;
    return {
        [FIRST_ROUND]: pass(
            {
                ...initialRounds,
                ...pages.first,
                folder: jsonata`$states.context.Execution.Name`,
                names: [],
                mostBehind: 0,
            },
            isBounded ? "IsTimeZoneDataCurrent" : START_LISTING,
        ),
        ...(isBounded && {
            IsTimeZoneDataCurrent: choice(
                [[jsonata`${isTimeZoneDataCurrent(plan)}`, START_LISTING]],
                "ExplainExpiredTimeZoneData",
            ),
            ExplainExpiredTimeZoneData: reportWithoutVisits(`${plan.name}: ${timeZoneDataExpiredMessage(plan)}`),
        }),
        ...("select" in plan.groups ? listSelection(plan, plan.groups) : useGivenManifests(plan.groups)),
    };
}

function reportWithoutVisits(report: string): State {
    return pass({ failed: jsonata`$failed + 1`, report: jsonata`${report}` }, "PublishFailures");
}

function useGivenManifests({ manifestSizes }: GivenGroups): Record<string, State> {
    return { [START_LISTING]: pass({ manifestSizes }, "VisitGroups") };
}

/**
 * Writes all manifests before the first visit, because a page token expires after 24 hours and a run may take longer.
 * DescribeLogGroups does not return tags; one more call for each page reads the tags of all its groups.
 */
function listSelection(plan: MachinePlan, { select }: SelectedGroups): Record<string, State> {
    const { args, names, tagged } = listingOf(select);
    return {
        [START_LISTING]: pass(pages.first, "ListGroups"),
        ListGroups: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeLogGroups"),
            args: pages.args(args),
            assign: {
                names: jsonata`[${names}.LogGroupName]`,
                ...(tagged && { arns: jsonata`[${names}.$substringBefore(Arn, ":*")]` }),
                ...pages.next,
                ...countRunEvents(tagged ? 36 : 26),
            },
            next: "IsAnyGroupSelected",
            catchers: [
                {
                    ErrorEquals: ["CloudWatchLogs.InvalidParameterException"],
                    Next: "CheckListing",
                    Assign: {
                        listingError: jsonata`$states.errorOutput.Error & ": " & $string($states.errorOutput.Cause)`,
                    },
                },
            ],
        }),
        CheckListing: choice(
            [
                [
                    jsonata`$groupPage != "" and $listings < ${MAX_LISTINGS}`,
                    FIRST_ROUND,
                    { listings: jsonata`$listings + 1` },
                ],
            ],
            "ListingFailed",
        ),
        ListingFailed: {
            Type: "Fail",
            Error: "ListingFailed",
            Cause: jsonata`"The log groups could not be listed. " & $listingError`,
        },
        IsAnyGroupSelected: choice(
            [[jsonata`$count($names) > 0`, tagged ? "ReadTags" : "WriteManifest"]],
            "IsListingComplete",
        ),
        ...(tagged && {
            ReadTags: call({
                resource: integration(plan, "aws-sdk:resourcegroupstaggingapi:getResources"),
                args: { ResourceARNList: jsonata`$arns` },
                assign: { names: jsonata`[$filter($names, function($name) { $name in ${tagged} })]` },
                next: "IsAnyGroupTagged",
            }),
            IsAnyGroupTagged: choice([[jsonata`$count($names) > 0`, "WriteManifest"]], "IsListingComplete"),
        }),
        WriteManifest: writeManifest(
            plan,
            runManifestKey(code`0`, code`$count($manifestSizes)`),
            code`$names`,
            { manifestSizes: jsonata`[$manifestSizes, $count($names)]` },
            "IsListingComplete",
        ),
        IsListingComplete: choice(
            [
                [
                    jsonata`$groupPage != "" and $runEvents > ${plan.maxEventsPerRun ?? MAX_EVENTS_PER_RUN}`,
                    "PublishCounts",
                ],
                [jsonata`${pages.hasNext}`, "ListGroups"],
                [jsonata`$count($manifestSizes) > 0`, "VisitGroups"],
            ],
            "ExplainEmptySelection",
        ),
        ExplainEmptySelection: reportWithoutVisits(
            `${plan.name}: no log group in this Region matches the selection. Check select or the Region.`,
        ),
    };
}
