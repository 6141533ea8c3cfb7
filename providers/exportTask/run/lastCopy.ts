import { nameOf, said } from "../../aws/errors";
import { type Aws } from "../../aws/clients";
import { DAY_MS } from "../../durations";
import { formatTimestamp } from "../../validation/timestamp";
import { type Predecessor, type RecordedExport } from "../outputs";
import { type Contents, contentsOf, holdsAsMuch } from "./contents";
import { type ExportContext } from "./context";
import { sign } from "./sign";
import { type Place, uriOf } from "./objects";

/**
 * Keeps the objects of a replaced export that the new one does not hold, for example because the log group keeps its
 * events for a shorter time by now. The new resource becomes an owner of them, which no deletion of the old one passes.
 */
export async function keepLastCopy(
    context: ExportContext,
    replaced: Predecessor,
    held: Pick<Contents, "objectCount" | "byteCount">,
): Promise<void> {
    if (replaced.removalPolicy !== "delete" || !replaced.taskId || replaced.status !== "COMPLETED") return;
    const place: Place = replaced;
    const contents = await contentsOf(context.aws.s3, place).catch((error: unknown) =>
        nameOf(error) === "NoSuchBucket" ? undefined : said(error),
    );
    if (contents === undefined) return;
    if (typeof contents === "object" && holdsAsMuch(held, contents)) return;
    if (typeof contents === "object" && contents.isDeleting) return; // its deletion has begun: it is no copy any more
    context.progress.warn(
        `The objects under ${uriOf(place)} are kept, although removalPolicy is "delete": ` +
            (typeof contents === "object"
                ? `they hold more (${contents.objectCount} objects, ${contents.byteCount} bytes) than the export that replaces ` +
                  `them (${held.objectCount} objects, ${held.byteCount} bytes), so they may be the last copy of some events. `
                : `they could not be compared with the export that replaces them (${contents}). `) +
            `Delete them yourself if you do not need them: aws s3 rm --recursive ${uriOf(place)}`,
    );
    await sign(
        { ...context, inputs: { ...context.inputs, logStreamNamePrefix: undefined } },
        place,
        replaced,
        typeof contents === "object" ? contents : { objectCount: 0, byteCount: 0 },
    );
}

/** What a preview warns of: that the events of an export which is replaced are gone from the log group by now. */
export async function warnOfLastCopy(
    aws: Pick<Aws, "logs" | "time">,
    replaced: RecordedExport,
): Promise<string | undefined> {
    if (replaced.removalPolicy !== "delete" || replaced.status !== "COMPLETED" || !replaced.objectCount)
        return undefined;
    const group = await aws.logs.findLogGroup(replaced.logGroupName);
    const days = group?.retentionInDays;
    const oldest = group && days === undefined ? -Infinity : aws.time() - (days ?? 0) * DAY_MS;
    if (replaced.from >= oldest) return undefined;
    const what = group
        ? `keeps its events for ${days} days, so those before ${formatTimestamp(Math.floor(oldest))} are gone`
        : "no longer exists";
    return (
        `This export is replaced, and log group ${replaced.logGroupName} ${what}. The objects under ${replaced.uri} may be the ` +
        'last copy: although removalPolicy is "delete", they are kept unless the new export holds as much.'
    );
}
