import { checkpointRead, enrolment, NO_TASK } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { isQuiet } from "../ranges";
import { call, choice, jsonata, pass, type State } from "../statesLanguage";
import { EVENTS_A_VISIT, GAVE_UP, LOOK_AGAIN, LOOKS_AFTER_LOST_ANSWER, problem, spent } from "./limits";

/** What a visit begins with: the group's facts, its latest event, its checkpoint, and what that says is open. */
export function lookAtGroup(plan: MachinePlan): Record<string, State> {
    const isSelected = "select" in plan.groups;
    const sdk = `arn:${plan.partition}:states:::aws-sdk`;
    return {
        BeginVisit: pass(
            {
                group: jsonata`$states.input.group`,
                run: jsonata`$states.input.run`,
                clock: plan.clock.periods,
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
        // One that was selected may have been deleted since.
        DoesGroupExist: choice([[jsonata`$isGroupThere`, "LookForEvents"]], isSelected ? "GroupDone" : "GroupMissing"),
        ...(!isSelected && {
            GroupMissing: pass(
                problem("LogGroupMissing", "There is no such log group. Correct or remove it in logGroups."),
                "ReportFailure",
            ),
        }),
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
