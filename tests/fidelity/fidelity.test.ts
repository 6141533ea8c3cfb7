import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CALLS } from "./calls";
import { type Difference, differencesBetween } from "./answers";
import { fidelityDocument } from "./document";
import { JUDGES } from "./judges";
import { EXPECTED } from "./expected";
import { motoAnswers, sandboxAnswers, whyNoMoto } from "./sides";

describe("the sandbox beside moto's server", () => {
    const expected = EXPECTED.flatMap(({ differences }) => differences);
    const why = whyNoMoto();

    if (why) console.log(`The sandbox is not compared with moto's server: ${why}`);
    else {
        it("differs where it should, and nowhere else", async () => {
            const [sandbox, moto] = await Promise.all([sandboxAnswers(), motoAnswers()]);
            assert.deepEqual(inOrder(differencesBetween(sandbox, moto)), inOrder(expected));
        }).timeout(120_000);
    }

    it("answers as the list says where moto is not there to compare", async () => {
        const sandbox = await sandboxAnswers();
        const errors = expected.filter(({ at, sandbox: answer }) => at === "error.code" && answer !== "nothing");
        for (const { call, sandbox: code } of errors) {
            assert.equal(JSON.stringify((sandbox[call] as { error?: { code: string } }).error?.code), code, call);
        }
        assert.ok(errors.length > 5);
    });

    it("is listed with a reason and its source for each difference, of calls that are made", () => {
        const names = new Set(CALLS.map(({ name }) => name));
        assert.equal(names.size, CALLS.length, "every call has a name of its own");
        for (const { what, why: reason, sources, differences } of EXPECTED) {
            assert.ok(reason.length > 40 && differences.length > 0, what);
            assert.ok(sources.length > 0 && sources.every((source) => source.startsWith("https://")), what);
            for (const { call } of differences) assert.ok(names.has(call), call);
        }
    });

    it("names tests that there are", () => {
        for (const test of JUDGES.flatMap(({ tests }) => tests))
            assert.ok(existsSync(join(__dirname, "..", "..", test)), test);
    });

    it("is documented as it is listed", () => {
        const file = join(__dirname, "..", "..", "docs", "fidelity.md");
        assert.equal(readFileSync(file, "utf8"), fidelityDocument(), "npm run docs:fidelity writes it");
    });
});

function inOrder(differences: readonly Difference[]): string[] {
    return differences.map((one) => `${one.call} | ${one.at} | ${one.sandbox} | ${one.moto}`).sort();
}
