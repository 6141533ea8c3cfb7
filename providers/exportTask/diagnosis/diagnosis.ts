import { DAY_MS } from "../../durations";
import { type ExportTaskInputs } from "../inputs";
import { type LogGroup } from "../../aws/logs";
import { nearestNames } from "../../validation/nearestNames";
import { type ExportContext } from "../run/context";
import { formatTimestamp } from "../../validation/timestamp";
import { diagnosePolicies } from "./policies";

/** What to check, decided by what the service said. */
export type Suspect = "bucket" | "grant" | "log group" | "class" | "range";

/**
 * Finds out why an export was refused, as far as the caller may look: every look is an attempt, and one that is denied or
 * fails only says less.
 * @returns a sentence or two that name the cause and the next step, or undefined where nothing was found.
 */
export async function diagnose(suspect: Suspect, context: Diagnosed): Promise<string | undefined> {
    switch (suspect) {
        case "bucket":
            return diagnoseBucket(context);
        case "grant":
            return (await diagnoseBucket(context)) ?? (await diagnosePolicies(context));
        case "log group":
            return diagnoseLogGroup(context);
        case "class":
            return explainClass(await logGroupOf(context)) ?? diagnoseRange(context);
        case "range":
            return diagnoseRange(context);
    }
}

export type Diagnosed = Pick<ExportContext, "inputs" | "aws">;

async function diagnoseBucket({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    const { destination, region } = inputs;
    try {
        const at = await aws.s3.regionOf(destination);
        if (at === undefined || at === region) return undefined;
        return `The bucket ${destination} is in ${at}, the log group in ${region}: an export needs both in one Region. Use a bucket in ${region}.`;
    } catch (error) {
        const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
        if (name === "NotFound" || name === "NoSuchBucket") {
            return `There is no bucket ${destination}. Correct the name, or create it in ${region} first.`;
        }
        if ($metadata?.httpStatusCode === 403) {
            return (
                `The bucket ${destination} exists, but the caller may not use it: it belongs to another account, or a policy ` +
                "denies it. Use a bucket of your own, or have its owner grant this caller s3:PutObject and s3:PutObjectAcl, and the " +
                "service its statements."
            );
        }
        return undefined;
    }
}

async function diagnoseLogGroup({ inputs, aws }: Diagnosed): Promise<string | undefined> {
    const { logGroupName, region } = inputs;
    try {
        const near = await nearestNames(logGroupName, (text) => aws.logs.namesLike(text));
        const names = near.length > 0 ? ` The nearest names are ${near.join(", ")}.` : "";
        return `There is no log group ${logGroupName} in ${region}.${names} Correct the name or the Region.`;
    } catch {
        return undefined;
    }
}

async function diagnoseRange(context: Diagnosed): Promise<string | undefined> {
    const { inputs, aws } = context;
    const group = await logGroupOf(context);
    return explainRange(inputs, group, aws.time()) ?? explainClass(group);
}

/** Whether the service exports other classes than STANDARD is not documented for certain, so only a refusal is taken for it. */
export function explainClass(group: LogGroup | undefined): string | undefined {
    const { name, logGroupClass = "STANDARD" } = group ?? {};
    if (logGroupClass === "STANDARD") return undefined;
    return (
        `Log group ${name} is of the class ${logGroupClass}, which CloudWatch Logs may not export: remove it from the ` +
        "declaration. A class cannot be changed; a new log group of the class STANDARD can be exported."
    );
}

function logGroupOf({ inputs, aws }: Diagnosed): Promise<LogGroup | undefined> {
    return aws.logs.findLogGroup(inputs.logGroupName).catch(() => undefined);
}

/** What a range has against it: before the group's creation, in the future, past the group's retention. */
export function explainRange(
    { from, to, logGroupName }: Pick<ExportTaskInputs, "from" | "to" | "logGroupName">,
    group: LogGroup | undefined,
    now: number,
): string | undefined {
    if (group?.creationTime !== undefined && to < group.creationTime) {
        const created = formatTimestamp(group.creationTime);
        return `The range ends at ${formatTimestamp(to)}, but log group ${logGroupName} was created at ${created}, and the service refuses a range that ends before. Use a later to.`;
    }
    if (from > now) {
        return `The range begins at ${formatTimestamp(from)}, and it is ${formatTimestamp(now)} now. Export it when it is over.`;
    }
    const days = group?.retentionInDays;
    if (days !== undefined && to < now - days * DAY_MS) {
        return (
            `Log group ${logGroupName} keeps events for ${days} days, so everything before ${formatTimestamp(now - days * DAY_MS)} is ` +
            "gone. Export sooner, or let the group keep more."
        );
    }
    return undefined;
}
