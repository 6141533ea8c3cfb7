import { type LogGroup, type RetentionPolicy } from "../../../providers/aws/logs";
import { DAY_MS, HOUR_MS } from "../../../providers/durations";
import { showRetention } from "../../logExport/preview/format";
import { classNotice } from "../../logGroups/classNotice";
import { retentionOf } from "../../logGroups/retention";
import { showSome } from "../../showSome";
import { longestPart } from "../machine/calendar";
import { bytesPerDay, type DailyLoad } from "./dailyLoad";

interface Noticed extends Pick<DailyLoad, "splitBy" | "quiet" | "now"> {
    /** What is known of each log group; undefined if nothing could be found out. */
    readonly groups: readonly (LogGroup | undefined)[];
    readonly policies?: readonly RetentionPolicy[];
    readonly settleHours: number;
}

/** What a preview of a schedule says of its log groups: classes that may be refused, and retention that is too short. */
export function groupNotices(noticed: Noticed): string[] {
    const known = noticed.groups.filter((group) => group !== undefined);
    return [classNotice(known), shortRetention(known, noticed)].filter((notice) => notice !== undefined);
}

/** Log groups whose first events of a range are deleted before the range can be exported. */
function shortRetention(groups: readonly LogGroup[], { policies = [], ...noticed }: Noticed): string | undefined {
    const { quiet, now, splitBy, settleHours } = noticed;
    const short = groups.flatMap((group) => {
        const retention = retentionOf(group, policies, now);
        const isQuiet = quiet !== undefined && bytesPerDay(group, now) < quiet.bytesPerDay;
        const lasts = longestPart[isQuiet ? quiet.splitBy : splitBy];
        if (retention === undefined || retention.days * DAY_MS > lasts + settleHours * HOUR_MS) return [];
        return [`${group.name} ${showRetention(retention)}`];
    });
    if (short.length === 0) return undefined;
    return (
        "Log data is deleted before its range is over for settleHours, and so before it is exported: " +
        `${showSome(short, "; ")}. Give them a longer retention, or shorter ranges (splitBy).`
    );
}
