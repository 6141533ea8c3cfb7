import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Archive } from "../commands/archive";
import { openQueriedArchive, type Row, ROWS, sorted } from "./archive";
import { blocksBelow } from "./blocks";
import { javaHome, sparkPython } from "./downloads";
import { localCopy } from "./localCopy";

/** The Java versions of Spark 4. */
const JAVA_VERSIONS = ["17", "21"];

const DUMP = `
import json
for row in events.select(f.date_format("ts", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"), "message", "log_stream", "log_group", "day").collect():
    print("row " + json.dumps(list(row)))
`;

/** @returns why Spark cannot run here; undefined if it can. */
function whyNoSpark(): string | undefined {
    if (javaHome(...JAVA_VERSIONS) === undefined) return "there is no Java 17 or 21: install one, or set JAVA_HOME";
    try {
        sparkPython();
        return undefined;
    } catch (error) {
        return `pip cannot install pyspark: ${(error as Error).message}`;
    }
}

describe("docs/query.md, in Spark", function () {
    this.timeout(300_000);
    let archive: Archive;
    let folder: string;
    let printed: string;
    const blocks = blocksBelow("Spark");

    before(async function () {
        const reason = whyNoSpark();
        if (reason !== undefined) {
            console.log(`Spark is not asked: ${reason}`);
            this.skip();
        }
        archive = await openQueriedArchive();
        folder = localCopy(archive);
        const program = blocks.find(({ language }) => language === "python")!.text;
        const script = join(folder, "query.py");
        // Over a copy: Spark's own S3 client is a download of its own.
        writeFileSync(script, program.replace("s3a://audit-archive/audit", join(folder, "archive")) + DUMP);
        const env = { ...process.env, JAVA_HOME: javaHome(...JAVA_VERSIONS), SPARK_LOCAL_IP: "127.0.0.1" };
        printed = execFileSync(sparkPython(), [script], { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    });
    after(async () => {
        await archive?.close();
        if (folder) rmSync(folder, { recursive: true, force: true });
    });

    it("shows every line that was seeded as it was, and nothing else", () => {
        const rows = [...printed.matchAll(/^row (.*)$/gm)].map(([, json]) => JSON.parse(json) as (string | null)[]);
        const found = rows.map(([ts, message, logStream, logGroup, day]) => {
            return { ts, message, logStream: decodeURIComponent(logStream!), logGroup, day } as Row;
        });
        assert.deepEqual(sorted(found), sorted(ROWS));
    });

    it("prints what the page shows", () => {
        const { text } = blocks.find(({ language }) => language === "")!;
        assert.ok(printed.includes(text), printed);
    });
});
