import { GIVEN_MANIFESTS, type MachinePlan } from "../plan";
import { call, choice, code, type Code, integration, jsonata, pass, type State } from "../statesLanguage";
import { MAX_CAUSE_CHARACTERS } from "../visit/endVisit";
import { groupFlow } from "../visit/groupFlow";
import { thisExecution } from "./runLock";
import { runManifestKey, writeManifest } from "./runManifest";

/** After this many manifests a run continues in another execution: each takes about 20 of a history's 25,000 events. */
export const MAX_MANIFESTS_PER_RUN = 500;

/** Visits the log groups of one manifest after the other, and reports failures. */
export function visitGroups(plan: MachinePlan): Record<string, State> {
    const isGiven = !("select" in plan.groups);
    const thisManifest = runManifestKey(code`$round`, code`$manifestIndex`);
    const key = isGiven ? code`$round = 0 ? ${givenKey} : ${thisManifest}` : thisManifest;
    const groupsToRevisit = code`$visits[outcome = "unfinished"].group`;
    return {
        VisitGroups: {
            Type: "Map",
            Label: "VisitGroups",
            ItemReader: {
                Resource: integration(plan, "s3:getObject"),
                ReaderConfig: { InputType: "JSON" },
                Arguments: { Bucket: plan.manifestBucketName, Key: jsonata`${key}` },
            },
            ItemSelector: { group: jsonata`$states.context.Map.Item.Value`, run: jsonata`${thisExecution}` },
            MaxConcurrency: 1,
            // A visit that fails or is stopped is counted below. It must not end the visits to the other groups.
            ToleratedFailurePercentage: 100,
            ItemProcessor: {
                ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
                ...groupFlow(plan),
            },
            Catch: [
                {
                    ErrorEquals: ["States.ALL"],
                    Assign: {
                        visits: [],
                        mapError: jsonata`"VisitGroups ended with " & $states.errorOutput.Error & ": "
                            & $substring($string($states.errorOutput.Cause), 0, ${MAX_CAUSE_CHARACTERS})`,
                    },
                    Next: "CountVisits",
                },
            ],
            Assign: { visits: jsonata`[$states.result[$exists(group)]]`, mapError: jsonata`${""}` },
            Next: "CountVisits",
        },
        CountVisits: pass(
            {
                manifestsVisited: jsonata`$manifestsVisited + 1`,
                exported: jsonata`$exported + $sum($visits.exported)`,
                // Only the last of a group's visits says whether it is complete.
                incomplete: jsonata`$incomplete + $count($visits[outcome = "upToDate"])`,
                failed: jsonata`$failed + $count($visits[outcome = "failed"]) + $manifestSizes[$manifestIndex] - $count($visits)`,
                manifestsRefused: jsonata`$manifestsRefused + $sum([0, $visits.refusedManifests])`,
                firstRefusal: jsonata`[$firstRefusal, $visits.refusal, ""][$ != ""][0] & ""`,
                names: jsonata`[${groupsToRevisit}]`,
                report: jsonata`${failureReport(plan)}`,
            },
            "CheckForFailures",
        ),
        CheckForFailures: choice([[jsonata`$report != ""`, "PublishFailures"]], "CheckForUnfinishedGroups"),
        PublishFailures: call({
            resource: integration(plan, "sns:publish"),
            args: {
                TopicArn: plan.topicArn,
                Subject: `Log export ${plan.name} failed`.slice(0, 100),
                Message: jsonata`$report`,
            },
            next: "CheckForUnfinishedGroups",
            // The run itself ends as failed, which EventBridge reports.
            otherwise: { ErrorEquals: ["States.ALL"], Next: "CheckForUnfinishedGroups" },
        }),
        CheckForUnfinishedGroups: choice(
            [[jsonata`$count($names) > 0 and $count($manifestSizes) > 0`, "WriteNextRoundManifest"]],
            "CheckRemainingWork",
        ),
        WriteNextRoundManifest: writeManifest(
            plan,
            runManifestKey(code`$round + 1`, code`$count($nextManifestSizes)`),
            code`$names`,
            { nextManifestSizes: jsonata`[$nextManifestSizes, $count($names)]` },
            "CheckRemainingWork",
        ),
        CheckRemainingWork: choice(
            [
                [jsonata`$manifestsVisited >= ${MAX_MANIFESTS_PER_RUN}`, "ReleaseRunLockForNextRun"],
                [
                    jsonata`$manifestIndex + 1 < $count($manifestSizes)`,
                    "VisitGroups",
                    { manifestIndex: jsonata`$manifestIndex + 1` },
                ],
                [
                    jsonata`$count($nextManifestSizes) > 0`,
                    "VisitGroups",
                    {
                        round: jsonata`$round + 1`,
                        manifestIndex: 0,
                        manifestSizes: jsonata`$nextManifestSizes`,
                        nextManifestSizes: [],
                    },
                ],
            ],
            "ReleaseRunLock",
        ),
    };
}

const givenKey = code`${GIVEN_MANIFESTS} & $string($manifestIndex) & ".json"`;

/** The message to the topic about a manifest's visits; empty if nothing has failed. */
function failureReport({ name }: MachinePlan): Code {
    const line = code`logGroupName & " from " & from & " to " & to & ": " & error & ": " & cause`;
    const lostVisits = code`$manifestSizes[$manifestIndex] - $count($visits)`;
    return code`(
        $lines := [
            $visits[outcome = "failed"].failure.(${line}),
            ${lostVisits} > 0 ? $string(${lostVisits}) & " visits to log groups ended early: see the Map Run. " & $mapError : []
        ];
        $count($lines) = 0 ? "" : ${`Log export ${name}: these ranges were not exported. The next run tries them again.\n\n`}
            & $join($lines, "\n\n") & "\n\nRun: " & ${thisExecution}
    )`;
}
