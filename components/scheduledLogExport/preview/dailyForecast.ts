import type * as pulumi from "@pulumi/pulumi";
import { type LogGroup, type RetentionPolicy } from "../../../providers/aws/logs";
import { DEFAULT_SETTLE_HOURS } from "../../../providers/exportTask/inputs";
import { parseTimestamp } from "../../../providers/validation/timestamp";
import { awsSettings } from "../../awsSettings";
import { lookUpLogGroups, type LookupTarget } from "../../logGroups/lookup";
import { findLogGroups } from "../../logGroups/selectLogGroups";
import {
    answerInTime,
    knownValue,
    shownValue,
    logForecast,
    PREVIEW_CLIENT,
    type PreviewMessages,
} from "../../previewLog";
import { type ScheduledLogExportArgs } from "../args";
import { DEFAULT_QUIET_SPLIT_BY, DEFAULT_SPLIT_BY } from "../machine/plan";
import { groupNotices } from "./groupNotices";
import { summariseDailyLoad } from "./dailyLoad";

/**
 * In a preview, logs how long a day's exports take in the one slot, and how many log groups fit.
 * @param names the log groups; undefined if each run selects them.
 */
export function dailyForecast(
    component: pulumi.Resource,
    args: ScheduledLogExportArgs,
    names: pulumi.Output<string[]> | undefined,
): void {
    logForecast(component, () => messagesOf(component, args, names));
}

async function messagesOf(
    component: pulumi.Resource,
    args: ScheduledLogExportArgs,
    names: pulumi.Output<string[]> | undefined,
): Promise<PreviewMessages> {
    const aws = awsSettings(component);
    const region = await knownValue(aws.region);
    const profile = aws.profile && (await knownValue(aws.profile));
    const given = names && (await shownValue(names));
    const { groups, failure, policies } = await answerInTime(lookUp(args, given, { region, profile }), (failure) => ({
        groups: [],
        failure,
    }));
    const infos =
        failure === undefined
            ? []
            : [`how long a day's exports take could not be looked up (${failure.split("\n")[0]})`];
    if (groups.length === 0) return { infos, warnings: [] };
    const { quietGroups, splitBy = DEFAULT_SPLIT_BY } = args;
    const load = {
        groups,
        splitBy,
        quiet: quietGroups && {
            bytesPerDay: quietGroups.belowBytesPerDay,
            splitBy: quietGroups.splitBy ?? DEFAULT_QUIET_SPLIT_BY,
        },
        from: args.continues ? undefined : (parseTimestamp("from", args.from) as number),
        now: Date.now(),
    };
    const { text, warnings } = summariseDailyLoad(load);
    const notices = groupNotices({ ...load, groups, policies, settleHours: args.settleHours ?? DEFAULT_SETTLE_HOURS });
    return { infos: [...infos, text], warnings: [...notices, ...warnings] };
}

interface FoundGroups {
    readonly groups: readonly (LogGroup | undefined)[];
    readonly policies?: readonly RetentionPolicy[];
    readonly failure?: string;
}

async function lookUp(
    { select }: ScheduledLogExportArgs,
    given: readonly string[] | undefined,
    where: LookupTarget,
): Promise<FoundGroups> {
    const names = given ?? (select ? (await findLogGroups({ ...select, ...where }, PREVIEW_CLIENT)).names : []);
    const { groups, ...found } = await lookUpLogGroups(names, where, PREVIEW_CLIENT);
    return { groups: names.map((name) => groups.get(name)), ...found };
}
