import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type LogGroups } from "../logGroups/logGroups";
import { type SplitBy } from "../time/calendar";
import { type ResourceTransform } from "../transform";

/** The years of an archive, both inclusive. */
export interface ArchiveYears {
    /** The first year. */
    readonly first: number;
    /** The last year. */
    readonly last: number;
}

/** Changes to the arguments of the inner resources. */
export interface ArchiveTableTransforms {
    readonly database?: ResourceTransform<aws.glue.CatalogDatabaseArgs>;
    readonly table?: ResourceTransform<aws.glue.CatalogTableArgs>;
    readonly view?: ResourceTransform<aws.glue.CatalogTableArgs>;
    readonly query?: ResourceTransform<aws.athena.NamedQueryArgs>;
}

/** The arguments of an ArchiveTable. */
export interface ArchiveTableArgs {
    /**
     * The archive, in the layout `"hive"`: the `archiveUri` of a `LogExport` or `ScheduledLogExport`, or any `s3://bucket/prefix/`.
     * @example audit.archiveUri
     * @example pulumi.interpolate`s3://${exportBucket.bucketName}/audit/`
     */
    readonly archiveUri: pulumi.Input<string>;
    /**
     * The years that queries find, by the `year=` of the keys. What is exported outside of them stays in the archive, but no
     * query sees it. A query that names no year looks into every day of all of them.
     * @example { first: 2026, last: 2035 }
     */
    readonly years: ArchiveYears;
    /**
     * The log groups that queries find, as a `LogExport` takes them: at most some dozens, since a query that names none looks into
     * each.
     * @default all, and every query must name one: `WHERE log_group = '/aws/lambda/payments'`
     */
    readonly logGroups?: LogGroups;
    /**
     * The `splitBy` of the exports: with `"hour"` the keys have `hour=`, and the table has that column.
     * @default "day"
     */
    readonly splitBy?: SplitBy;
    /**
     * The name of a Glue database that exists. Its tables must not be named `log_lines` or `log_events` yet.
     * @default a new database, `{project}_{stack}_{name}`
     */
    readonly database?: pulumi.Input<string>;
    /**
     * The Athena workgroup in which the queries are saved.
     * @default "primary"
     */
    readonly workgroup?: pulumi.Input<string>;
    /** Changes the arguments of an inner resource before it is created. */
    readonly transform?: ArchiveTableTransforms;
}
