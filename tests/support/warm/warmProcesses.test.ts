import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { openStack, type Stack } from "../../../sandbox/engine";
import { giveBack, startWarm, takeServer } from "./startWarm";

describe("the server of warm programs", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "warm-test-"));
        symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    const stackOf = (program: string): Promise<Stack> => {
        writeFileSync(join(folder, "Pulumi.yaml"), "name: warm\nruntime:\n  name: nodejs\n");
        writeFileSync(join(folder, "package.json"), '{ "name": "warm" }');
        writeFileSync(join(folder, "index.js"), program);
        return openStack({ engine: "embedded", program: folder, state: join(folder, "state"), startChild: startWarm });
    };

    it("lives on when a program that has ended throws", async () => {
        const stack = await stackOf(`
            process.on("removeListener", function throwLate(event) {
                if (event !== "unhandledRejection") return;
                process.off("removeListener", throwLate);
                Promise.reject(new Error("late"));
                setImmediate(() => { throw new Error("later"); });
            });`);
        for (const run of ["first", "second", "third"]) assert.equal((await stack.up()).result, "succeeded", run);
    });

    it("says why it cannot run a program, and runs the next one", async () => {
        const server = takeServer("programs");
        await server.ready;
        const socket = connect(server.path);
        socket.write(`${JSON.stringify({ argv: ["--nonsense"], env: process.env })}\n`);
        const lines = (await text(socket)).trim().split("\n");
        assert.match(lines.join(), /Unknown option '--nonsense'/);
        assert.equal(lines.at(-1), '{"code":1}');
        giveBack(server);
        assert.equal((await (await stackOf("")).up()).result, "succeeded");
    });
});
