import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { control, startAws } from "../../../sandbox/aws";
import { parseCommandLine } from "../../../sandbox/cli/commandLine";
import { startPersistentAws } from "../../../sandbox/cli/persistentAws";
import { summary } from "../../../sandbox/cli/printer";
import { openStack, type OperationResult } from "../../../sandbox/engine";
import { blocksOf } from "../../docs/markdown";
import { warmProcesses, type WarmProcesses } from "../../support/warm/warmProcesses";
import { patience, program } from "./support";

const root = resolve(__dirname, "../../..");
const place = ["--program", "p", "--state", "s"];

/** The user's environment, without the endpoints that earlier tests have set. */
const ofUser = () =>
    Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_ENDPOINT")));

describe("the sandbox's command line", function () {
    this.timeout(patience);
    let warm: WarmProcesses;
    let env: NodeJS.ProcessEnv;

    before(async () => {
        warm = await warmProcesses();
        env = { ...process.env, ...warm.programs, AWS_ENDPOINT_URL: "" };
    });
    after(() => warm.release());

    it("takes relative paths from where npm was called, and pairs from --config", () => {
        const parsed = parseCommandLine(["up", ...place, "--config", "a=b=c", "--secret", "k=v", "--json"], "/x");
        assert.ok(parsed.command === "up");
        assert.deepEqual([parsed.program, parsed.state], [resolve("/x/p"), resolve("/x/s")]);
        assert.deepEqual([parsed.config, parsed.secretKeys, parsed.json], [{ a: "b=c", k: "v" }, ["k"], true]);
    });

    const wrong: [string, string[], RegExp][] = [
        ["no command", [], /A command is missing/],
        ["an unknown command", ["dance"], /Unknown command "dance"/],
        ["an unknown option", ["up", ...place, "--colour"], /Unknown option '--colour'/],
        ["no program", ["up", "--state", "s"], /needs --program DIR and --state DIR/],
        ["another engine", ["up", ...place, "--engine", "steam"], /--engine is "steam"; there are embedded and pulumi/],
        ["a configuration without a value", ["up", ...place, "--config", "a"], /--config is "a"; expected key=value/],
        ["a clock that stands still", ["up", ...place, "--clock", "0"], /--clock is "0"; expected a number above 0/],
        ["no port", ["aws"], /needs --port N/],
    ];
    for (const [title, args, message] of wrong) {
        it(`refuses ${title}`, () => assert.throws(() => parseCommandLine(args, "/"), message));
    }

    it("takes a log file from where the seed's file is", async () => {
        const folder = mkdtempSync(join(tmpdir(), "seed-"));
        const stream = { name: "b", file: { path: "app.log", firstTimestamp: 1_790_816_400_000 } };
        const seed = { logGroups: [{ name: "/app", region: "eu-central-1", streams: [stream] }] };
        writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
        writeFileSync(join(folder, "app.log"), "one\ntwo\n");
        const aws = await startPersistentAws(
            { seed: join(folder, "seed.json"), speed: undefined, account: undefined },
            {},
        );
        try {
            assert.match(JSON.stringify(await control(aws.endpoint).snapshot()), /"one".*"two"/);
        } finally {
            await aws.close();
            rmSync(folder, { recursive: true });
        }
    });

    it("does what its README says, to the letter", () => {
        const folder = mkdtempSync(join(tmpdir(), "readme-"));
        const [seed, up] = blocksOf("sandbox/README.md").map(({ text }) => text);
        writeFileSync(join(folder, "seed.json"), seed);
        const here = up.replace(" .sandbox ", ` ${folder}/state `).replace(" seed.json ", ` ${folder}/seed.json `);
        const { stdout, stderr, status } = spawnSync("bash", ["-c", here], {
            cwd: root,
            encoding: "utf8",
            env: ofUser(),
        });
        rmSync(folder, { recursive: true });
        assert.equal(status, 0, stderr);
        const { archive } = JSON.parse(/^\{.*^\}/ms.exec(stdout)?.[0] ?? "{}") as { archive?: string };
        assert.match(archive ?? "", /^s3:\/\/audit-bucket-\w+\/exportedlogs\/$/);
    });

    it("takes the fault that its README gives curl", async () => {
        const [command] = blocksOf("sandbox/README.md").filter(({ text }) => text.startsWith("curl"));
        const [, body, path] = /^curl -d '([^']*)' \$AWS_ENDPOINT_URL(\S+)$/.exec(command.text.trim()) ?? [];
        const aws = await startAws();
        try {
            const headers = { "content-type": "application/x-www-form-urlencoded" }; // as curl does
            const answer = await fetch(`${aws.endpoint}${path}`, { method: "POST", body, headers });
            assert.equal(answer.status, 200);
            assert.deepEqual(
                aws.faults.list().map(({ fault }) => fault),
                [JSON.parse(body)],
            );
        } finally {
            await aws.close();
        }
    });

    it("sums a result up in a line", () => {
        const result = {
            engine: "embedded",
            operation: "up",
            result: "succeeded",
            changes: { create: 2, same: 1 },
            durationMilliseconds: 1234,
        } as unknown as OperationResult;
        assert.equal(summary(result), "up 2 created, 1 unchanged (1.2 s, engine: embedded)");
    });

    it("runs a program against an AWS that lives on between runs, and answers with one JSON object", () => {
        const state = mkdtempSync(join(tmpdir(), "cli-"));
        try {
            const run = (command: string, ...more: string[]): OperationResult => {
                const options = ["--program", program("archive"), "--state", state, "--json", ...more];
                const { stdout, stderr, status } = spawnSync(
                    process.execPath,
                    ["-r", "./sandbox/transpile.cjs", "sandbox/cli.ts", command, ...options],
                    { cwd: root, encoding: "utf8", env },
                );
                assert.equal(status, 0, stderr);
                return JSON.parse(stdout) as OperationResult;
            };
            const up = run("up");
            assert.deepEqual(up.changes, { create: 11 });
            assert.equal(up.outputs.groupArn, "arn:aws:logs:us-east-1:123456789012:log-group:/shop/checkout");
            assert.match(String(up.outputs.farArn), /:eu-central-1:/);
            assert.deepEqual(run("refresh").changes, { same: 11 });
            assert.deepEqual(run("up", "--config", "secondGroup=true").changes, { same: 11, create: 1 });
            assert.deepEqual(run("destroy").changes, { delete: 12 });
        } finally {
            rmSync(state, { recursive: true, force: true });
        }
    });

    it("writes its whole answer into a pipe whose reader is slow", async () => {
        const state = mkdtempSync(join(tmpdir(), "cli-"));
        try {
            const text = "x".repeat(90_000); // more than the 64 kB that a pipe holds
            const options = ["--program", program("note"), "--state", state, "--config", `note:text=${text}`, "--json"];
            const child = spawn(
                process.execPath,
                ["-r", "./sandbox/transpile.cjs", "sandbox/cli.ts", "up", ...options],
                { cwd: root, stdio: ["ignore", "pipe", "pipe"], env },
            );
            const ended = once(child, "close");
            for await (const said of child.stderr) if (/engine: embedded\)/.test(String(said))) break;
            await Promise.race([once(child, "exit"), new Promise((resolve) => setTimeout(resolve, 1_500))]);
            let answer = "";
            for await (const part of child.stdout.setEncoding("utf8")) answer += part;
            assert.equal((await ended)[0], 0);
            assert.equal((JSON.parse(answer) as OperationResult).outputs.length, 90_000);
        } finally {
            rmSync(state, { recursive: true, force: true });
        }
    });

    it("says what is missing for the engine pulumi", async () => {
        const options = { program: program("empty"), state: tmpdir(), env: { PATH: "" } };
        await assert.rejects(openStack({ engine: "pulumi", ...options }), /needs the Pulumi CLI on PATH/);
    });
});
