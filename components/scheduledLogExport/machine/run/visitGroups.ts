import { GIVEN_MANIFESTS, type MachinePlan } from "../plan";
import {
    call,
    choice,
    code,
    type Code,
    integration,
    jsonata,
    pass,
    type State,
    subject,
    sumOf,
} from "../statesLanguage";
import { MAX_CAUSE_CHARACTERS } from "../visit/endVisit";
import { groupFlow } from "../visit/groupFlow";
import { countRunEvents, MAX_EVENTS_PER_RUN } from "./runEvents";
import { thisExecution } from "./runLock";
import { runManifestKey, writeManifest } from "./runManifest";

/** The label of the distributed map, which is a part of its executions' names. */
export const MAP_LABEL = "VisitGroups";

/**
 * The visits to the manifest's log groups that ended without an outcome, as far as its size tells: `pulumi up` may have changed
 * a given manifest since.
 */
const LOST_VISITS = code`$max([0, $manifestSizes[$manifestIndex] - $count($visits)])`;

/** Visits the log groups of one manifest after the other, and reports failures. */
export function visitGroups(plan: MachinePlan): Record<string, State> {
    const isGiven = !("select" in plan.groups);
    const thisManifest = runManifestKey(code`$round`, code`$manifestIndex`);
    const key = isGiven ? code`$round = 0 ? ${givenKey} : ${thisManifest}` : thisManifest;
    const groupsToRevisit = code`$visits[outcome = "unfinished"].group`;
    const lostGroups = code`[$filter($parse($states.result.Body), function($name) { $not($name in $visits.group) })]`;
    return {
        VisitGroups: {
            Type: "Map",
            Label: MAP_LABEL,
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
                            & $substring($string($states.errorOutput.Cause) & "", 0, ${MAX_CAUSE_CHARACTERS})`,
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
                verified: jsonata`$verified + ${sumOf(code`$visits.exported`)}`,
                expiredRanges: jsonata`$expiredRanges + ${sumOf(code`$visits.expiredRanges`)}`,
                notExportable: jsonata`$notExportable + $count($visits[outcome = "notExportable"])`,
                mostBehind: jsonata`$max([$mostBehind, $visits.behind])`,
                // Only the last of a group's visits says whether it is complete.
                incomplete: jsonata`$incomplete + $count($visits[outcome = "upToDate"])`,
                failed: jsonata`$failed + $count($visits[outcome = "failed"])`,
                lostVisits: jsonata`${LOST_VISITS}`,
                manifestsRefused: jsonata`$manifestsRefused + ${sumOf(code`$visits.refusedManifests`)}`,
                firstRefusal: jsonata`$filter([$firstRefusal, $visits.refusal], function($refusal) { $refusal != "" })[0] & ""`,
                names: jsonata`[${groupsToRevisit}]`,
                lostGroups: [],
                ...countRunEvents(45),
            },
            "CheckForLostVisits",
        ),
        CheckForLostVisits: choice([[jsonata`$lostVisits > 0`, "FindLostGroups"]], "WriteReport"),
        FindLostGroups: call({
            resource: integration(plan, "aws-sdk:s3:getObject"),
            args: { Bucket: plan.manifestBucketName, Key: jsonata`${key}` },
            assign: { lostGroups: jsonata`${lostGroups}`, lostVisits: jsonata`$count(${lostGroups})` },
            next: "WriteReport",
            retry: "briefly",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "WriteReport" },
        }),
        WriteReport: pass(
            {
                report: jsonata`${failureReport(plan)}`,
                failed: jsonata`$failed + $lostVisits`,
                mostBehind: jsonata`$max([$mostBehind, $lostVisits > 0 ? $millis() - $workingSince : 0])`,
            },
            "CheckForFailures",
        ),
        CheckForFailures: choice([[jsonata`$report != ""`, "PublishFailures"]], "CheckForUnfinishedGroups"),
        PublishFailures: call({
            resource: integration(plan, "sns:publish"),
            args: {
                TopicArn: plan.topicArn,
                Subject: subject(`Log export ${plan.name} failed`),
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
                [jsonata`$manifestIndex + 1 < $count($manifestSizes)`, "CheckHistory", nextManifest],
                [jsonata`$count($nextManifestSizes) > 0`, "CheckHistory", nextRound],
            ],
            "PublishMetrics",
        ),
        CheckHistory: choice(
            [[jsonata`$runEvents > ${plan.maxEventsPerRun ?? MAX_EVENTS_PER_RUN}`, "PublishCounts"]],
            "VisitGroups",
        ),
    };
}

const nextManifest = { manifestIndex: jsonata`$manifestIndex + 1` };
const nextRound = {
    round: jsonata`$round + 1`,
    manifestIndex: 0,
    manifestSizes: jsonata`$nextManifestSizes`,
    nextManifestSizes: [],
};

const givenKey = code`${GIVEN_MANIFESTS} & $string($manifestIndex) & ".json"`;

/** The message to the topic about a manifest's visits; empty if nothing has failed. */
function failureReport({ name }: MachinePlan): Code {
    const line = code`logGroupName & " from " & from & " to " & to & ": " & error & ": " & cause`;
    return code`(
        $lines := [
            $visits[outcome = "failed"].failure.(${line}),
            $lostVisits > 0 ? $string($lostVisits) & " visits to log groups ended early: see the Map Run. " & $mapError
                & ($count($lostGroups) > 0 ? " Log groups: " & $join($lostGroups, ", ") & "." : "") : []
        ];
        $count($lines) = 0 ? "" : ${`Log export ${name}: these ranges were not exported. The next run tries them again.\n\n`}
            & $join($lines, "\n\n") & "\n\nRun: " & ${thisExecution}
    )`;
}
