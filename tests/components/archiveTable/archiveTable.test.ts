import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArchiveTable, LogExport } from "../../../index";
import { type Mocked, promiseOf, setMocks } from "../../support/mocks";

const ARGS = { archiveUri: "s3://audit-archive/audit/", years: { first: 2026, last: 2035 } };

describe("ArchiveTable", () => {
    let program: Mocked;
    beforeEach(async () => {
        program = await setMocks();
    });
    afterEach(() => program.settle());

    const table = () => program.find("CatalogTable", "audit-lines").inputs;
    const view = () => program.find("CatalogTable", "audit-events").inputs;
    const parameters = () => table().parameters as Record<string, string>;

    /** The part of the view that Athena and Trino read. */
    function storedView(): { originalSql: string; schema: string; columns: { name: string; type: string }[] } {
        const [, encoded] = /^\/\* Presto View: (.*) \*\/$/.exec(String(view().viewOriginalText)) ?? [];
        return JSON.parse(Buffer.from(encoded, "base64").toString()) as ReturnType<typeof storedView>;
    }

    it("makes a database, a table, a view and queries, all below itself", async () => {
        const made = new ArchiveTable("audit", ARGS);
        await program.settle();
        assert.equal(await promiseOf(made.databaseName), "shop_prod_audit");
        assert.equal(await promiseOf(made.tableName), "log_lines");
        assert.equal(await promiseOf(made.viewName), "log_events");
        const component = program.find("cloudwatch-logs-export:index:ArchiveTable", "audit");
        const inner = program.registrations.filter(({ type }) => /^aws:(glue|athena)/.test(type));
        assert.deepEqual(inner.map(({ name }) => name).sort(), [
            "audit-database",
            "audit-errors-by-hour",
            "audit-events",
            "audit-events-of-a-request",
            "audit-lines",
            "audit-to-parquet",
        ]);
        assert.ok(inner.every(({ parent }) => parent === component.urn));
        assert.deepEqual(Object.keys(component.outputs ?? {}).sort(), ["databaseName", "tableName", "viewName"]);
        assert.ok(ArchiveTable.isInstance(made));
    });

    it("projects the folders of the layout hive, without a template, and asks every query for a log group", async () => {
        new ArchiveTable("audit", ARGS);
        await program.settle();
        const keys = (table().partitionKeys as { name: string }[]).map(({ name }) => name);
        assert.deepEqual(keys, ["log_group", "year", "month", "day"]);
        assert.equal(parameters()["projection.log_group.type"], "injected");
        assert.equal(parameters()["projection.year.range"], "2026,2035");
        assert.equal(parameters()["projection.month.digits"], "2");
        assert.ok(!("storage.location.template" in parameters()));
        const { location } = table().storageDescriptor as { location: string };
        assert.equal(location, ARGS.archiveUri);
    });

    it("lists log groups by their names, which resources and Outputs may give", async () => {
        new ArchiveTable("audit", { ...ARGS, logGroups: { pay: "/app/pay", orders: pulumi.output("/aws/lambda/o") } });
        await program.settle();
        assert.equal(parameters()["projection.log_group.type"], "enum");
        assert.equal(parameters()["projection.log_group.values"], "/app/pay,/aws/lambda/o");
    });

    it("marks the view as Athena and Trino mark theirs: a description would hide it, a definer is not known", async () => {
        new ArchiveTable("audit", ARGS);
        await program.settle();
        assert.deepEqual(view().parameters, { presto_view: "true", comment: "Presto View" });
        assert.equal(view().description, undefined);
        assert.equal((storedView() as { runAsInvoker?: boolean }).runAsInvoker, true);
    });

    it("has the hour of exports that are split by it, in the table and in the view", async () => {
        new ArchiveTable("audit", { ...ARGS, splitBy: "hour" });
        await program.settle();
        assert.equal(parameters()["projection.hour.range"], "0,23");
        const names = storedView().columns.map(({ name }) => name);
        assert.deepEqual(names.slice(-5), ["log_group", "year", "month", "day", "hour"]);
        const listed = (view().storageDescriptor as { columns: { name: string }[] }).columns;
        assert.deepEqual(
            listed.map(({ name }) => name),
            names,
        );
    });

    it("takes a database that is there, a workgroup and changes, and queries are saved for both", async () => {
        new ArchiveTable("audit", {
            ...ARGS,
            database: "lake",
            workgroup: "auditors",
            transform: { table: { description: "ours" } },
        });
        await program.settle();
        assert.deepEqual(program.ofType("CatalogDatabase"), []);
        assert.equal(storedView().schema, "lake");
        assert.match(storedView().originalSql, /FROM lake\.log_lines\n/);
        assert.equal(table().description, "ours");
        for (const { inputs } of program.ofType("NamedQuery")) {
            assert.deepEqual([inputs.database, inputs.workgroup], ["lake", "auditors"]);
            assert.match(String(inputs.query), / lake\.log_events\n/);
        }
    });

    it("takes the archive of a LogExport", async () => {
        const audit = new LogExport("logs", {
            logGroups: ["/app/pay"],
            from: "2026-10-01T00:00:00Z",
            to: "2026-10-02T00:00:00Z",
            destinationPrefix: "audit",
        });
        new ArchiveTable("audit", { ...ARGS, archiveUri: audit.archiveUri });
        await program.settle();
        const { location } = table().storageDescriptor as { location: string };
        assert.match(location, /^s3:\/\/logs-bucket-\w+\/audit\/$/);
    });
});
