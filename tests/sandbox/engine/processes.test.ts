import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStack, type ExportedState } from "../../../sandbox/engine";
import { patience, program } from "./support";

const cli = resolve(__dirname, "../../../sandbox/cli.ts");
const plan = JSON.stringify({ slow: { inputs: { delay: 60_000 } } });

describe("the processes of an embedded run", function () {
    this.timeout(patience);
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "processes-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    /** A run in a process of its own, until its provider is busy creating. */
    const startRun = async () => {
        const journal = join(folder, "journal.txt");
        const options = ["--program", program("recorder"), "--state", folder, "--config", `plan=${plan}`];
        const run = fork(cli, ["up", ...options], {
            execArgv: ["-r", join(cli, "..", "transpile.cjs")],
            env: { ...process.env, RECORDER_JOURNAL: journal, AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
            silent: true,
        });
        await until(() => existsSync(journal) && readFileSync(journal, "utf8").includes("create slow"));
        return run;
    };
    const children = (pid: number): number[] =>
        process.platform === "linux"
            ? readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number)
            : [];

    it("end with the run, even when that is killed; the state tells what was under way", async () => {
        const run = await startRun();
        const started = children(run.pid ?? 0);
        run.kill("SIGKILL");
        await once(run, "exit");
        await until(() => started.every((pid) => !alive(pid)));

        const state = JSON.parse(readFileSync(join(folder, "sandbox.json"), "utf8")) as ExportedState;
        const [pending] = state.deployment.pending_operations ?? [];
        assert.equal(pending.type, "creating");
        assert.match(pending.resource.urn, /::slow$/);

        const stack = await openStack({
            engine: "embedded",
            program: program("recorder"),
            state: folder,
            config: { plan: "{}" },
            env: { RECORDER_JOURNAL: join(folder, "journal.txt") },
        });
        const next = await stack.up();
        assert.equal(next.result, "succeeded");
        assert.match(
            next.diagnostics[0].message,
            /1 pending operations .*\n {2}\* .*::slow, interrupted while creating/,
        );
        const after = (await stack.exportState()).deployment.pending_operations ?? [];
        assert.equal(after.length, 1, "a pending create stays until somebody looks after it, as with the CLI");
    });

    it("end at once at the second Ctrl-C", async () => {
        const run = await startRun();
        const started = children(run.pid ?? 0);
        run.kill("SIGINT");
        await sleep(300);
        assert.ok(run.exitCode === null, "the first one waits for what is under way");
        run.kill("SIGINT");
        const [code] = (await once(run, "exit")) as [number];
        assert.equal(code, 130);
        await until(() => started.every((pid) => !alive(pid)));
    });
});

async function until(test: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 30_000; !test(); await sleep(50)) {
        assert.ok(Date.now() < deadline, "waited too long");
    }
}

function alive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
