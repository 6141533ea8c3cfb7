import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaText } from "../../plugin/schema/generate";

describe("plugin/schema.json", () => {
    it("is what `node run.cjs plugin/schema/generate.ts` makes of the types and doc comments", async () => {
        const committed = readFileSync(join(__dirname, "..", "..", "plugin", "schema.json"), "utf8");
        assert.ok(committed === (await schemaText()), "run: node run.cjs plugin/schema/generate.ts");
    });
});
