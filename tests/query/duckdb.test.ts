import * as assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type Archive } from "../commands/archive";
import { openQueriedArchive, type Row, ROWS, sorted } from "./archive";
import { synced } from "../docs/guides/awsCommand";
import { commandsOf } from "../docs/guides/shell";
import { blocksBelow } from "./blocks";
import { localCopy } from "./localCopy";

describe("docs/query.md, in DuckDB", () => {
    let archive: Archive;
    let folder: string;
    let duckdb: DuckDBConnection;
    const blocks = blocksBelow("DuckDB");
    const [view, query] = blocks.filter(({ language }) => language === "sql").map(({ text }) => text);

    const { text: shown } = blocks.find(({ language }) => language === "")!;

    before(async () => {
        archive = await openQueriedArchive();
        folder = localCopy(archive);
        duckdb = await (await DuckDBInstance.create()).connect();
        await duckdb.run(`SET file_search_path = '${folder}'`);
        await duckdb.run(view);
    });
    after(async () => {
        duckdb?.closeSync();
        await archive.close();
        rmSync(folder, { recursive: true, force: true });
    });

    const rows = async (sql: string) => (await duckdb.runAndReadAll(sql)).getRowsJson();

    it("shows every line that was seeded as it was, and nothing else", async () => {
        const time = "strftime(ts, '%Y-%m-%dT%H:%M:%S.%gZ')";
        const found = (await rows(`SELECT ${time}, message, log_stream, log_group, day FROM log_events`)).map(
            ([ts, message, logStream, logGroup, day]) => ({ ts, message, logStream, logGroup, day }) as Row,
        );
        assert.deepEqual(sorted(found), sorted(ROWS));
    });

    it("prints the same of the days that the page copies", async () => {
        const [sync] = commandsOf(blocks.find(({ language }) => language === "sh")!.text);
        const copied = synced(sync, archive.keys());
        assert.ok(copied.length > 0 && copied.length < archive.dataKeys().length, `${copied.length}`);
        const part = localCopy(archive, copied);
        try {
            await duckdb.run(`SET file_search_path = '${part}'`);
            assert.deepEqual((await rows(query)).map((values) => `${values.join("|")}\n`).join(""), shown);
        } finally {
            await duckdb.run(`SET file_search_path = '${folder}'`);
            rmSync(part, { recursive: true, force: true });
        }
    });

    it("prints what the page shows", async () => {
        const found = (await rows(query)).map((values) => `${values.join("|")}\n`);
        assert.equal(found.join(""), shown);
    });
});
