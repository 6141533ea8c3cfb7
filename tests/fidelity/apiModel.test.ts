import * as assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { MODEL } from "../components/logGroups/listLogGroupsModel";

const LIB = join(__dirname, ".venv", "lib");
const MODELS = (existsSync(LIB) ? readdirSync(LIB) : [])
    .map((python) => join(LIB, python, "site-packages/botocore/data/logs/2014-03-28/service-2.json.gz"))
    .filter(existsSync);

type Json = Readonly<Record<string, unknown>>;

/** A shape without its documentation, at any depth. */
const withoutDocumentation = (shape: Json): unknown =>
    JSON.parse(JSON.stringify(shape, (key, value: unknown) => (key === "documentation" ? undefined : value)));

describe("the copy of the API model of ListLogGroups", () => {
    if (MODELS.length === 0)
        console.log("The API model is not compared with botocore's: tests/fidelity/.venv has none.");
    for (const path of MODELS) {
        it("is botocore's", () => {
            const { shapes } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
                shapes: Record<string, Json>;
            };
            for (const [name, shape] of Object.entries(MODEL)) {
                assert.deepEqual(withoutDocumentation(shapes[name]), shape, name);
            }
        });
    }
});
