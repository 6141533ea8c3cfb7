import { createCheckpoint, NO_TASK, readCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { isQuiet, isTaskOfThisPlace, NO_RANGE } from "../ranges";
import { call, choice, code, integration, jsonata, orElse, pass, type State } from "../statesLanguage";
import { STANDARD } from "./logGroupClass";
import { beginSearch, findEarlierExports } from "./findEarlierExports";
import { problem, REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { MAX_EVENTS_PER_VISIT, SEARCHES_AFTER_LOST_ANSWER } from "./limits";
import { NOTHING_EXPIRED } from "./expiredRange";
import { countEvents, INITIAL_START, INITIAL_WATCH, JOIN_TASK, NOTHING_LISTED } from "./variables";

/** The beginning of a visit: reads the group, its latest event and its checkpoint, and resumes an open task. */
export function describeGroup(plan: MachinePlan): Record<string, State> {
    const isSelected = "select" in plan.groups;
    return {
        InitializeVisit: pass(
            {
                group: jsonata`$states.input.group`,
                run: jsonata`$states.input.run`,
                clock: plan.clock.periods,
                events: 0,
                exported: 0,
                // The revision with which this visit recorded its task. While it is unchanged, no other run has written.
                plannedRevision: 0,
                searches: 0,
                ...INITIAL_START,
                ...INITIAL_WATCH,
                ...JOIN_TASK,
                listed: NOTHING_LISTED,
                refusedManifests: 0,
                refusal: jsonata`${""}`,
                nextRange: jsonata`${NO_RANGE}`,
                task: jsonata`${NO_TASK}`,
                failedRange: jsonata`${NO_TASK}`,
                expired: NOTHING_EXPIRED,
                expiredCount: 0,
                exportedTo: 0,
                problem: jsonata`${{ error: "", cause: "" }}`,
            },
            "DescribeGroup",
        ),
        DescribeGroup: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeLogGroups"),
            args: { LogGroupNamePrefix: jsonata`$group`, Limit: 10 }, // sorted by name, so the group itself is first
            assign: {
                groupExists: jsonata`$count($states.result.LogGroups[LogGroupName = $group]) > 0`,
                created: jsonata`$max([0, $states.result.LogGroups[LogGroupName = $group].CreationTime])`,
                retention: jsonata`$max([0, $states.result.LogGroups[LogGroupName = $group].RetentionInDays])`,
                logGroupClass: jsonata`${orElse(code`$states.result.LogGroups[LogGroupName = $group].LogGroupClass`, STANDARD)}`,
                isQuiet: jsonata`${isQuiet(plan)}`,
                ...countEvents(6),
            },
            next: "CheckGroupExists",
            otherwise: REPORT_FAILURE,
        }),
        // A selected log group may have been deleted in the meantime.
        CheckGroupExists: choice(
            [[jsonata`$groupExists`, "FindLatestEvent"]],
            isSelected ? "GroupDone" : "ExplainMissingGroup",
        ),
        ...(!isSelected && {
            ExplainMissingGroup: pass(
                problem(
                    "LogGroupNotFound",
                    "The log group does not exist. Correct its name in logGroups, or remove it.",
                ),
                "ReportFailure",
            ),
        }),
        // The stream with the latest event: if even that is older than the checkpoint, nothing is due. The timestamp is
        // "eventually consistent", so an idle group's checkpoint does not move and late events are still exported.
        FindLatestEvent: call({
            resource: integration(plan, "aws-sdk:cloudwatchlogs:describeLogStreams"),
            args: { LogGroupName: jsonata`$group`, OrderBy: "LastEventTime", Descending: true, Limit: 1 },
            assign: {
                latestEvent: jsonata`$count($states.result.LogStreams) = 0 ? -1
                    : ${orElse(code`$states.result.LogStreams[0].LastEventTimestamp`, Number.MAX_SAFE_INTEGER)}`,
                ...countEvents(6),
            },
            next: "ReadCheckpoint",
            otherwise: {
                ErrorEquals: ["States.ALL"],
                Next: "ReadCheckpoint",
                Assign: { latestEvent: Number.MAX_SAFE_INTEGER }, // unknown: exporting an empty range is better than missing events
            },
        }),
        ReadCheckpoint: readCheckpoint(plan, countEvents(8), "CheckOpenTask", REPORT_FAILURE),
        CheckOpenTask: choice(
            [
                [jsonata`$revision = 0`, "FindEarlierExports", beginSearch(plan)],
                [jsonata`$task.name = ""`, "PlanRange"],
                [jsonata`$not(${isTaskOfThisPlace(plan)})`, "ExportAgain"],
                [jsonata`$events > ${MAX_EVENTS_PER_VISIT}`, "GroupUnfinished"],
                [jsonata`$task.id != ""`, "ReadTaskStatus", { ...INITIAL_WATCH, ...JOIN_TASK, ...countEvents(2) }],
                [jsonata`$plannedRevision = $revision and $not($isStartUnconfirmed)`, "StartTask"],
                [
                    jsonata`$plannedRevision = $revision`,
                    "StartTaskSearch",
                    { searches: SEARCHES_AFTER_LOST_ANSWER - 1 },
                ],
            ],
            "WaitForTaskToAppear",
        ),
        ...findEarlierExports(plan),
        CreateCheckpoint: createCheckpoint(plan, "ReadCheckpoint", REREAD_CHECKPOINT, REPORT_FAILURE),
    };
}
