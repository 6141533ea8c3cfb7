import * as assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportSteps, messagesOf, succeeded } from "../engine/stage";
import { type Fixture, openShop, type Shop } from "./fixtures/story";

const FOLDER = join(__dirname, "fixtures");
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

describe("a state that an earlier version wrote", function () {
    this.timeout(120_000);
    let shop: Shop | undefined;
    afterEach(() => shop?.close());

    it("is kept for every version", () => assert.ok(files.includes("0.1.0.json")));

    for (const file of files) {
        const text = readFileSync(join(FOLDER, file), "utf8");
        const { version, state, aws } = JSON.parse(text) as Fixture;

        it(`${version}: names no place on the machine that made it`, () => {
            assert.deepEqual(text.match(/"(?:\/(?:home|tmp|root|opt|Users)\/|[A-Z]:\\\\)[^"]*"/g), null);
        });

        it(`${version}: is refreshed, updated and destroyed`, async () => {
            shop = await openShop(aws);
            mkdirSync(shop.state, { recursive: true });
            writeFileSync(join(shop.state, "sandbox.json"), JSON.stringify(state));
            const started = () => shop?.aws.requests.filter(({ operation }) => operation === "CreateExportTask").length;

            const refresh = succeeded(await (await shop.stackUntil("2026-10-03T00:00:00Z")).refresh());
            assert.deepEqual(
                refresh.diagnostics.filter(({ severity }) => severity === "error"),
                [],
            );

            const up = succeeded(await (await shop.stackUntil("2026-10-04T00:00:00Z")).up());
            assert.deepEqual(exportSteps(up), [
                "create audit-/aws/lambda/payments-20261003T000000Z-20261004T000000Z",
                "update failed",
            ]);
            assert.equal(up.outputs.failed, "COMPLETED", messagesOf(up));
            assert.equal(started(), 2, "what was exported is not exported again");

            const destroy = succeeded(await (await shop.stackUntil("2026-10-04T00:00:00Z")).destroy());
            assert.deepEqual(destroy.resources, []);
            assert.deepEqual(Object.keys(shop.aws.world.buckets), [], "removalPolicy of the state is heeded");
        });
    }
});
