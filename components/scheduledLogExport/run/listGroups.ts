import { GivenGroups, MachinePlan, SelectedGroups } from "../machinePlan";
import { listingOf } from "../selection";
import { call, choice, code, jsonata, pass, State } from "../statesLanguage";
import { FIRST_ROUND, noRounds } from "./run";
import { putManifest, runManifestKey } from "./runManifest";

/** Where a round gets its manifests from: they were made with the program, or are written from a selection. */
export function listGroups(plan: MachinePlan): Record<string, State> {
    return "select" in plan.groups ? listing(plan, plan.groups) : given(plan.groups);
}

function given({ manifestSizes }: GivenGroups): Record<string, State> {
    return { [FIRST_ROUND]: pass({ ...noRounds, sizes: manifestSizes }, "VisitGroups") };
}

/** All manifests are written before the first visit: a page's token is good for a day, a run may take longer. */
function listing(plan: MachinePlan, { select }: SelectedGroups): Record<string, State> {
    const { args, names } = listingOf(select);
    return {
        [FIRST_ROUND]: pass({ ...noRounds, pageToken: jsonata`${""}` }, "ListGroups"),
        ListGroups: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:describeLogGroups`,
            args: jsonata`$merge([${args}, $pageToken = "" ? {} : { "NextToken": $pageToken }])`,
            assign: {
                names: jsonata`[${names}]`,
                pageToken: jsonata`$exists($states.result.NextToken) ? $states.result.NextToken : ""`,
            },
            next: "IsAnySelected",
        }),
        IsAnySelected: choice([[jsonata`$count($names) > 0`, "PutManifest"]], "IsListed"),
        PutManifest: putManifest(
            plan,
            runManifestKey(code`0`, code`$count($sizes)`),
            code`$names`,
            { sizes: jsonata`[$sizes, $count($names)]` },
            "IsListed",
        ),
        IsListed: choice(
            [
                [jsonata`$pageToken != ""`, "ListGroups"],
                [jsonata`$count($sizes) > 0`, "VisitGroups"],
            ],
            "NothingSelected",
        ),
        NothingSelected: pass(
            {
                failed: jsonata`$failed + 1`,
                report: jsonata`${`${plan.name}: no log group is selected. Correct the selection in the program.`}`,
            },
            "TellFailures",
        ),
    };
}
