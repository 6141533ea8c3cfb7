import { RUN_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import { code, type Template } from "../statesLanguage";

/** This execution. */
export const me = code`$states.context.Execution.Id`;

/** Where a round of visits begins. */
export const FIRST_ROUND = "BeginRounds";

/** `sizes` are those of this round's manifests, `later` those of the next one's. */
export const noRounds = { round: 0, index: 0, sizes: [], later: [] };

/** The item that says which execution is at work: `heldBy`; `askedAgain` by one that found it at work. */
export function putRun(plan: MachinePlan, item: Template, condition: string, values: Template): Template {
    return {
        TableName: plan.tableName,
        Item: { [TABLE_KEY]: { S: RUN_KEY }, ...item },
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
    };
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
