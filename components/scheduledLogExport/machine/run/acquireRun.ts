import { HOUR_MS } from "../../../../providers/durations";
import { RUN_LOCK_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, code, integration, jsonata, pass, type State, wait } from "../statesLanguage";
import { NOTHING_PUBLISHED, publishMetrics } from "./metrics";
import { needsOwnRound, readProgress, resumedPosition, writeProgress } from "./progress";
import {
    backfillKey,
    FIRST_ROUND,
    initialRounds,
    isHolderOfOtherMachine,
    LAST_HOLDER,
    THIS_RUN,
    thisExecution,
    writeRunLock,
} from "./runLock";

const tableInUseRemedy = ({ tableName }: MachinePlan) =>
    ". If that run is at work, give each ScheduledLogExport a table of its own. If its state machine was destroyed, release the table: " +
    `aws dynamodb delete-item --table-name ${tableName} --key '{"${TABLE_KEY}":{"S":"${RUN_LOCK_KEY}"}}'`;

/** How long calls of the run that held the lock may still take effect after it was stopped. */
const STRAGGLER_SECONDS = 60;

/**
 * One run at a time: a run acquires the run lock, requests another round from the run that holds it, or takes it over from
 * a run that has ended.
 */
export function acquireRun(plan: MachinePlan): Record<string, State> {
    const isSelection = "select" in plan.groups;
    const read = (attribute: string) =>
        jsonata`$lookup($states.result.Item, ${attribute}) ~> function($found) { $exists($found) ? $found.S : "" }`;
    return {
        InitializeRun: pass(
            {
                // A run whose history was full started this one.
                isContinuation: jsonata`$states.input.continues = true`,
                runEvents: 50,
                manifestsVisited: 0,
                verified: 0,
                failed: 0,
                incomplete: 0,
                expiredRanges: 0,
                notExportable: 0,
                manifestsRefused: 0,
                firstRefusal: jsonata`${""}`,
                published: NOTHING_PUBLISHED,
                listings: 0,
                ...initialRounds,
            },
            "ReadRunLock",
        ),
        ReadRunLock: call({
            resource: integration(plan, "dynamodb:getItem"),
            args: { TableName: plan.tableName, Key: { [TABLE_KEY]: { S: RUN_LOCK_KEY } }, ConsistentRead: true },
            assign: { heldBy: read("heldBy"), finished: read("finished") },
            next: "CheckHolder",
        }),
        CheckHolder: choice(
            [
                ...(plan.to === undefined
                    ? []
                    : [[jsonata`$finished = ${backfillKey(plan)}`, "BackfillComplete"] as const]),
                [jsonata`$heldBy in ["", ${thisExecution}]`, "AcquireRunLock"],
                [jsonata`${isHolderOfOtherMachine}`, "TableInUse"],
            ],
            "DescribeHolder",
        ),
        ...(plan.to !== undefined && { BackfillComplete: { Type: "Succeed", Output: { outcome: "nothing left" } } }),
        AcquireRunLock: writeRunLock(plan, {
            lock: { heldBy: THIS_RUN },
            condition: "attribute_not_exists(heldBy) OR heldBy = :thisRun",
            next: "ReadProgress",
            onConflict: "ReadRunLock",
        }),
        // That one may be at work, which the role may not ask. Two at work would start the same export.
        TableInUse: {
            Type: "Fail",
            Error: "TableInUse",
            Cause: jsonata`${`Table ${plan.tableName} is held by a run of another state machine: `} & $heldBy & ${tableInUseRemedy(plan)}`,
        },
        DescribeHolder: call({
            resource: integration(plan, "aws-sdk:sfn:describeExecution"),
            args: { ExecutionArn: jsonata`$heldBy` },
            assign: { holderStatus: jsonata`$states.result.Status` },
            next: "IsHolderRunning",
            // Step Functions deletes executions 90 days after their end.
            catchers: [{ ErrorEquals: ["Sfn.ExecutionDoesNotExistException"], Next: "TakeOverRunLock" }],
        }),
        IsHolderRunning: choice([[jsonata`$holderStatus = "RUNNING"`, "RequestAnotherRound"]], "TakeOverRunLock"),
        RequestAnotherRound: writeRunLock(plan, {
            lock: { heldBy: LAST_HOLDER, nextRoundRequestedBy: THIS_RUN },
            condition: "heldBy = :lastHolder",
            next: "ReadProgressOfHolder",
            onConflict: "ReadRunLock",
        }),
        // The holder may be waiting for the slot, and says nothing. How far behind it is must not depend on it.
        ReadProgressOfHolder: {
            ...readProgress(plan, "PublishDelay"),
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "HandedOver" }],
        },
        PublishDelay: publishMetrics(
            plan,
            { HoursBehind: code`($millis() - $workingSince) / ${HOUR_MS}` },
            "HandedOver",
        ),
        HandedOver: { Type: "Succeed", Output: { outcome: "handed over", to: jsonata`$heldBy` } },
        TakeOverRunLock: writeRunLock(plan, {
            lock: { heldBy: THIS_RUN },
            condition: "heldBy = :lastHolder",
            next: "WaitForStragglers",
            onConflict: "ReadRunLock",
        }),
        WaitForStragglers: wait(STRAGGLER_SECONDS, "ReadProgress"),
        ReadProgress: readProgress(plan, "RecordProgress"),
        RecordProgress: writeProgress(plan, code`$position`, "CheckPosition"),
        CheckPosition: choice(
            [
                [jsonata`$position = ""`, FIRST_ROUND],
                [jsonata`${needsOwnRound}`, "RequestOwnRound"],
            ],
            "ResumePosition",
        ),
        RequestOwnRound: writeRunLock(plan, {
            lock: { heldBy: THIS_RUN, nextRoundRequestedBy: THIS_RUN },
            condition: "heldBy = :thisRun",
            next: "ResumePosition",
            onConflict: "CheckOutcome",
        }),
        ResumePosition: pass(resumedPosition, isSelection ? "IsListingResumed" : "VisitGroups"),
        ...(isSelection && {
            IsListingResumed: choice([[jsonata`$groupPage != ""`, "ListGroups"]], "VisitGroups"),
        }),
    };
}
