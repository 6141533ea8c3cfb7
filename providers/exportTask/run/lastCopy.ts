import { explained } from "../../aws/denial";
import { isAccessDenied, nameOf } from "../../aws/errors";
import { type Aws } from "../../aws/clients";
import { DAY_MS } from "../../durations";
import { formatTimestamp } from "../../validation/timestamp";
import { type RawInputs } from "../inputs";
import { type Predecessor, type RecordedExport } from "../outputs";
import { comparisonWith, type Held } from "./comparison";
import { type Contents, contentsOf, holdsAsMuch } from "./contents";
import { type ExportContext } from "./context";
import { deleteFolder } from "./deleteFolder";
import { uriOf } from "./objects";
import { sign } from "./sign";

/**
 * Keeps the objects of a replaced export that the new one does not hold, for example because the log group keeps its
 * events for a shorter time by now. The new resource becomes an owner of them, which no deletion of the old one passes.
 * If it holds as much, the objects go: with the old resource, or here if they were held until now.
 */
export async function keepLastCopy(context: ExportContext, replaced: Predecessor, held: Held): Promise<void> {
    const contents = await contentsOfReplaced(context, replaced);
    if (contents === "nothing") return;
    const compared = typeof contents === "object" ? await compare(context, replaced, held) : contents;
    if (typeof contents === "object" && typeof compared === "function" && compared(contents)) {
        if (contents.owners.includes(context.owner)) await letGo(context, replaced, compared);
        return;
    }
    context.progress.warn(
        `The objects under ${uriOf(replaced)} are kept, although removalPolicy is "delete": ` +
            (typeof contents === "object" && typeof compared === "function"
                ? whyKept(contents, held, replaced)
                : `they could not be compared with the export that replaces them: ${compared as string} `) +
            `Delete them yourself if you do not need them: aws s3 rm --recursive ${uriOf(replaced)}`,
    );
    await relyOn(context, replaced, typeof contents === "object" ? contents : undefined);
}

type MayGo = Awaited<ReturnType<typeof comparisonWith>>;

/** The comparison, or why there is none. */
async function compare({ aws }: ExportContext, replaced: Predecessor, held: Held): Promise<MayGo | string> {
    try {
        return await comparisonWith(aws, held, replaced);
    } catch (error) {
        if (!isAccessDenied(error)) throw error;
        return explained(error);
    }
}

function whyKept(old: Contents, held: Held, { logGroupName }: Predecessor): string {
    if (!holdsAsMuch(held, old)) {
        return (
            `they hold more (${old.objectCount} objects, ${old.byteCount} bytes) than the export that replaces them ` +
            `(${held.objectCount} objects, ${held.byteCount} bytes), so they may be the last copy of some events. `
        );
    }
    return (
        `log group ${logGroupName} may have lost events of their range since, and whether the export that replaces them ` +
        "holds these is not known by its size, so they may be the last copy of some events. "
    );
}

/**
 * An export that is not verified when `up` ends (waitForCompletion: false, or the bucket may not be listed) relies on
 * the objects of the one that it replaces, whose deletion comes next. They go when a later `up` has verified it.
 * @returns whether they are safe; false if they could not be marked.
 */
export async function holdUntilVerified(context: ExportContext, replaced: Predecessor): Promise<boolean> {
    if ((await contentsOfReplaced(context, replaced)) === "nothing") return true;
    return relyOn(context, replaced);
}

/** What a replaced export has in the bucket that its deletion would take, or why that is not known. */
async function contentsOfReplaced({ aws }: ExportContext, replaced: Predecessor): Promise<Contents | string> {
    if (replaced.removalPolicy !== "delete" || !replaced.taskId || replaced.status !== "COMPLETED") return "nothing";
    try {
        const contents = await contentsOf(aws.s3, replaced);
        // Once a deletion has begun it is no copy any more.
        return contents.objectCount === 0 || contents.isDeleting ? "nothing" : contents;
    } catch (error) {
        return nameOf(error) === "NoSuchBucket" ? "nothing" : explained(error);
    }
}

function relyOn(context: ExportContext, replaced: Predecessor, seen?: Contents): Promise<boolean> {
    return sign(
        { ...context, inputs: { ...context.inputs, logStreamNamePrefix: undefined } },
        replaced,
        replaced,
        seen,
    );
}

/** Of what was held for this export, whose old resource is gone by now. */
async function letGo(context: ExportContext, replaced: Predecessor, mayGo: MayGo): Promise<void> {
    try {
        await deleteFolder(context, replaced, { mayGo });
    } catch (error) {
        context.progress.warn(
            `The objects under ${uriOf(replaced)}, which this export replaces, could not be deleted: ${explained(error)} ` +
                `The export holds as much. Delete them yourself: aws s3 rm --recursive ${uriOf(replaced)}`,
        );
    }
}

/**
 * What a preview warns of: that the events of an export which is replaced are gone from the log group by now. An export that
 * is to keep its objects cannot keep them if another bucket takes the place of theirs.
 */
export async function warnOfLastCopy(
    aws: Pick<Aws, "logs" | "time">,
    replaced: RecordedExport,
    { destination }: RawInputs,
): Promise<string | undefined> {
    const isDeleted = replaced.removalPolicy === "delete";
    const isMoved = destination !== replaced.destination;
    if (!(isDeleted || isMoved) || replaced.status !== "COMPLETED" || !replaced.objectCount) return undefined;
    const group = await aws.logs.findLogGroup(replaced.logGroupName);
    const days = group?.retentionInDays;
    const oldest = group && days === undefined ? -Infinity : aws.time() - (days ?? 0) * DAY_MS;
    if (replaced.from >= oldest) return undefined;
    const what = group
        ? `keeps its events for ${days} days, so those before ${formatTimestamp(Math.floor(oldest))} are gone`
        : "no longer exists";
    return (
        `This export is replaced, and log group ${replaced.logGroupName} ${what}. The objects under ${replaced.uri} may be the ` +
        "last copy: " +
        (isMoved
            ? "keep the bucket that they are in, which changes."
            : 'although removalPolicy is "delete", they are kept unless the new export is of the same range and holds as much.')
    );
}
