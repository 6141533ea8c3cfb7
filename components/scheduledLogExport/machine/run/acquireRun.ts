import { RUN_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { call, choice, CONDITION_FAILED, jsonata, pass, type State, wait } from "../statesLanguage";
import { backfillKey, FIRST_ROUND, me, noRounds, putRun } from "./lock";

/** What a run that was stopped still had under way has arrived by then. */
const STRAGGLER_SECONDS = 60;

const lookAgain = { ErrorEquals: CONDITION_FAILED, Next: "ReadRun" };

/** One run at a time: it takes the run's item, asks whoever has it for another round, or takes over from one that has ended. */
export function takeRun(plan: MachinePlan): Record<string, State> {
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
