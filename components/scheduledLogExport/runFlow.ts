import { RUN_KEY, TABLE_KEY } from "./checkpoint";
import { groupFlow } from "./groupFlow";
import { GivenGroups, MachinePlan, SelectedGroups } from "./machinePlan";
import { listingOf } from "./selection";
import {
    call,
    choice,
    code,
    Code,
    CONDITION_FAILED,
    Flow,
    jsonata,
    pass,
    State,
    StateMachine,
    Template,
    wait,
} from "./statesLanguage";

/** What a run that was stopped still had under way has arrived by then. */
const STRAGGLER_SECONDS = 60;
/** Then a run goes on in another execution: each manifest takes about 20 events of a history's 25,000. */
export const MANIFESTS_A_RUN = 500;

/**
 * The whole machine: one execution is a run, and each visit to a log group is an execution of its own with a history of
 * its own, one after the other, as the service has one slot.
 *
 * ```
 * ReadRun ─ another run goes on: ask it for another round ──► HandedOver
 *    │
 * TakeRun → ListGroups ⇄ PutManifest → VisitGroups (distributed map over a manifest in S3) ─┐
 *    ▲                                    ▲                                                 │
 *    │                                    └── next manifest; then those with more to do ────┤
 *    └── asked for another round ◄─── LeaveRun ◄────────────────────────────────────────────┘
 *                                        └──► Succeeded, or Failed where a group has failed
 * ```
 */
export function stateMachine(plan: MachinePlan): StateMachine {
    const states: Record<string, State> = {
        ...taking(plan),
        ...("select" in plan.groups ? listing(plan, plan.groups) : given(plan.groups)),
        ...visiting(plan),
        ...leaving(plan),
    };
    return {
        Comment: `${plan.name}: exports CloudWatch log data to s3://${plan.bucketName}/${plan.destinationPrefix}`,
        QueryLanguage: "JSONata",
        StartAt: "BeginRun",
        States: states,
    };
}

const me = code`$states.context.Execution.Id`;

const lookAgain = { ErrorEquals: CONDITION_FAILED, Next: "ReadRun" };

/** The item that says which execution is at work: `heldBy`; `askedAgain` by one that found it at work. */
function putRun(plan: MachinePlan, item: Template, condition: string, values: Template): Template {
    return {
        TableName: plan.tableName,
        Item: { [TABLE_KEY]: { S: RUN_KEY }, ...item },
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
    };
}

function taking(plan: MachinePlan): Record<string, State> {
    const dynamodb = `arn:${plan.partition}:states:::dynamodb`;
    const read = (attribute: string) =>
        jsonata`$lookup($states.result.Item, ${attribute}) ~> function($found) { $exists($found) ? $found.S : "" }`;
    const holder = { S: jsonata`$heldBy` };
    return {
        BeginRun: pass(
            {
                manifests: 0,
                exported: 0,
                failed: 0,
                unfinished: 0,
                ...noRounds,
            },
            "ReadRun",
        ),
        ReadRun: call({
            resource: `${dynamodb}:getItem`,
            args: { TableName: plan.tableName, Key: { [TABLE_KEY]: { S: RUN_KEY } }, ConsistentRead: true },
            assign: { heldBy: read("heldBy"), finished: read("finished") },
            next: "WhoIsAtWork",
        }),
        WhoIsAtWork: choice(
            [
                ...(plan.to === undefined ? [] : [[jsonata`$finished = ${backfillKey(plan)}`, "NothingLeft"] as const]),
                [jsonata`$heldBy in ["", ${me}]`, "TakeRun"],
            ],
            "LookAtHolder",
        ),
        ...(plan.to !== undefined && { NothingLeft: { Type: "Succeed", Output: { outcome: "nothing left" } } }),
        TakeRun: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, { heldBy: { S: jsonata`${me}` } }, "attribute_not_exists(heldBy) OR heldBy = :me", {
                ":me": { S: jsonata`${me}` },
            }),
            next: FIRST_ROUND,
            catchers: [lookAgain],
        }),
        LookAtHolder: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:sfn:describeExecution`,
            args: { ExecutionArn: jsonata`$heldBy` },
            assign: { holderStatus: jsonata`$states.result.Status` },
            next: "IsHolderAtWork",
            // Executions are forgotten 90 days after their end.
            catchers: [{ ErrorEquals: ["Sfn.ExecutionDoesNotExistException"], Next: "TakeOver" }],
        }),
        IsHolderAtWork: choice([[jsonata`$holderStatus = "RUNNING"`, "AskForAnotherRound"]], "TakeOver"),
        AskForAnotherRound: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, { heldBy: holder, askedAgain: { S: jsonata`${me}` } }, "heldBy = :holder", {
                ":holder": holder,
            }),
            next: "HandedOver",
            catchers: [lookAgain],
        }),
        HandedOver: { Type: "Succeed", Output: { outcome: "handed over", to: jsonata`$heldBy` } },
        TakeOver: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, { heldBy: { S: jsonata`${me}` } }, "heldBy = :holder", { ":holder": holder }),
            next: "LetStragglersArrive",
            catchers: [lookAgain],
        }),
        LetStragglersArrive: wait(STRAGGLER_SECONDS, FIRST_ROUND),
    };
}

const FIRST_ROUND = "BeginRounds";

/** `sizes` are those of this round's manifests, `later` those of the next one's. */
const noRounds = { round: 0, index: 0, sizes: [], later: [] };

function given({ manifestSizes }: GivenGroups): Record<string, State> {
    return { [FIRST_ROUND]: pass({ ...noRounds, sizes: manifestSizes }, "VisitGroups") };
}

/** Written by this run, in its own folder: `runs/{execution}/{round}/{index}.json`. */
function runManifestKey(round: Code, index: Code): Code {
    return code`"runs/" & $states.context.Execution.Name & "/" & $string(${round}) & "/" & $string(${index}) & ".json"`;
}

function putManifest(plan: MachinePlan, key: Code, names: Code, assign: Template, next: string): State {
    return call({
        resource: `arn:${plan.partition}:states:::aws-sdk:s3:putObject`,
        args: {
            Bucket: plan.manifestBucketName,
            Key: jsonata`${key}`,
            Body: jsonata`[${names}]`,
            ContentType: "application/json",
        },
        assign,
        next,
    });
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

function visiting(plan: MachinePlan): Record<string, State> {
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
                ...(groupFlow(plan) as Flow),
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

/** Tells a backfill that is finished from one of other groups or ranges. */
export function backfillKey(plan: MachinePlan): string {
    const { groups, from, to, splitBy, bucketName, destinationPrefix } = plan;
    return JSON.stringify([
        from,
        to,
        splitBy,
        bucketName,
        destinationPrefix,
        "select" in groups ? groups.select : groups.digest,
    ]);
}

function leaving(plan: MachinePlan): Record<string, State> {
    const dynamodb = `arn:${plan.partition}:states:::dynamodb`;
    const mine = { ":me": { S: jsonata`${me}` } };
    const isFinished = code`$failed = 0 and $unfinished = 0`;
    const finished =
        plan.to === undefined ? {} : { finished: { S: jsonata`${isFinished} ? ${backfillKey(plan)} : "no"` } };
    return {
        LeaveRun: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, finished, "heldBy = :me AND attribute_not_exists(askedAgain)", mine),
            next: "HowDidItGo",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "GoRoundAgain" }],
        }),
        // Another run was started in the meantime and left its work to this one.
        GoRoundAgain: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, { heldBy: mine[":me"] }, "heldBy = :me", mine),
            assign: { unfinished: 0 },
            next: FIRST_ROUND,
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "HowDidItGo" }],
        }),
        HandOn: call({
            resource: `${dynamodb}:putItem`,
            args: putRun(plan, {}, "heldBy = :me", mine),
            next: "StartNextRun",
            catchers: [{ ErrorEquals: CONDITION_FAILED, Next: "HowDidItGo" }],
        }),
        StartNextRun: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:sfn:startExecution`,
            args: {
                StateMachineArn: jsonata`$states.context.StateMachine.Id`,
                Name: jsonata`$substring($hash(${me}, "SHA-256"), 0, 32)`, // the same when it is sent again
                Input: "{}",
            },
            next: "HowDidItGo",
            catchers: [{ ErrorEquals: ["Sfn.ExecutionAlreadyExistsException"], Next: "HowDidItGo" }],
        }),
        HowDidItGo: choice([[jsonata`$failed > 0`, "Failed"]], "Succeeded"),
        Failed: {
            Type: "Fail",
            Error: "ExportsFailed",
            Cause: jsonata`$string($failed) & " log groups have something that could not be exported; the topic names them. "
                & $string($exported) & " exports were verified."`,
        },
        Succeeded: {
            Type: "Succeed",
            Output: { outcome: "done", exported: jsonata`$exported`, manifests: jsonata`$manifests` },
        },
    };
}
