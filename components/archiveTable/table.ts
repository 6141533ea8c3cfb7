import { type SplitBy } from "../time/calendar";
import { type ArchiveYears } from "./args";

/** What a query sees of an archive. */
export interface ArchiveShape {
    readonly years: ArchiveYears;
    readonly logGroupNames?: readonly string[];
    readonly splitBy?: SplitBy;
}

export interface Column {
    readonly name: string;
    /** In Hive's words. */
    readonly type: "string" | "timestamp";
}

/** The folders of the layout "hive", one within the other: see components/logExport/layout.ts. */
export function partitionColumns({ splitBy }: Pick<ArchiveShape, "splitBy">): Column[] {
    const names = ["log_group", "year", "month", "day", ...(splitBy === "hour" ? ["hour"] : [])];
    return names.map((name) => ({ name, type: "string" }));
}

/**
 * Partition projection: Athena computes the folders from the query, and nobody registers partitions. Without
 * `storage.location.template`: in a template names with `/` are not escaped as they are in the keys, and nothing would be found.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function tableParameters({ years, logGroupNames, splitBy }: ArchiveShape): Record<string, string> {
    const logGroup: Record<string, string> = logGroupNames
        ? { "projection.log_group.type": "enum", "projection.log_group.values": logGroupNames.join(",") }
        : { "projection.log_group.type": "injected" };
    return {
        EXTERNAL: "TRUE",
        compressionType: "gzip",
        "projection.enabled": "true",
        ...logGroup,
        ...numbers("year", years.first, years.last, 4),
        ...numbers("month", 1, 12, 2),
        ...numbers("day", 1, 31, 2),
        ...(splitBy === "hour" ? numbers("hour", 0, 23, 2) : {}),
    };
}

function numbers(column: string, first: number, last: number, digits: number): Record<string, string> {
    return {
        [`projection.${column}.type`]: "integer",
        [`projection.${column}.range`]: `${first},${last}`,
        [`projection.${column}.digits`]: String(digits),
    };
}

/** Each line of the objects as it stands there, in one column. */
export const LINES = {
    columns: [{ name: "line", type: "string" }] satisfies Column[],
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    serDeInfo: {
        serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        parameters: {
            "field.delim": "\u0001",
            // Some formats, such as FIX, contain the separator; and to Hive the line \N is none at all.
            "serialization.last.column.takes.rest": "true",
            "serialization.null.format": "\u0001\u0001",
        },
    },
};
