import { isTimeZoneDataCurrent, timeZoneDataExpiredMessage } from "../calendar";
import { type GivenGroups, type MachinePlan, type SelectedGroups } from "../plan";
import { FIRST_PAGE, HAS_NEXT_PAGE, NEXT_PAGE, pageArgs } from "../paging";
import { listingOf } from "../selection";
import { call, choice, code, integration, jsonata, pass, type State } from "../statesLanguage";
import { FIRST_ROUND, initialRounds } from "./runLock";
import { runManifestKey, writeManifest } from "./runManifest";

const START_LISTING = "StartListing";

/**
 * The manifests of a round: created by this package, or written by the run from a selection. If the time zone data has
 * expired, the run exports nothing and reports it once for all groups.
 */
export function listGroups(plan: MachinePlan): Record<string, State> {
    const isBounded = plan.clock.knownUntil !== undefined;
    return {
        [FIRST_ROUND]: pass({ ...initialRounds, names: [] }, isBounded ? "IsTimeZoneDataCurrent" : START_LISTING),
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
        [START_LISTING]: pass(FIRST_PAGE, "ListGroups"),
        ListGroups: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeLogGroups"),
            args: pageArgs(args),
            assign: {
                names: jsonata`[${names}.LogGroupName]`,
                ...(tagged && { arns: jsonata`[${names}.$substringBefore(Arn, ":*")]` }),
                ...NEXT_PAGE,
            },
            next: "IsAnyGroupSelected",
        }),
        IsAnyGroupSelected: choice(
            [[jsonata`$count($names) > 0`, tagged ? "ReadTags" : "WriteManifest"]],
            "IsListingComplete",
        ),
        ...(tagged && {
            ReadTags: call({
                resource: integration(plan, "aws-sdk:resourcegroupstaggingapi:getResources"),
                args: { ResourceARNList: jsonata`$arns` },
                assign: { names: jsonata`[$names[$ in ${tagged}]]` },
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
                [HAS_NEXT_PAGE, "ListGroups"],
                [jsonata`$count($manifestSizes) > 0`, "VisitGroups"],
            ],
            "ExplainEmptySelection",
        ),
        ExplainEmptySelection: reportWithoutVisits(
            `${plan.name}: no log group in this Region matches the selection. Check select or the Region.`,
        ),
    };
}
