import * as assert from "node:assert/strict";
import { ArchiveTable } from "../../index";
import { type Archive, URI } from "../commands/archive";
import { type Mocked, setMocks } from "../support/mocks";
import { openQueriedArchive, ORDERS, PAY, type Row, ROWS, sorted } from "./archive";
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
});
