import { RUN_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, CONDITION_FAILED, integration, jsonata, pass, type State, wait } from "../statesLanguage";
import { backfillKey, FIRST_ROUND, thisExecution, initialRounds, putRunArgs } from "./runLock";

/** Until then, calls that a stopped run had sent may still arrive. */
const STRAGGLER_SECONDS = 60;

const rereadLock = { ErrorEquals: CONDITION_FAILED, Next: "ReadRunLock" };

/**
 * One run at a time: a run acquires the run lock, requests another round from the run that holds it, or takes it over from
 * a run that has ended.
 */
export function acquireRun(plan: MachinePlan): Record<string, State> {
    const read = (attribute: string) =>
        jsonata`$lookup($states.result.Item, ${attribute}) ~> function($found) { $exists($found) ? $found.S : "" }`;
    const holder = { S: jsonata`$heldBy` };
    return {
        InitializeRun: pass(
            {
                manifests: 0,
                exported: 0,
                failed: 0,
                unfinished: 0,
                ...initialRounds,
            },
            "ReadRunLock",
        ),
        ReadRunLock: call({
            resource: integration(plan, "dynamodb:getItem"),
            args: { TableName: plan.tableName, Key: { [TABLE_KEY]: { S: RUN_KEY } }, ConsistentRead: true },
            assign: { heldBy: read("heldBy"), finished: read("finished") },
            next: "CheckHolder",
        }),
        CheckHolder: choice(
            [
                ...(plan.to === undefined
                    ? []
                    : [[jsonata`$finished = ${backfillKey(plan)}`, "BackfillComplete"] as const]),
                [jsonata`$heldBy in ["", ${thisExecution}]`, "AcquireRunLock"],
            ],
            "DescribeHolder",
        ),
        ...(plan.to !== undefined && { BackfillComplete: { Type: "Succeed", Output: { outcome: "nothing left" } } }),
        AcquireRunLock: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(
                plan,
                { heldBy: { S: jsonata`${thisExecution}` } },
                "attribute_not_exists(heldBy) OR heldBy = :me",
                {
                    ":me": { S: jsonata`${thisExecution}` },
                },
            ),
            next: FIRST_ROUND,
            catchers: [rereadLock],
        }),
        DescribeHolder: call({
            resource: integration(plan, "aws-sdk:sfn:describeExecution"),
            args: { ExecutionArn: jsonata`$heldBy` },
            assign: { holderStatus: jsonata`$states.result.Status` },
            next: "IsHolderRunning",
            // Executions are forgotten 90 days after their end.
            catchers: [{ ErrorEquals: ["Sfn.ExecutionDoesNotExistException"], Next: "TakeOverRunLock" }],
        }),
        IsHolderRunning: choice([[jsonata`$holderStatus = "RUNNING"`, "RequestAnotherRound"]], "TakeOverRunLock"),
        RequestAnotherRound: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(
                plan,
                { heldBy: holder, askedAgain: { S: jsonata`${thisExecution}` } },
                "heldBy = :holder",
                {
                    ":holder": holder,
                },
            ),
            next: "HandedOver",
            catchers: [rereadLock],
        }),
        HandedOver: { Type: "Succeed", Output: { outcome: "handed over", to: jsonata`$heldBy` } },
        TakeOverRunLock: call({
            resource: integration(plan, "dynamodb:putItem"),
            args: putRunArgs(plan, { heldBy: { S: jsonata`${thisExecution}` } }, "heldBy = :holder", {
                ":holder": holder,
            }),
            next: "WaitForStragglers",
            catchers: [rereadLock],
        }),
        WaitForStragglers: wait(STRAGGLER_SECONDS, FIRST_ROUND),
    };
}
