import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REGION } from "../support/account";
import { javaHome, trinoFolder } from "./downloads";

const LONGEST_START_MS = 240_000;

/** A Trino server of one process, over a Glue Data Catalog and an S3. */
export interface Trino {
    /** The rows of a statement. @throws {Error} with Trino's words if it is refused. */
    query(sql: string): Promise<unknown[][]>;
    close(): Promise<void>;
}

/** @returns why Trino cannot run here; undefined if it can. */
export function whyNoTrino(): string | undefined {
    if (javaHome("25") === undefined) return "there is no Java 25: install it, or set JAVA_HOME";
    try {
        trinoFolder();
        return undefined;
    } catch (error) {
        return `Maven cannot fetch it: ${(error as Error).message}`;
    }
}

export async function startTrino(services: { readonly glue: string; readonly s3: string }): Promise<Trino> {
    const folder = mkdtempSync(join(tmpdir(), "trino-"));
    const port = await freePort();
    writeConfiguration(folder, port, services);
    const server = spawn(join(trinoFolder(), "bin", "launcher"), ["run", `--etc-dir=${join(folder, "etc")}`], {
        env: { ...process.env, JAVA_HOME: javaHome("25") },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true, // its group, so that the launcher's Java ends with it
    });
    const log = createWriteStream(join(folder, "log"));
    for (const output of [server.stdout, server.stderr]) output.pipe(log);
    const url = `http://127.0.0.1:${port}`;
    const close = async () => {
        const ended = server.exitCode === null && new Promise((resolve) => server.once("exit", resolve));
        if (ended) process.kill(-server.pid!, "SIGKILL"); // it keeps nothing
        await ended;
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        await isUp(server, url);
    } catch (error) {
        const said = readFileSync(join(folder, "log"), "utf8").slice(-2_000);
        await close();
        throw new Error(`Trino does not start: ${said}`, { cause: error });
    }
    return { query: (sql) => rowsOf(url, sql), close };
}

function writeConfiguration(folder: string, port: number, { glue, s3 }: { glue: string; s3: string }): void {
    const write = (name: string, values: Record<string, string | number | boolean>) =>
        writeFileSync(
            join(folder, "etc", name),
            Object.entries(values)
                .map(([key, value]) => `${key}=${value}\n`)
                .join(""),
        );
    mkdirSync(join(folder, "etc", "catalog"), { recursive: true });
    mkdirSync(join(folder, "plugin"));
    mkdirSync(join(folder, "local"));
    symlinkSync(join(trinoFolder(), "plugin", "hive"), join(folder, "plugin", "hive")); // each more costs seconds
    writeFileSync(
        join(folder, "etc", "jvm.config"),
        "-Xmx2G\n-XX:+ExitOnOutOfMemoryError\n-Djdk.attach.allowAttachSelf=true\n",
    );
    write("node.properties", {
        "node.environment": "test",
        "node.internal-address": "127.0.0.1",
        "node.data-dir": join(folder, "data"),
        "plugin.dir": join(folder, "plugin"),
    });
    write("config.properties", {
        coordinator: true,
        "node-scheduler.include-coordinator": true,
        "http-server.http.port": port,
        "discovery.uri": `http://127.0.0.1:${port}`,
    });
    // Athena's own catalog is called so, too.
    write("catalog/awsdatacatalog.properties", {
        "connector.name": "hive",
        "hive.metastore": "glue",
        "hive.metastore.glue.endpoint-url": glue,
        "hive.metastore.glue.region": REGION,
        "hive.metastore.glue.aws-access-key": "AKIATRINO",
        "hive.metastore.glue.aws-secret-key": "secret",
        "hive.partition-projection-enabled": true,
        "hive.recursive-directories": true, // as Athena reads
        "fs.native-s3.enabled": true,
        "s3.endpoint": s3,
        "s3.region": REGION,
        "s3.path-style-access": true,
        "s3.aws-access-key": "AKIATRINO",
        "s3.aws-secret-key": "secret",
    });
    // Where tables are made: the archive is only read.
    write("catalog/local.properties", {
        "connector.name": "hive",
        "hive.metastore": "file",
        "hive.metastore.catalog.dir": "local:///",
        "fs.native-local.enabled": true,
        "local.location": join(folder, "local"),
    });
}

async function isUp(server: ChildProcess, url: string): Promise<void> {
    for (const end = Date.now() + LONGEST_START_MS; Date.now() < end; await sleep(500)) {
        if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}`);
        const info = await fetch(`${url}/v1/info`).then(
            (response) => response.json() as Promise<{ starting: boolean }>,
            () => undefined,
        );
        if (info?.starting === false && (await rowsOf(url, "SELECT 1").catch(() => [])).length === 1) return;
    }
    throw new Error("it is not up in time");
}

interface Page {
    readonly nextUri?: string;
    readonly data?: unknown[][];
    readonly error?: { readonly message: string };
}

/** https://trino.io/docs/current/develop/client-protocol.html */
async function rowsOf(url: string, sql: string): Promise<unknown[][]> {
    const headers = {
        "X-Trino-User": "auditor",
        "X-Trino-Catalog": "awsdatacatalog",
        "X-Trino-Time-Zone": "Asia/Tokyo",
    };
    let page = (await (await fetch(`${url}/v1/statement`, { method: "POST", body: sql, headers })).json()) as Page;
    const rows: unknown[][] = [];
    for (;;) {
        rows.push(...(page.data ?? []));
        if (page.error) throw new Error(page.error.message);
        if (page.nextUri === undefined) return rows;
        page = (await (await fetch(page.nextUri, { headers })).json()) as Page;
    }
}

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
