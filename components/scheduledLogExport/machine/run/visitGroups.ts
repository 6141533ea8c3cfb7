import { type MachinePlan } from "../plan";
import { call, choice, code, type Code, jsonata, pass, type State } from "../statesLanguage";
import { groupFlow } from "../visit/groupFlow";
import { me } from "./lock";
import { putManifest, runManifestKey } from "./runManifest";

/** Then a run goes on in another execution: each manifest takes about 20 events of a history's 25,000. */
export const MANIFESTS_A_RUN = 500;

/** Visits the groups of one manifest after the other, and tells what failed. */
export function visitGroups(plan: MachinePlan): Record<string, State> {
    const isGiven = !("select" in plan.groups);
    const thisManifest = runManifestKey(code`$round`, code`$index`);
    const key = isGiven ? code`$round = 0 ? ${givenKey} : ${thisManifest}` : thisManifest;
    const more = code`$visits[outcome = "more"].group`;
    return {
        VisitGroups: {
            Type: "Map",
            Label: "VisitGroups",
            ItemReader: {
                Resource: `arn:${plan.partition}:states:::s3:getObject`,
                ReaderConfig: { InputType: "JSON" },
                Arguments: { Bucket: plan.manifestBucketName, Key: jsonata`${key}` },
            },
            ItemSelector: { group: jsonata`$states.context.Map.Item.Value`, run: jsonata`${me}` },
            MaxConcurrency: 1,
            // A visit that ends otherwise than by itself is counted below; it must not end the visits to the others.
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
                        broken: jsonata`"VisitGroups ended with " & $states.errorOutput.Error & ": "
                            & $substring($string($states.errorOutput.Cause), 0, 600)`,
                    },
                    Next: "CountVisits",
                },
            ],
            Assign: { visits: jsonata`[$states.result[$exists(group)]]`, broken: jsonata`${""}` },
            Next: "CountVisits",
        },
        CountVisits: pass(
            {
                manifests: jsonata`$manifests + 1`,
                exported: jsonata`$exported + $sum($visits.exported)`,
                // Only the last of a group's visits says whether it is complete.
                unfinished: jsonata`$unfinished + $count($visits[outcome = "done"])`,
                failed: jsonata`$failed + $count($visits[outcome = "failed"]) + $sizes[$index] - $count($visits)`,
                names: jsonata`[${more}]`,
                report: jsonata`${reportOf(plan)}`,
            },
            "IsAnyFailed",
        ),
        IsAnyFailed: choice([[jsonata`$report != ""`, "TellFailures"]], "IsAnyUnfinished"),
        TellFailures: call({
            resource: `arn:${plan.partition}:states:::sns:publish`,
            args: {
                TopicArn: plan.topicArn,
                Subject: `Log export ${plan.name} failed`.slice(0, 100),
                Message: jsonata`$report`,
            },
            next: "IsAnyUnfinished",
            // The run ends as failed, which is told apart from here.
            otherwise: { ErrorEquals: ["States.ALL"], Next: "IsAnyUnfinished" },
        }),
        IsAnyUnfinished: choice([[jsonata`$count($names) > 0 and $count($sizes) > 0`, "PutLater"]], "WhatIsNext"),
        PutLater: putManifest(
            plan,
            runManifestKey(code`$round + 1`, code`$count($later)`),
            code`$names`,
            { later: jsonata`[$later, $count($names)]` },
            "WhatIsNext",
        ),
        WhatIsNext: choice(
            [
                [jsonata`$manifests >= ${MANIFESTS_A_RUN}`, "HandOn"],
                [jsonata`$index + 1 < $count($sizes)`, "VisitGroups", { index: jsonata`$index + 1` }],
                [
                    jsonata`$count($later) > 0`,
                    "VisitGroups",
                    { round: jsonata`$round + 1`, index: 0, sizes: jsonata`$later`, later: [] },
                ],
            ],
            "LeaveRun",
        ),
    };
}

const givenKey = code`"groups/" & $string($index) & ".json"`;

/** What the topic is told of a manifest's visits; nothing where nothing has failed. */
function reportOf({ name }: MachinePlan): Code {
    const line = code`logGroupName & " from " & from & " to " & to & ": " & error & ": " & cause`;
    const lost = code`$sizes[$index] - $count($visits)`;
    return code`(
        $lines := [
            $visits[outcome = "failed"].failure.(${line}),
            ${lost} > 0 ? $string(${lost}) & " visits to log groups ended before their time: see the Map Run. " & $broken : []
        ];
        $count($lines) = 0 ? "" : ${`Log export ${name}: not exported, to be tried again by the next run:\n\n`}
            & $join($lines, "\n\n") & "\n\nRun: " & ${me}
    )`;
}
