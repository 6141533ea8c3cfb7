import * as assert from "node:assert/strict";
import { ArchiveTable } from "../../index";
import { type Archive, URI } from "../commands/archive";
import { type Mocked, setMocks } from "../support/mocks";
import { openQueriedArchive, ORDERS, PAY, type Row, ROWS, sorted } from "./archive";
import { blocksBelow } from "./blocks";
import { type Catalog, openCatalog } from "./glue";
import { startTrino, type Trino, whyNoTrino } from "./trino";

const ARGS = { archiveUri: `${URI}/`, years: { first: 2026, last: 2027 } };

describe("the table of an archive, in Trino", function () {
    this.timeout(300_000);
    let archive: Archive;
    let program: Mocked;
    let catalog: Catalog;
    let trino: Trino;

    before(async function () {
        const reason = whyNoTrino();
        if (reason !== undefined) {
            console.log(`Trino is not asked: ${reason}`);
            this.skip();
        }
        archive = await openQueriedArchive();
        program = await setMocks();
        new ArchiveTable("audit", { ...ARGS, logGroups: [PAY, ORDERS] });
        new ArchiveTable("any", ARGS);
        await program.settle();
        catalog = await openCatalog(program);
        trino = await startTrino({ glue: catalog.endpoint, s3: archive.account.aws.endpoint });
    });
    after(async () => {
        await trino?.close();
        await catalog?.close();
        await archive?.close();
    });

    const rows = async (condition: string, database = "shop_prod_audit"): Promise<Row[]> => {
        const columns = "to_iso8601(ts), message, log_stream, log_group, day";
        const found = await trino.query(`SELECT ${columns} FROM ${database}.log_events WHERE ${condition}`);
        return found.map(([ts, message, logStream, logGroup, day]) => ({
            ts: typeof ts === "string" ? `${ts}Z` : null,
            message,
            logStream,
            logGroup,
            day,
        })) as Row[];
    };

    it("shows every line that was seeded as it was, and nothing else", async () => {
        assert.deepEqual(sorted(await rows("year = '2026'")), sorted(ROWS));
    });

    it("finds a log group, a day and nothing where nothing is", async () => {
        const condition = `log_group = '${ORDERS}' AND year = '2026' AND month = '08' AND day = '02'`;
        const wanted = ROWS.filter(({ logGroup, day }) => logGroup === ORDERS && day === "02");
        assert.deepEqual(sorted(await rows(condition)), sorted(wanted));
        assert.deepEqual(await rows("year = '2027'"), []);
    });

    it("asks each query for a log group, where the program names none", async () => {
        const wanted = ROWS.filter(({ logGroup }) => logGroup === PAY);
        assert.deepEqual(sorted(await rows(`log_group = '${PAY}' AND year = '2026'`, "shop_prod_any")), sorted(wanted));
        await assert.rejects(rows("year = '2026'", "shop_prod_any"), /log_group/);
    });

    it("names the export task", async () => {
        const [[count]] = await trino.query(
            "SELECT count(DISTINCT task_id) FROM shop_prod_audit.log_events WHERE year = '2026' AND month = '08'",
        );
        const folders = archive.dataKeys().map((key) => key.split("/").at(-3));
        assert.equal(count, new Set(folders).size);
    });

    it("runs the queries of docs/query.md", async () => {
        const [events, counts] = blocksBelow("Athena").filter(({ language }) => language === "sql");
        const shown = await trino.query(events.text);
        const wanted = ROWS.filter(({ logGroup, day }) => logGroup === PAY && day === "02");
        assert.deepEqual(shown.map(([, , message]) => message).sort(), wanted.map(({ message }) => message).sort());
        assert.deepEqual(await trino.query(counts.text), [
            [PAY, "01", 7],
            [PAY, "02", 3],
            [ORDERS, "01", 1],
            [ORDERS, "02", 1],
        ]);
    });

    describe("with the queries that are saved", () => {
        /** @param values of the query's parameters, in their order. */
        const run = (name: string, ...values: readonly string[]) => {
            const { query } = program.find("NamedQuery", `audit-${name}`).inputs as { query: string };
            const literals = values.map((value) => `'${value}'`).join(", ");
            // The archive's own catalog is only read here.
            const sql = query.replace("CREATE TABLE ", "CREATE TABLE local.");
            return trino.query(`EXECUTE IMMEDIATE '${sql.replace(/'/g, "''")}' USING ${literals}`);
        };

        it("counts errors by hour", async () => {
            assert.deepEqual(await run("errors-by-hour", PAY, "2026", "08"), [
                ["2026-08-01 02:00:00.000", 1],
                ["2026-08-02 01:00:00.000", 1],
                ["2026-08-02 02:00:00.000", 1],
                ["2026-08-02 03:00:00.000", 1],
            ]);
        });

        it("finds the events of a request", async () => {
            assert.deepEqual(await run("events-of-a-request", PAY, "2026", "08", "01", "a1b2"), [
                ["2026-08-01 01:00:00.125", "web-1", "request a1b2 began"],
            ]);
        });

        it("converts to Parquet, which holds the same", async () => {
            await trino.query("CREATE SCHEMA local.shop_prod_audit");
            const wanted = ROWS.filter(({ logGroup }) => logGroup === PAY);
            assert.deepEqual(await run("to-parquet", PAY, "2026", "08"), [[wanted.length]]);
            const copied = await trino.query(
                "SELECT to_iso8601(ts), message, log_stream, log_group, day FROM local.shop_prod_audit.log_events_parquet",
            );
            const found = copied.map(([ts, message, logStream, logGroup, day]) => {
                return { ts: typeof ts === "string" ? `${ts}Z` : null, message, logStream, logGroup, day } as Row;
            });
            assert.deepEqual(sorted(found), sorted(wanted));
        });
    });
});
