import { checkpointRead, checkpointWrite, enrolment, NO_TASK } from "./checkpoint";
import { MachinePlan } from "./machinePlan";
import { CAN_BE_CUT, CUT, isQuiet, nextRange, nextTask } from "./ranges";
import {
    call,
    Catcher,
    choice,
    code,
    Code,
    CONDITION_FAILED,
    Flow,
    jsonata,
    pass,
    State,
    wait,
} from "./statesLanguage";

/**
 * A visit ends after so many exports, or so many events of its history, and the group's next visit goes on: the other
 * groups have their turn, and a history stays under the service's 25,000 events even where every call fails eight times.
 */
export const EXPORTS_A_VISIT = 10;
export const EVENTS_A_VISIT = 5_000;

/** A task ends after 24 hours by itself; one that is still shown as active two hours later needs somebody to look. */
const TASK_PATIENCE_MS = 26 * 3_600_000;
/** What a stopped run still had under way has arrived by then. */
const STRAGGLER_SECONDS = 30;
const LOOKS_AFTER_LOST_ANSWER = 3;
const LOOKS_FOR_OBJECTS = 4;
/** A marker is written within a task's life; the clocks of the two services may differ a little. */
const MARKER_SLACK_MS = 5_000;
/** A new bucket policy takes a moment to reach every server of S3. */
const TRIES_WHILE_PROPAGATING = 4;

/**
 * One visit to one log group. All that has to outlive it stands in the group's checkpoint, and every write to that is
 * conditional on its revision: whoever finds it changed looks again and goes on from what is there.
 *
 * ```
 * LookAtGroup → LookForEvents → ReadCheckpoint ─ nothing open ─ PlanRange ─ nothing due, or idle ──► GroupDone
 *                                   ▲      │                        │ due
 *                                   │      └ open task              ▼
 *                                   │           │              OpenTask (what will be started, before it is)
 *                                   │  AdoptOrStart ◄──────────────┘
 *                                   │           ▼
 *                                   │       StartTask ── slot taken: wait, read again · no answer: look by name
 *                                   │           ▼
 *                                   │      RecordTask → WaitForTask ⇄ LookAtTask ─ failed ─► cut the range, try again
 *                                   │                                    │ COMPLETED
 *                                   └───────── Advance ◄── LookForObjects, LookForMarker
 * ```
 */
export function groupFlow(plan: MachinePlan): Flow {
    const states: Record<string, State> = {
        ...looking(plan),
        ...planning(plan),
        ...starting(plan),
        ...adopting(plan),
        ...waiting(plan),
        ...verifying(plan),
        ...ending(plan),
    };
    return { StartAt: "BeginVisit", States: states };
}

/** Counts the history's events, rather too many than too few. */
const spent = (events: number) => ({ events: jsonata`$events + ${events}` });

const GAVE_UP: Catcher = {
    ErrorEquals: ["States.ALL"],
    Next: "ReportFailure",
    Assign: { problem: jsonata`{ "error": $states.errorOutput.Error, "cause": $string($states.errorOutput.Cause) }` },
};

const problem = (error: string, cause: string) => ({ problem: jsonata`{ "error": ${error}, "cause": ${cause} }` });

/** Somebody else wrote the checkpoint, or an answer of ours was lost: what is there now decides. */
const LOOK_AGAIN: Catcher = { ErrorEquals: CONDITION_FAILED, Next: "ReadCheckpoint" };

function looking(plan: MachinePlan): Record<string, State> {
    const sdk = `arn:${plan.partition}:states:::aws-sdk`;
    return {
        BeginVisit: pass(
            {
                group: jsonata`$states.input.group`,
                run: jsonata`$states.input.run`,
                events: 0,
                exported: 0,
                // The revision under which this visit opened its task: as long as it stands, nobody else has touched it.
                opened: 0,
                isUncertain: false,
                looks: 0,
                refusals: 0,
                slotPause: 10,
                pause: 5,
                misses: 0,
                objectLooks: 0,
                next: jsonata`${{ from: 0, to: 0, latest: 0, isDue: false, isIdle: false, prefix: "" }}`,
                task: jsonata`${NO_TASK}`,
                failedRange: jsonata`${NO_TASK}`,
                problem: jsonata`${{ error: "", cause: "" }}`,
            },
            "LookAtGroup",
        ),
        LookAtGroup: call({
            resource: `${sdk}:cloudwatchlogs:describeLogGroups`,
            args: { LogGroupNamePrefix: jsonata`$group`, Limit: 10 }, // sorted by name, so the group itself is first
            assign: {
                isGroupThere: jsonata`$count($states.result.LogGroups[LogGroupName = $group]) > 0`,
                created: jsonata`$max([0, $states.result.LogGroups[LogGroupName = $group].CreationTime])`,
                retention: jsonata`$max([0, $states.result.LogGroups[LogGroupName = $group].RetentionInDays])`,
                isQuiet: jsonata`${isQuiet(plan)}`,
                ...spent(6),
            },
            next: "DoesGroupExist",
            otherwise: GAVE_UP,
        }),
        DoesGroupExist: choice([[jsonata`$isGroupThere`, "LookForEvents"]], "GroupMissing"),
        GroupMissing: pass(
            problem("LogGroupMissing", "There is no such log group. Correct or remove it in logGroups."),
            "ReportFailure",
        ),
        // Of all streams the one with the latest event: where even that is older than the checkpoint, nothing is due. It is
        // "eventually consistent", so an idle group's checkpoint stays where it is and what turns up late is still exported.
        LookForEvents: call({
            resource: `${sdk}:cloudwatchlogs:describeLogStreams`,
            args: { LogGroupName: jsonata`$group`, OrderBy: "LastEventTime", Descending: true, Limit: 1 },
            assign: {
                newest: jsonata`$count($states.result.LogStreams) = 0 ? -1
                    : $exists($states.result.LogStreams[0].LastEventTimestamp) ? $states.result.LogStreams[0].LastEventTimestamp
                    : ${Number.MAX_SAFE_INTEGER}`,
                ...spent(6),
            },
            next: "ReadCheckpoint",
            otherwise: {
                ErrorEquals: ["States.ALL"],
                Next: "ReadCheckpoint",
                Assign: { newest: Number.MAX_SAFE_INTEGER }, // not known: exporting nothing is better than missing something
            },
        }),
        ReadCheckpoint: checkpointRead(plan, spent(8), "WhatIsOpen", GAVE_UP),
        WhatIsOpen: choice(
            [
                [jsonata`$revision = 0`, "Enrol"],
                [jsonata`$task.name = ""`, "PlanRange"],
                [jsonata`$events > ${EVENTS_A_VISIT}`, "MoreToDo"],
                [jsonata`$task.id != ""`, "LookAtTask", { pause: 5, misses: 0, objectLooks: 0, ...spent(2) }],
                [jsonata`$opened = $revision and $not($isUncertain)`, "StartTask"],
                [jsonata`$opened = $revision`, "StartLook", { looks: LOOKS_AFTER_LOST_ANSWER - 1 }],
            ],
            "FindOpenTask",
        ),
        Enrol: enrolment(plan, "ReadCheckpoint", LOOK_AGAIN, GAVE_UP),
    };
}

function planning(plan: MachinePlan): Record<string, State> {
    return {
        PlanRange: pass({ next: jsonata`${nextRange(plan)}`, ...spent(4) }, "WhatIsDue"),
        WhatIsDue: choice(
            [
                [jsonata`$not($next.isDue)`, "GroupDone"],
                [jsonata`$next.isIdle and $idleTo >= $next.latest`, "GroupDone"],
                [jsonata`$next.isIdle`, "RecordIdle"],
                [jsonata`$exported >= ${EXPORTS_A_VISIT} or $events > ${EVENTS_A_VISIT}`, "MoreToDo"],
            ],
            "OpenTask",
        ),
        RecordIdle: checkpointWrite(plan, { idleTo: code`$next.latest` }, {}, "GroupDone", LOOK_AGAIN, GAVE_UP),
        // What is going to be started is written down first, so that after a stop it is known what to look for.
        OpenTask: checkpointWrite(
            plan,
            { task: nextTask(plan) },
            { opened: jsonata`$revision + 1`, isUncertain: false, refusals: 0, slotPause: 10, ...spent(8) },
            "StartTask",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}

/**
 * | CreateExportTask's answer                    | then                                                       |
 * |----------------------------------------------|------------------------------------------------------------|
 * | a task ID                                    | recorded, and waited for                                   |
 * | LimitExceeded, throttled, OperationAborted   | wait; read the checkpoint again; try again                 |
 * | refused: bucket, policy, group, range        | reported; a missing grant is tried again for a minute      |
 * | anything else, or none                       | a task may be running: looked for by its name              |
 */
function starting(plan: MachinePlan): Record<string, State> {
    const said = code`$problem.error & " " & $problem.cause`;
    const prefix = plan.logStreamNamePrefix;
    return {
        StartTask: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:createExportTask`,
            args: {
                TaskName: jsonata`$task.name`,
                LogGroupName: jsonata`$group`,
                ...(prefix !== undefined && { LogStreamNamePrefix: prefix }),
                From: jsonata`$task.from`,
                To: jsonata`$task.to`,
                Destination: plan.bucketName,
                DestinationPrefix: jsonata`$task.prefix`,
            },
            assign: { task: jsonata`$merge([$task, { "id": $states.result.TaskId }])`, ...spent(8) },
            next: "RecordTask",
            retry: false,
            otherwise: { ...GAVE_UP, Next: "JudgeAnswer" },
        }),
        JudgeAnswer: choice(
            [
                [jsonata`$contains(${said}, /LimitExceeded|Throttl|Rate exceeded|OperationAborted/)`, "WaitForSlot"],
                [jsonata`$contains(${said}, /call on the given bucket failed|granted s3:PutObject/)`, "GrantMissing"],
                [jsonata`$contains(${said}, ${REFUSALS})`, "ReportFailure"],
            ],
            "NoAnswer",
        ),
        WaitForSlot: wait(jsonata`$slotPause`, "ReadCheckpoint", {
            slotPause: jsonata`$min([120, $ceil($slotPause * 1.2)])`,
            ...spent(18),
        }),
        GrantMissing: choice([[jsonata`$refusals < ${TRIES_WHILE_PROPAGATING}`, "WaitForGrant"]], "ReportFailure"),
        WaitForGrant: wait(20, "ReadCheckpoint", { refusals: jsonata`$refusals + 1`, ...spent(18) }),
        NoAnswer: wait(5, "StartLook", { isUncertain: true, looks: 0, ...spent(12) }),
        RecordTask: checkpointWrite(
            plan,
            {},
            { pause: 5, misses: 0, objectLooks: 0, isUncertain: false, ...spent(6) },
            "WaitForTask",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}

/** Refusals that say for certain that no task was started. */
const REFUSALS = new RegExp(
    "InvalidParameter|ResourceNotFound|AccessDenied|not authorized|Validation|UnrecognizedClient|InvalidOperation",
);

/** A task that is written down but not known by its ID is looked for by its name, through all pages. */
function adopting(plan: MachinePlan): Record<string, State> {
    const isOwn = code`TaskName = $task.name and LogGroupName = $group and From = $task.from and To = $task.to
        and Destination = ${plan.bucketName} and DestinationPrefix = $task.prefix
        and Status.Code in ["PENDING", "RUNNING", "PENDING_CANCEL", "COMPLETED"]`;
    return {
        FindOpenTask: wait(STRAGGLER_SECONDS, "StartLook", {
            opened: jsonata`$revision`,
            isUncertain: true,
            looks: LOOKS_AFTER_LOST_ANSWER - 1,
            ...spent(2),
        }),
        StartLook: pass({ pageToken: jsonata`${""}`, found: [], ...spent(2) }, "LookByName"),
        LookByName: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:describeExportTasks`,
            args: jsonata`$merge([{ "Limit": 50 }, $pageToken = "" ? {} : { "NextToken": $pageToken }])`,
            assign: {
                found: jsonata`[$found, $states.result.ExportTasks[${isOwn}].{
                    "id": TaskId, "isActive": Status.Code != "COMPLETED", "created": ExecutionInfo.CreationTime }]`,
                pageToken: jsonata`$exists($states.result.NextToken) ? $states.result.NextToken : ""`,
                ...spent(8),
            },
            next: "IsItFound",
            otherwise: GAVE_UP,
        }),
        IsItFound: choice(
            [
                [jsonata`$pageToken != ""`, "LookByName"],
                [
                    jsonata`$count($found) > 0`,
                    "RecordTask",
                    {
                        task: jsonata`$merge([$task, { "id": $sort($found, function($a, $b) {
                        $a.isActive = $b.isActive ? $a.created < $b.created : $b.isActive })[0].id }])`,
                    },
                ],
                // After an answer that never came the task may be listed late.
                [jsonata`$looks < ${LOOKS_AFTER_LOST_ANSWER - 1}`, "WaitToLookAgain"],
            ],
            "StartTask",
        ),
        WaitToLookAgain: wait(jsonata`5 * ($looks + 2)`, "StartLook", { looks: jsonata`$looks + 1`, ...spent(2) }),
    };
}

function waiting(plan: MachinePlan): Record<string, State> {
    const age = code`($millis() - $states.result.ExportTasks[0].ExecutionInfo.CreationTime)`;
    const ended = code`($status = "MISSING" ? "The service no longer lists the task." : $status & ": " & $statusMessage)`;
    return {
        WaitForTask: wait(jsonata`$pause`, "LookAtTask", { ...spent(2) }),
        // The pause grows with the task's age: little of the slot is lost, and 24 hours take 7,000 events at most.
        LookAtTask: call({
            resource: `arn:${plan.partition}:states:::aws-sdk:cloudwatchlogs:describeExportTasks`,
            args: { TaskId: jsonata`$task.id` },
            assign: {
                status: jsonata`$count($states.result.ExportTasks) = 0 ? "MISSING" : $states.result.ExportTasks[0].Status.Code`,
                statusMessage: jsonata`$exists($states.result.ExportTasks[0].Status.Message)
                    ? $states.result.ExportTasks[0].Status.Message : ""`,
                age: jsonata`$count($states.result.ExportTasks) = 0 ? 0 : ${age}`,
                taskCreated: jsonata`$count($states.result.ExportTasks) = 0 ? 0
                    : $states.result.ExportTasks[0].ExecutionInfo.CreationTime`,
                taskCompleted: jsonata`$exists($states.result.ExportTasks[0].ExecutionInfo.CompletionTime)
                    ? $states.result.ExportTasks[0].ExecutionInfo.CompletionTime : $millis()`,
                pause: jsonata`$count($states.result.ExportTasks) = 0 ? 15
                    : $min([120, $max([5, $ceil(${age} / 10000)])])`,
                ...spent(7),
            },
            next: "HowIsTheTask",
            otherwise: GAVE_UP,
        }),
        HowIsTheTask: choice(
            [
                [jsonata`$status = "COMPLETED"`, "LookForObjects"],
                [jsonata`$status = "MISSING" and $misses < 5`, "WaitForTask", { misses: jsonata`$misses + 1` }],
                [
                    jsonata`$not($status in ["PENDING", "RUNNING", "PENDING_CANCEL"])`,
                    "CanItBeCut",
                    {
                        problem: jsonata`{ "error": "ExportFailed", "cause": ${ended} }`,
                    },
                ],
                [
                    jsonata`$age > ${TASK_PATIENCE_MS}`,
                    "ReportFailure",
                    problem(
                        "ExportStuck",
                        "The task is still active after 26 hours, though the service ends every task after 24.",
                    ),
                ],
                [jsonata`$events > ${EVENTS_A_VISIT}`, "MoreToDo"],
            ],
            "WaitForTask",
        ),
        // Half of it may do what the whole could not; the other groups have their turn in between.
        CanItBeCut: choice([[jsonata`${CAN_BE_CUT}`, "CutRange"]], "CloseTask"),
        CutRange: checkpointWrite(
            plan,
            { tryTo: CUT, task: NO_TASK },
            { ...spent(6) },
            "MoreToDo",
            LOOK_AGAIN,
            GAVE_UP,
        ),
        CloseTask: checkpointWrite(
            plan,
            { tryTo: code`$task.to`, task: NO_TASK },
            { failedRange: jsonata`$task`, ...spent(6) },
            "ReportFailure",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}

/** COMPLETED is believed once its objects are listed, or, where nothing was in the range, the marker of this very task. */
function verifying(plan: MachinePlan): Record<string, State> {
    const list = (prefix: Code, assign: Record<string, string>, next: string): State =>
        call({
            resource: `arn:${plan.partition}:states:::aws-sdk:s3:listObjectsV2`,
            args: { Bucket: plan.bucketName, Prefix: jsonata`${prefix}`, MaxKeys: 1 },
            assign: { ...assign, ...spent(8) },
            next,
            otherwise: GAVE_UP,
        });
    const written = code`$toMillis($states.result.Contents[0].LastModified)`;
    return {
        LookForObjects: list(
            code`$task.prefix & "/" & $task.id & "/"`,
            { isThere: jsonata`$count($states.result.Contents) > 0` },
            "AreObjectsThere",
        ),
        AreObjectsThere: choice([[jsonata`$isThere`, "Advance"]], "LookForMarker"),
        LookForMarker: list(
            code`$task.prefix & "/aws-logs-write-test"`,
            {
                isThere: jsonata`$count($states.result.Contents) > 0
                    and ${written} >= $taskCreated - ${MARKER_SLACK_MS} and ${written} <= $taskCompleted + ${MARKER_SLACK_MS}`,
            },
            "IsMarkerThere",
        ),
        IsMarkerThere: choice(
            [
                [jsonata`$isThere`, "Advance"],
                [jsonata`$objectLooks < ${LOOKS_FOR_OBJECTS - 1}`, "WaitForObjects"],
            ],
            "NothingThere",
        ),
        WaitForObjects: wait(15, "LookForObjects", { objectLooks: jsonata`$objectLooks + 1`, ...spent(4) }),
        NothingThere: pass(
            problem("ExportHollow", "The task is COMPLETED, but neither its objects nor its marker are in the bucket."),
            "CanItBeCut",
        ),
        Advance: checkpointWrite(
            plan,
            {
                exportedTo: code`$task.to`,
                idleTo: 0,
                tryTo: 0,
                task: NO_TASK,
                lastTaskId: code`$task.id`,
            },
            { exported: jsonata`$exported + 1`, ...spent(10) },
            "PlanRange",
            LOOK_AGAIN,
            GAVE_UP,
        ),
    };
}

function ending({ partition, to, name }: MachinePlan): Record<string, State> {
    const range = code`($failedRange.name != "" ? $failedRange : $task.name != "" ? $task : $next)`;
    const iso = (time: Code) => code`(${time} > 0 ? $fromMillis(${time}) : "")`;
    const failure = {
        logGroupName: jsonata`$group`,
        from: jsonata`${iso(code`${range}.from`)}`,
        to: jsonata`${iso(code`${range}.to`)}`,
        error: jsonata`$problem.error`,
        cause: jsonata`$substring($problem.cause, 0, 600)`,
    };
    return {
        ReportFailure: call({
            resource: `arn:${partition}:states:::events:putEvents`,
            args: {
                Entries: [
                    {
                        Source: EVENT_SOURCE,
                        DetailType: FAILURE_DETAIL_TYPE,
                        Detail: { export: name, run: jsonata`$run`, ...failure },
                    },
                ],
            },
            next: "GroupFailed",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "GroupFailed" }, // the run's own report names it too
        }),
        GroupFailed: {
            Type: "Succeed",
            Output: { group: jsonata`$group`, exported: jsonata`$exported`, outcome: "failed", failure },
        },
        MoreToDo: {
            Type: "Succeed",
            Output: { group: jsonata`$group`, exported: jsonata`$exported`, outcome: "more" },
        },
        GroupDone: {
            Type: "Succeed",
            Output: {
                group: jsonata`$group`,
                exported: jsonata`$exported`,
                outcome: to === undefined ? "done" : jsonata`$next.latest = ${to} ? "complete" : "done"`,
            },
        },
    };
}

export const EVENT_SOURCE = "cloudwatch-logs-export";
export const FAILURE_DETAIL_TYPE = "Log Export Failed";
