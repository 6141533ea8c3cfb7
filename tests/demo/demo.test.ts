import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine } from "../../sandbox/demo/commandLine";
import { readLogFile } from "../../sandbox/demo/logFile";
import { ROOT } from "../package/project";
import { warmProcesses } from "../support/warm/warmProcesses";

const LINES = [
    "",
    "2026-11-01 first",
    "    indented, so it goes on",
    "",
    "2026-11-01 twice",
    "2026-11-01 twice",
    "2026-11-01T00:00:00.000Z looks like the beginning of an exported event",
    "plain",
    "2026-11-01 Zürich 東京 🌋 \u2028 é",
    "2026-11-01 last",
    "",
];

describe("npm run demo", function () {
    this.timeout(90_000);
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "logs-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("tells the story of the files given, and counts every line", async () => {
        writeFileSync(join(folder, "shop events.log"), LINES.map((line) => `${line}\n`).join(""));
        const warm = await warmProcesses();
        const { code, stdout, stderr } = await demo(["--logs", "shop events.log"], warm.programs).finally(warm.release);
        assert.equal(code, 0, stdout + stderr);
        assert.equal(stderr, "");
        const headings = [
            "1. The log data",
            "2. Preview",
            "3. Up",
            "4. The objects in the bucket",
            "5. Up again",
            "6. Another day",
            "7. Destroy",
            "8. The count",
        ];
        const found = stdout.split("\n").filter((line) => /^\d\. /.test(line));
        assert.deepEqual(
            found.map((line, index) => line.slice(0, headings[index]?.length)),
            headings,
        );
        assert.match(stdout, /engine {3}embedded/);
        assert.match(stdout, /^ {2}\+ logs-shop-events-\d{8}-\d{8} +RUNNING for/m, "progress on the export's own line");
        assert.match(stdout, /unchanged, in .* Export tasks started: 0\.$/m);
        assert.match(stdout, /1 created, \d+ unchanged, in .* Export tasks started: 1\.$/m);
        assert.match(stdout, /^ {2}s3:\/\/logs-bucket-\w+\/ still holds \d+ objects/m);
        assert.match(
            stdout,
            new RegExp(`^${LINES.length} lines went in, ${LINES.length} came out, each once\\.$`, "m"),
        );
        const longest = stdout.split("\n").filter((line) => line.length > 100 && !line.startsWith("  warning"));
        assert.deepEqual(longest, [], "readable at 100 columns");
    });

    it("says how it is used when it is used wrongly", async () => {
        const { code, stdout, stderr } = await demo(["--logs", "no such.log"]);
        assert.deepEqual([code, stdout], [1, ""]);
        assert.match(stderr, /^The log file cannot be read: ENOENT.*\n\nnpm run demo \[-- options\]\n/);
    });

    const mistakes: readonly [args: string[], message: RegExp][] = [
        [["--engine", "terraform"], /--engine is "terraform"; there are embedded and pulumi/],
        [["--log", "x"], /Unknown option '--log'/],
        [["x"], /Unexpected argument "x"/],
        [["--logs"], /argument missing/],
    ];
    for (const [args, message] of mistakes) {
        it(`refuses ${args.join(" ")}`, () => {
            assert.throws(() => parseCommandLine(args, folder), message);
        });
    }

    it("refuses files that are no logs", () => {
        const write = (name: string, text: string) => {
            writeFileSync(join(folder, name), text);
            return join(folder, name);
        };
        assert.throws(() => readLogFile(write("blank.log", "\n\n")), /blank\.log holds no log lines/);
        assert.throws(() => readLogFile(write("packed.log", "a\0b")), /packed\.log is not plain text/);
    });

    it("takes the files shipped with it, or any number of others", () => {
        const { engine, logs } = parseCommandLine([], folder);
        assert.equal(engine, "embedded");
        assert.deepEqual(
            logs.map((path) => readLogFile(path).name),
            ["java-orders", "nginx-access", "postgresql"],
        );
        assert.deepEqual(parseCommandLine(["--engine", "pulumi", "--logs", "a", "b", "c"], folder), {
            engine: "pulumi",
            logs: ["a", "b", "c"].map((name) => join(folder, name)),
        });
    });

    function demo(
        args: readonly string[],
        env: NodeJS.ProcessEnv = {},
    ): Promise<{ code: number | null; stdout: string; stderr: string }> {
        const script = join(ROOT, "sandbox", "demo", "demo.ts");
        const child = spawn(process.execPath, ["-r", "./sandbox/transpile.cjs", script, ...args], {
            cwd: ROOT,
            env: { ...process.env, ...env, INIT_CWD: folder },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        return new Promise((resolve, reject) => {
            child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
        });
    }
});
