import { isDeletingMark, ownerOf } from "../../providers/exportTask/run/marks";

const TASK_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where in an archive an object is: `{destinationPrefix}/{taskId}/{name}`. */
export interface KeyInFolder {
    readonly destinationPrefix: string;
    readonly taskId: string;
    readonly name: string;
    readonly kind: "data" | "manifest" | "deleting" | "other";
}

/**
 * What a key says; undefined if it is not in the folder of an export task, like the marker `aws-logs-write-test`.
 *
 * | name in the folder            | is                                        |
 * |-------------------------------|-------------------------------------------|
 * | `{stream}/000000.gz`          | data, written by the service              |
 * | `_export-{owner}.json`        | a manifest                                |
 * | `_deleting`                   | the mark of a deletion that has begun     |
 * | anything else                 | an object that the export does not explain |
 */
export function parseKey(key: string): KeyInFolder | undefined {
    const parts = key.split("/");
    // A log stream's folder, and a part of the prefix, may look like a task ID too. The data's place decides first.
    const isData = /^\d{6}\.gz$/.test(parts[parts.length - 1]) && TASK_ID.test(parts[parts.length - 3] ?? "");
    const index = isData
        ? parts.length - 3
        : parts.findLastIndex((part, at) => TASK_ID.test(part) && at < parts.length - 1);
    if (index < 1) return undefined; // the service never leaves the prefix out
    const name = parts.slice(index + 1).join("/");
    const kind = isData
        ? "data"
        : ownerOf(name) !== undefined
          ? "manifest"
          : isDeletingMark(name)
            ? "deleting"
            : "other";
    return { destinationPrefix: parts.slice(0, index).join("/"), taskId: parts[index], name, kind };
}

/** What the layout "hive" says in a destination prefix. */
export interface HivePartition {
    readonly logGroupName: string;
    /** The date and, if the export was split by hour, the hour at which its range begins, in the layout's time zone. */
    readonly date: string;
    readonly hour?: number;
}

export function hivePartitionOf(destinationPrefix: string): HivePartition | undefined {
    const pattern = /(?:^|\/)log_group=([^/]+)\/year=(\d{4})\/month=(\d\d)\/day=(\d\d)(?:\/hour=(\d\d))?$/;
    const [, group, year, month, day, hour] = pattern.exec(destinationPrefix) ?? [];
    if (group === undefined) return undefined;
    return {
        logGroupName: unescapeHive(group),
        date: `${year}-${month}-${day}`,
        hour: hour === undefined ? undefined : Number(hour),
    };
}

/** A partition's value as Hive, Spark and Trino decode it; see components/logExport/layout.ts. */
function unescapeHive(value: string): string {
    return value.replace(/%([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
