import type * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { checkDestinationPrefix } from "../../providers/validation/names";
import { formatTimestamp } from "../../providers/validation/timestamp";
import { lastBoundary, nextBoundary, SPLITS } from "../time/calendar";
import { type LogExportArgs } from "./args";
import { rangeArgsOf, type RangeSettings, rangeSettings } from "./settings";
import { LATEST, parseTimeRange, type TimeRange } from "../time/timeRanges";
import { checkTimeZone } from "../time/timeZone";

type RangeArgs = Pick<
    LogExportArgs,
    "from" | "to" | "timeRanges" | "splitBy" | "timeZone" | "settleHours" | "forgetAfterDays" | "removalPolicy"
>;

/** The errors in the ranges of an export that are found before anything is created. */
export function checkRangeArgs(args: RangeArgs): InputFailure[] {
    const failures = [...checkRanges(args), ...checkSplitBy(args), ...checkForgetAfterDays(args), ...checkSettle(args)];
    // Where days begin is known only with a valid unit and zone.
    return failures.length > 0 ? failures : checkLatest(rangeSettings(args));
}

function checkRanges(args: RangeArgs): InputFailure[] {
    const { from, to, timeRanges } = args;
    if (timeRanges !== undefined && (from !== undefined || to !== undefined)) {
        return [
            refuse(
                "timeRanges",
                timeRanges,
                "absent if from and to are given",
                "Put the range into timeRanges, or remove them.",
            ),
        ];
    }
    if (timeRanges !== undefined && (!Array.isArray(timeRanges) || timeRanges.length === 0)) {
        const next = 'For example [{ from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" }].';
        return [refuse("timeRanges", timeRanges, "a list of at least one range", next)];
    }
    const ranges: TimeRange[] = [];
    const failures: InputFailure[] = [];
    rangeArgsOf(args).forEach((given, index) => {
        const at = timeRanges ? `timeRanges[${index}].` : "";
        if (given === null || typeof given !== "object") {
            failures.push(refuse(`timeRanges[${index}]`, given, "a range", "Write it as { from: …, to: … }."));
            return;
        }
        failures.push(...refuseUnknown("a time range", at, given, ["from", "to", "destinationPrefix"]));
        const range = parseTimeRange(at, given);
        if (Array.isArray(range)) failures.push(...range);
        else ranges.push(range);
        const failure = checkPrefix(`${at}destinationPrefix`, given.destinationPrefix);
        if (failure) failures.push(failure);
    });
    return failures.length > 0 ? failures : checkOverlap(ranges);
}

/** Ranges that overlap would export the same events twice. */
function checkOverlap(ranges: readonly TimeRange[]): InputFailure[] {
    const sorted = [...ranges].sort((a, b) => a.from - b.from);
    const at = sorted.findIndex((range, index) => index > 0 && range.from < sorted[index - 1].to);
    if (at < 0) return [];
    const { to } = sorted[at - 1];
    const next =
        to === LATEST
            ? 'The range before it has no end ("latest"): only the last range can have none.'
            : `The range before it ends at ${new Date(to).toISOString()}: start this one there. To export other data of the same time, use another LogExport.`;
    const after = new Date(sorted[at].from).toISOString();
    return [refuse("timeRanges", `a range from ${after}`, "ranges that do not overlap", next)];
}

/**
 * A range without an end is split at boundaries, so it must begin at one. If its first part were shorter, moving the start
 * back would replace that part with a longer one and export the same events again.
 */
function checkLatest({ ranges, isList, splitBy, timeZone }: RangeSettings): InputFailure[] {
    return ranges.flatMap((range, index) => {
        const at = isList ? `timeRanges[${index}].` : "";
        if (range.to !== LATEST) return [];
        if (splitBy === undefined) {
            const next = 'Add splitBy: "day": every day is then exported once it is over.';
            return [refuse(`${at}to`, "latest", "a point in time if splitBy is not given", next)];
        }
        const before = lastBoundary(range.from, splitBy, timeZone);
        if (before === range.from) return [];
        const next = nextBoundary(range.from, splitBy, timeZone);
        const [earlier, from, later] = [before, range.from, next].map(formatTimestamp);
        return [
            refuse(
                `${at}from`,
                from,
                `a time at which a ${splitBy} begins in ${timeZone}, because to is "latest"`,
                `Use ${earlier} or ${later}; the part in between can be a range of its own: ` +
                    `timeRanges: [{ from: "${from}", to: "${later}" }, { from: "${later}", to: "latest" }].`,
            ),
        ];
    });
}

/**
 * The errors in the unit and the time zone by which ranges are split.
 * @param otherwise the default unit; undefined: ranges are not split by default.
 */
export function checkSplitBy(
    { splitBy, timeZone }: Pick<RangeArgs, "splitBy" | "timeZone">,
    otherwise?: "day",
): InputFailure[] {
    const failures: InputFailure[] = [];
    if (splitBy !== undefined && !SPLITS.includes(splitBy)) {
        const allowed = SPLITS.map((split) => `"${split}"`).join(", ");
        const instead = otherwise ? `"${otherwise}"` : "one export for each range";
        failures.push(refuse("splitBy", splitBy, allowed, `Leave it out for ${instead}.`));
    }
    const failure = timeZone === undefined ? undefined : checkTimeZone("timeZone", timeZone);
    return failure ? [...failures, failure] : failures;
}

function checkForgetAfterDays({ forgetAfterDays, removalPolicy }: RangeArgs): InputFailure[] {
    if (forgetAfterDays === undefined) return [];
    const failures: InputFailure[] = [];
    if (!Number.isInteger(forgetAfterDays) || forgetAfterDays < 1) {
        const next = "For example forgetAfterDays: 90. Leave it out to keep every export in the program.";
        failures.push(refuse("forgetAfterDays", forgetAfterDays, "a whole number of days, 1 or more", next));
    }
    return [...failures, ...checkRetained({ removalPolicy })];
}

/** An error if the objects of an export that `forgetAfterDays` removes would not stay. */
export function checkRetained({ removalPolicy }: { readonly removalPolicy?: unknown }): InputFailure[] {
    if (removalPolicy === undefined || removalPolicy === "retain") return [];
    const next = "The objects of exports that forgetAfterDays removes would be deleted: remove one of the two.";
    return [refuse("removalPolicy", removalPolicy, '"retain" if forgetAfterDays is given', next)];
}

/** An error if an export that `forgetAfterDays` removes one day is protected, by a transform or a stack transformation. */
export function checkUnprotected(task: pulumi.Resource): InputFailure[] {
    const { __protect: protect } = task as { __protect?: boolean };
    if (!protect) return [];
    const next =
        "Pulumi refuses to remove what is protected: leave the exports out of transform.exportTask or the stack transformation that protects them. The bucket can be protected.";
    return [
        refuse(
            "protect",
            protect,
            "false for the exports if forgetAfterDays is given, which removes each of them one day",
            next,
        ),
    ];
}

/** Ranges are planned while the program runs, so what decides them must be known then. */
function checkSettle(args: RangeArgs): InputFailure[] {
    const { settleHours, forgetAfterDays } = args;
    const decides = forgetAfterDays !== undefined || plainRangesOf(args).some((given) => given?.to === "latest");
    if (!decides || settleHours === undefined || typeof settleHours === "number") return [];
    const next = "It decides which ranges there are, so it cannot be an Output.";
    return [refuse("settleHours", settleHours, 'a plain number if to is "latest" or forgetAfterDays is given', next)];
}

function plainRangesOf(args: RangeArgs) {
    const given = rangeArgsOf(args);
    return Array.isArray(given) ? given : [];
}

/** The error in a destination prefix that must be a plain string. */
export function checkPrefix(property: string, prefix: unknown): InputFailure | undefined {
    if (prefix === undefined) return undefined;
    return typeof prefix === "string"
        ? checkDestinationPrefix(property, prefix)
        : refuse(property, prefix, "a plain string", "It decides names, so it cannot be an Output.");
}
