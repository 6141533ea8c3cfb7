import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assertInputs } from "../../providers/validation/inputError";
import { keyedLogGroups } from "../logGroups/logGroups";
import { ARCHIVE_TABLE_TYPE, isOfType } from "../resourceTypes";
import { applyTransform } from "../transform";
import { type ArchiveTableArgs } from "./args";
import { checkArchiveTableArgs, checkArchiveUri } from "./checks";
import { QUERIES, TABLE_NAME, VIEW_NAME } from "./queries";
import { LINES, partitionColumns, tableParameters } from "./table";
import { encodedView, viewColumns } from "./view";

/** The inner resources of an ArchiveTable. */
export interface ArchiveTableNodes {
    /** Undefined if the database existed. */
    readonly database?: aws.glue.CatalogDatabase;
    readonly table: aws.glue.CatalogTable;
    readonly view: aws.glue.CatalogTable;
    readonly queries: readonly aws.athena.NamedQuery[];
}

/**
 * An archive as a table of Amazon Athena: in a Glue database the table `log_lines`, the view `log_events` with the columns
 * `ts`, `message`, `log_stream`, `task_id`, `log_group`, `year`, `month`, `day` and, for hourly exports, `hour`, and saved
 * queries. New exports are found without a crawler.
 *
 * @example
 * ```ts
 * const audit = new LogExport("audit", { logGroups: ["/app/pay"], from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z", splitBy: "day" });
 * const table = new ArchiveTable("audit", { archiveUri: audit.archiveUri, years: { first: 2026, last: 2035 } });
 * export const events = pulumi.interpolate`${table.databaseName}.${table.viewName}`;
 * ```
 */
export class ArchiveTable extends pulumi.ComponentResource {
    /** The name of the Glue database. */
    readonly databaseName: pulumi.Output<string>;
    /** The table of lines. */
    readonly tableName: pulumi.Output<string>;
    /** The view of events. */
    readonly viewName: pulumi.Output<string>;
    readonly nodes: ArchiveTableNodes;

    /** Whether a value is an ArchiveTable, also one that another copy of this package made. */
    static override isInstance(value: unknown): value is ArchiveTable {
        return isOfType(value, ARCHIVE_TABLE_TYPE);
    }

    /** @throws {InputError} if an argument is wrong. */
    constructor(name: string, args: ArchiveTableArgs, opts?: pulumi.ComponentResourceOptions) {
        assertInputs(`ArchiveTable "${name}"`, checkArchiveTableArgs(args ?? {})); // JavaScript may leave them out
        super(ARCHIVE_TABLE_TYPE, name, {}, opts);
        this.nodes = makeNodes(name, args, this);
        this.databaseName = this.nodes.table.databaseName;
        this.tableName = this.nodes.table.name;
        this.viewName = this.nodes.view.name;
        const { databaseName, tableName, viewName } = this;
        this.registerOutputs({ databaseName, tableName, viewName });
    }
}

function makeNodes(name: string, args: ArchiveTableArgs, parent: pulumi.Resource): ArchiveTableNodes {
    const { splitBy, transform = {}, workgroup } = args;
    const opts = () => ({ parent });
    const database = args.database === undefined ? makeDatabase(name, args, parent) : undefined;
    const databaseName = pulumi.output(args.database ?? database!.name);
    const table = makeTable(name, args, databaseName, parent);
    const viewArgs: aws.glue.CatalogTableArgs = {
        databaseName,
        name: VIEW_NAME,
        // Without a description: Trino and Athena tell their views by the comment "Presto View", which it would replace.
        tableType: "VIRTUAL_VIEW",
        parameters: { presto_view: "true", comment: "Presto View" },
        storageDescriptor: {
            columns: viewColumns(args),
            // Athena writes these for its own views.
            serDeInfo: { name: "-", serializationLibrary: "-" },
        },
        viewOriginalText: pulumi
            .all([databaseName, table.name])
            .apply(([of, lines]) => encodedView(of, lines, { splitBy })),
        viewExpandedText: "/* Presto View */",
    };
    const view = new aws.glue.CatalogTable(...applyTransform(transform.view, `${name}-events`, viewArgs, opts()));
    const queries = QUERIES.map(({ key, description, sql }) => {
        const query = pulumi.all([databaseName, view.name]).apply(([of]) => sql(of));
        const queryArgs: aws.athena.NamedQueryArgs = {
            name: `${name}-${key}`,
            database: databaseName,
            description,
            query,
            workgroup,
        };
        return new aws.athena.NamedQuery(...applyTransform(transform.query, `${name}-${key}`, queryArgs, opts()));
    });
    return { database, table, view, queries };
}

/** Unique in the account, unless a program of the same project and stack is in another organization's Pulumi. */
function makeDatabase(name: string, { transform }: ArchiveTableArgs, parent: pulumi.Resource) {
    const words = [pulumi.getProject(), pulumi.getStack(), name].join("_");
    const args: aws.glue.CatalogDatabaseArgs = {
        name: words
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "_")
            .slice(0, 255),
        description: "Archives of CloudWatch Logs",
    };
    return new aws.glue.CatalogDatabase(...applyTransform(transform?.database, `${name}-database`, args, { parent }));
}

function makeTable(
    name: string,
    { archiveUri, years, logGroups, splitBy, transform }: ArchiveTableArgs,
    databaseName: pulumi.Output<string>,
    parent: pulumi.Resource,
): aws.glue.CatalogTable {
    const location = pulumi.output(archiveUri).apply((uri) => {
        assertInputs(`ArchiveTable "${name}"`, checkArchiveUri(uri));
        return uri;
    });
    const names = logGroups && pulumi.all(keyedLogGroups(logGroups).map(({ logGroupName }) => logGroupName));
    const args: aws.glue.CatalogTableArgs = {
        databaseName,
        name: TABLE_NAME,
        description: "The lines of an archive of CloudWatch Logs",
        tableType: "EXTERNAL_TABLE",
        partitionKeys: partitionColumns({ splitBy }),
        parameters: names
            ? names.apply((logGroupNames) => tableParameters({ years, logGroupNames, splitBy }))
            : tableParameters({ years, splitBy }),
        storageDescriptor: { location, ...LINES },
    };
    return new aws.glue.CatalogTable(...applyTransform(transform?.table, `${name}-lines`, args, { parent }));
}
