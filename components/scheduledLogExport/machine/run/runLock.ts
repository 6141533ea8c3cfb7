import { RUN_LOCK_KEY, TABLE_KEY } from "../checkpoint";
import { type MachinePlan } from "../plan";
import {
    call,
    code,
    type Code,
    CONDITION_FAILED,
    integration,
    jsonata,
    type State,
    type Template,
} from "../statesLanguage";

/** The ARN of this execution. */
export const thisExecution = code`$states.context.Execution.Id`;

/** The state with which a round of visits begins. */
export const FIRST_ROUND = "InitializeRounds";

/** `manifestSizes` are those of this round's manifests, `nextManifestSizes` those of the next round's. */
export const initialRounds = { round: 0, manifestIndex: 0, manifestSizes: [], nextManifestSizes: [] };

interface StringAttribute {
    readonly S: string;
}

/** The state machine of an execution: arn:{partition}:states:{region}:{account}:execution:{state machine}:{name}. */
const machineOf = (execution: Code) => code`$split(${execution}, ":")[6]`;
export const thisMachine = machineOf(thisExecution);

/** Whether the holder is a run of another state machine, one with the same table. The role may not ask for its status. */
export const isHolderOfOtherMachine = code`${machineOf(code`$heldBy`)} != ${thisMachine}`;

export const THIS_RUN: StringAttribute = { S: jsonata`${thisExecution}` };
/** The run that held the lock when it was last read. */
export const LAST_HOLDER: StringAttribute = { S: jsonata`$heldBy` };

/** The item of the table that lets one run at a time work. */
interface RunLock {
    /** The run that holds the lock; absent while it is free. */
    readonly heldBy?: StringAttribute;
    /** A second run, which asked the holder for another round. */
    readonly nextRoundRequestedBy?: StringAttribute;
    /** The backfill that is complete, as `backfillKey` identifies it. */
    readonly finished?: StringAttribute;
}

interface RunLockWrite {
    readonly lock: RunLock;
    /** A condition of DynamoDB; `:thisRun` and `:lastHolder` are defined. */
    readonly condition: string;
    readonly assign?: Template;
    readonly next: string;
    /** The next state if the condition is not met. */
    readonly onConflict: string;
}

/** Writes the run lock, if the condition is met. */
export function writeRunLock(plan: MachinePlan, { lock, condition, onConflict, ...rest }: RunLockWrite): State {
    const values = Object.entries({ ":thisRun": THIS_RUN, ":lastHolder": LAST_HOLDER });
    return call({
        resource: integration(plan, "dynamodb:putItem"),
        args: {
            TableName: plan.tableName,
            Item: { [TABLE_KEY]: { S: RUN_LOCK_KEY }, ...lock },
            ConditionExpression: condition,
            // DynamoDB refuses values that the condition does not use.
            ExpressionAttributeValues: Object.fromEntries(values.filter(([name]) => condition.includes(name))),
        },
        catchers: [{ ErrorEquals: CONDITION_FAILED, Next: onConflict }],
        ...rest,
    });
}

/** Distinguishes a finished backfill from one of other groups or ranges. */
export function backfillKey(plan: MachinePlan): string {
    const { from, to, splitBy, bucketName, destinationPrefix } = plan;
    return JSON.stringify([from, to, splitBy, bucketName, destinationPrefix, groupsKey(plan)]);
}

/** Distinguishes the log groups of a plan, or its selection, from others. */
export const groupsKey = ({ groups }: MachinePlan): string =>
    "select" in groups ? JSON.stringify(groups.select) : groups.digest;
