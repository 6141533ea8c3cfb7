import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { formatClock } from "../../../sandbox/clock/clock";

const preload = resolve(__dirname, "../../../sandbox/clock/preload.cjs");
const start = Date.UTC(2030, 0, 1);

function run(script: string): { answer: unknown; milliseconds: number } {
    const env = { ...process.env, SANDBOX_CLOCK: formatClock({ start, since: Date.now(), speed: 3600 }) };
    const began = Date.now();
    const { stdout, stderr } = spawnSync(process.execPath, ["--require", preload, "-e", script], {
        encoding: "utf8",
        env,
    });
    assert.equal(stderr, "");
    return { answer: JSON.parse(stdout), milliseconds: Date.now() - began };
}

describe("the fast clock of programs and plugins", () => {
    it("tells the sandbox's time to everybody who asks for a date", () => {
        const { answer } = run(`console.log(JSON.stringify([
            Date.now(), +new Date(), Date.parse(Date()), new Date(0).toISOString(), new Date() instanceof Date,
            new Date(2020, 1, 2) instanceof Date, Date.UTC(1970, 0, 1), new (class extends Date {})() >= ${start} ]))`);
        const [now, fresh, text, ...rest] = answer as [number, number, number, ...unknown[]];
        for (const time of [now, fresh, text]) {
            assert.ok(time >= start && time < start + 4 * 3_600_000, String(new Date(time)));
        }
        assert.deepEqual(rest, ["1970-01-01T00:00:00.000Z", true, true, 0, true]);
    });
    it("shortens every wait", () => {
        const { answer, milliseconds } = run(`
            const { setTimeout: sleep, scheduler } = require("node:timers/promises");
            const began = Date.now();
            (async () => {
                await new Promise((resolve) => setTimeout(resolve, 600_000));
                await sleep(600_000);
                await scheduler.wait(600_000);
                await require("node:util").promisify(setTimeout)(600_000);
                const signal = AbortSignal.timeout(600_000);
                await new Promise((resolve) => (signal.onabort = resolve, setTimeout(resolve, 1e9)));
                console.log(Date.now() - began);
                process.exit();
            })();`);
        assert.ok((answer as number) >= 5 * 590_000, String(answer));
        assert.ok(milliseconds * 10 < (answer as number), `${milliseconds} ms`);
    });
});
