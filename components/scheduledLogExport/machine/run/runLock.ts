import { RUN_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { code, type Template } from "../statesLanguage";

/** This execution. */
export const thisExecution = code`$states.context.Execution.Id`;

/** The state with which a round of visits begins. */
export const FIRST_ROUND = "InitializeRounds";

/** `sizes` are those of this round's manifests, `nextSizes` those of the next round's. */
export const initialRounds = { round: 0, index: 0, sizes: [], nextSizes: [] };

/** PutItem arguments of the run lock: `heldBy` is the run that holds it, `askedAgain` the one that requested another round. */
export function putRunArgs(plan: MachinePlan, item: Template, condition: string, values: Template): Template {
    return {
        TableName: plan.tableName,
        Item: { [TABLE_KEY]: { S: RUN_KEY }, ...item },
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
    };
}

/** Distinguishes a finished backfill from one of other groups or ranges. */
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
