import { type Aws } from "../../aws/clients";
import { DAY_MS, HOUR_MS } from "../../durations";
import { type Predecessor } from "../outputs";
import { type Contents, holdsAsMuch } from "./contents";

/** What was exported, and when. */
export type Exported = Omit<Partial<Predecessor>, "removalPolicy"> & Pick<Predecessor, "logGroupName" | "from" | "to">;

/** A verified export, by what it holds. */
export type Held = Exported & Pick<Contents, "objectCount" | "byteCount">;

type Size = Pick<Contents, "objectCount" | "byteCount">;

/** Attempts that follow each other so closely find the same events, because the service removes expired ones late. */
const SAME_EVENTS_MS = HOUR_MS;

const DATA = ["logGroupName", "logStreamNamePrefix", "from", "to", "region", "account"] as const;

/**
 * Whether the objects of an earlier export may go, once they are counted, for one that is verified.
 *
 * | since the earlier export, the log group       | they may go if the other export                            |
 * |-----------------------------------------------|------------------------------------------------------------|
 * | cannot have lost events of its range          | holds as much: what it lacks is still in the log group      |
 * | may have lost some, and the range is the same | holds exactly as much                                      |
 * | may have lost some, and the range differs     | never: no size tells what is in both                       |
 */
export async function comparisonWith(
    aws: Pick<Aws, "logs" | "time">,
    held: Held,
    earlier: Exported,
): Promise<(contents: Size) => boolean> {
    const isSame = DATA.every((name) => held[name] === earlier[name]);
    const hasLost = await mayHaveLost(aws, held, earlier, isSame);
    const isExactly = ({ objectCount, byteCount }: Size) =>
        held.objectCount === objectCount && held.byteCount === byteCount;
    return (contents) => holdsAsMuch(held, contents) && (!hasLost || (isSame && isExactly(contents)));
}

async function mayHaveLost(
    { logs, time }: Pick<Aws, "logs" | "time">,
    held: Held,
    earlier: Exported,
    isSame: boolean,
): Promise<boolean> {
    const [before, after] = [earlier.creationTime, held.creationTime];
    if (isSame && before !== undefined && after !== undefined && after - before <= SAME_EVENTS_MS) return false;
    if (held.region !== earlier.region || held.account !== earlier.account) return true; // not the same log group
    const group = await logs.findLogGroup(earlier.logGroupName);
    if (group === undefined) return true;
    const { retentionInDays, creationTime = 0 } = group;
    if (before !== undefined && creationTime > before) return true; // created again
    // What the other export does not hold must be in the log group now.
    const seen = isSame ? (after ?? time()) : time();
    return retentionInDays !== undefined && earlier.from < seen - retentionInDays * DAY_MS;
}
