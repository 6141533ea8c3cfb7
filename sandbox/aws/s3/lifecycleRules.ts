import { DAY } from "../../durations";
import { AwsError } from "../http/errors";
import { malformedXml, nodesAt, textAt, textsAt, type XmlNode } from "./xml";

/**
 * The classes that each class may transition to: only colder ones. INTELLIGENT_TIERING may go to ONEZONE_IA,
 * ONEZONE_IA not to GLACIER_IR, and GLACIER only to DEEP_ARCHIVE, which is final.
 */
const reachable: Readonly<Record<string, readonly string[]>> = {
    STANDARD_IA: ["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    INTELLIGENT_TIERING: ["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    ONEZONE_IA: ["GLACIER", "DEEP_ARCHIVE"],
    GLACIER_IR: ["GLACIER", "DEEP_ARCHIVE"],
    GLACIER: ["DEEP_ARCHIVE"],
    DEEP_ARCHIVE: [],
};

const infrequentAccess = ["STANDARD_IA", "ONEZONE_IA"];
const mostDays = 2 ** 31 - 1;

/** Throws S3's error for an invalid lifecycle configuration. */
export function checkLifecycleRules(rules: readonly XmlNode[]): void {
    if (rules.length === 0 || rules.length > 1000) throw malformedXml();
    const ids = rules.map((rule) => textAt(rule, "ID")).filter((id) => id !== undefined && id !== "");
    if (new Set(ids).size < ids.length) {
        throw invalid("Rule ID must be unique. Found same ID for more than one rule");
    }
    for (const rule of rules) checkRule(rule);
}

function checkRule(rule: XmlNode): void {
    if (!["Enabled", "Disabled"].includes(textAt(rule, "Status") ?? "")) throw malformedXml();
    if ((textAt(rule, "ID") ?? "").length > 255) throw invalid("ID length should not exceed allowed limit of 255");
    if (rule.Filter === undefined && rule.Prefix === undefined) throw malformedXml();
    const filter = nodesAt(rule, "Filter")[0];
    // More than one criterion in a filter must be within And.
    if (filter && Object.keys(filter).length > 1) throw malformedXml();

    const actions = [
        "Expiration",
        "Transition",
        "NoncurrentVersionExpiration",
        "NoncurrentVersionTransition",
        "AbortIncompleteMultipartUpload",
    ];
    if (!actions.some((action) => rule[action] !== undefined)) {
        throw new AwsError("InvalidRequest", "At least one action needs to be specified in a rule");
    }
    checkPositive(rule, "Expiration", "Days");
    checkPositive(rule, "NoncurrentVersionExpiration", "NoncurrentDays");
    checkPositive(rule, "AbortIncompleteMultipartUpload", "DaysAfterInitiation");
    checkDates(rule);

    const where = describeFilter(rule);
    checkTransitions(rule, "Transition", "Days", "Expiration", where);
    checkTransitions(rule, "NoncurrentVersionTransition", "NoncurrentDays", "NoncurrentVersionExpiration", where);
    const sized = textAt(filter, "ObjectSizeGreaterThan") ?? textAt(filter, "And", "ObjectSizeGreaterThan");
    const below = textAt(filter, "ObjectSizeLessThan") ?? textAt(filter, "And", "ObjectSizeLessThan");
    if (sized !== undefined && below !== undefined && Number(sized) >= Number(below)) {
        throw new AwsError(
            "InvalidRequest",
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'",
        );
    }
}

function checkPositive(rule: XmlNode, action: string, element: string): void {
    const days = textAt(rule, action, element);
    if (Number(days ?? 0) > mostDays) throw malformedXml();
    if (days !== undefined && !(Number.isInteger(Number(days)) && Number(days) > 0)) {
        throw invalid(`'${element}' for ${action} action must be a positive integer`);
    }
}

function checkDates(rule: XmlNode): void {
    for (const action of [...nodesAt(rule, "Expiration"), ...nodesAt(rule, "Transition")]) {
        const date = textAt(action, "Date");
        if (date !== undefined && !(Date.parse(date) % DAY === 0)) {
            throw invalid("'Date' must be at midnight GMT");
        }
        if (date !== undefined && action.Days !== undefined) throw malformedXml();
    }
}

function checkTransitions(rule: XmlNode, action: string, element: string, expiration: string, where: string): void {
    const steps = nodesAt(rule, action).map((node) => ({
        storageClass: textAt(node, "StorageClass") ?? "",
        days: textAt(node, element) === undefined ? undefined : Number(textAt(node, element)),
        date: textAt(node, "Date"),
    }));
    for (const { storageClass, days, date } of steps) {
        if (!(storageClass in reachable)) throw malformedXml();
        if (days === undefined && date === undefined) throw malformedXml();
        if ((days ?? 0) > mostDays) throw malformedXml();
        if (days !== undefined && !(Number.isInteger(days) && days >= 0)) {
            throw invalid(`'${element}' in ${action} action must be nonnegative`);
        }
        if (days !== undefined && days < 30 && infrequentAccess.includes(storageClass)) {
            throw invalid(
                `'${element}' in ${action} action must be greater than or equal to 30 for storageClass '${storageClass}'`,
            );
        }
    }
    if (new Set(steps.map((step) => step.storageClass)).size < steps.length) {
        throw invalid(`'StorageClass' must be different for '${action}' actions in same 'Rule' with ${where}`);
    }
    const ordered = [...steps].sort((a, b) => (a.days ?? 0) - (b.days ?? 0));
    for (const [index, step] of ordered.entries()) {
        const previous = ordered[index - 1];
        if (!previous || previous.days === undefined || step.days === undefined) continue;
        if (!reachable[previous.storageClass].includes(step.storageClass) || step.days === previous.days) {
            throw invalid(
                `'${element}' in the '${action}' action for StorageClass '${step.storageClass}' for ${where} must be ` +
                    `less than '${element}' in the '${action}' action for StorageClass '${previous.storageClass}'`,
            );
        }
        // The user guide: not in a single rule, because S3 charges for 30 days of infrequent access in any case.
        if (infrequentAccess.includes(previous.storageClass) && step.days < previous.days + 30) {
            throw invalid(
                `'${element}' in the '${action}' action for StorageClass '${step.storageClass}' for ${where} must be 30 days ` +
                    `more than '${element}' in the '${action}' action for StorageClass '${previous.storageClass}'`,
            );
        }
    }
    const expires = textAt(rule, expiration, element);
    const last = Math.max(...steps.map((step) => step.days ?? -1));
    if (expires !== undefined && steps.length > 0 && Number(expires) <= last) {
        throw invalid(
            `'${element}' in the ${expiration} action for ${where} must be greater than '${element}' in the ${action} action`,
        );
    }
}

function describeFilter(rule: XmlNode): string {
    const filter = nodesAt(rule, "Filter")[0];
    const and = nodesAt(filter, "And")[0];
    const prefix = textAt(rule, "Prefix") ?? textAt(filter, "Prefix") ?? textAt(and, "Prefix") ?? "";
    const tags = [...nodesAt(filter, "Tag"), ...nodesAt(and, "Tag")].map(
        (tag) => `, tag: ${textsAt(tag, "Key").join()}=${textsAt(tag, "Value").join()}`,
    );
    return `filter '(prefix=${prefix}${tags.join("")})'`;
}

function invalid(message: string): AwsError {
    return new AwsError("InvalidArgument", message);
}
