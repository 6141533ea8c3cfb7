import { showSome } from "../showSome";

/** What is known of a log group's class; undefined if it could not be looked up. */
interface Classified {
    readonly name: string;
    readonly logGroupClass?: string;
}

/**
 * What a preview says of log groups of other classes than STANDARD. AWS's documents disagree on them: the announcement of
 * INFREQUENT_ACCESS lists the export to S3 as not available, the guide to exports does not leave it out, and for DELIVERY and
 * ESSENTIALS neither says it. So it is told and not refused, and the service decides.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
 */
export function classNotice(groups: readonly Classified[]): string | undefined {
    const others = groups.filter(({ logGroupClass = "STANDARD" }) => logGroupClass !== "STANDARD");
    if (others.length === 0) return undefined;
    const shown = showSome(others.map(({ name, logGroupClass }) => `${name} (${logGroupClass})`));
    const isShort = others.some(({ logGroupClass }) => logGroupClass === "DELIVERY");
    return (
        `CloudWatch Logs may refuse to export log groups of other classes than STANDARD: ${shown}. Export one of them ` +
        "first, and leave them out if it is refused: selectLogGroups does with logGroupClass." +
        (isShort ? " The class DELIVERY keeps events for one day only." : "")
    );
}
