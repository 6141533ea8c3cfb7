import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStack } from "../../../sandbox/engine";
import { patience, RecorderStack, type Plan } from "./support";

/** What the program uses, and the name under which it is refused. */
const refused: Readonly<Record<string, [Plan, string]>> = {
    replaceWith: [{ base: {}, resource: { options: { replaceWith: ["$base"] } } }, "the resource option replaceWith"],
    replacementTrigger: [
        { resource: { options: { replacementTrigger: "1" } } },
        "the resource option replacementTrigger",
    ],
    "a resource hook": [{ resource: { kind: "hook", options: {} } }, "resource hooks"],
    "an error hook": [{ hook: { kind: "errorHook" } }, "error hooks"],
    // With a resource, for which Pulumi waits until the transform is registered.
    "an invoke transform": [{ transform: { kind: "invokeTransform" }, resource: {} }, "invoke transforms"],
    import: [{ resource: { options: { import: "id" } } }, "the resource option import"],
    pluginDownloadURL: [
        { resource: { options: { pluginDownloadURL: "https://example.com" } } },
        "the resource option pluginDownloadURL",
    ],
    "pluginDownloadURL of a read": [
        { resource: { id: "given", options: { pluginDownloadURL: "https://example.com" } } },
        "the resource option pluginDownloadURL",
    ],
    "pluginDownloadURL of a function": [
        { asked: { kind: "invoke", inputs: {}, options: { pluginDownloadURL: "https://example.com" } } },
        "the resource option pluginDownloadURL",
    ],
    "pluginDownloadURL from a transform": [
        { transform: { kind: "transform", options: { pluginDownloadURL: "https://example.com" } }, resource: {} },
        "the resource option pluginDownloadURL",
    ],
    "replacementTrigger from a transform": [
        { transform: { kind: "transform", options: { replacementTrigger: "1" } }, resource: {} },
        "the resource option replacementTrigger",
    ],
    "a number that JSON does not have": [
        { resource: { inputs: { value: ["$nan"] } } },
        "NaN and infinite numbers (used by resource)",
    ],
    envVarMappings: [
        { provider: { kind: "provider", inputs: {}, options: { envVarMappings: { A: "B" } } } },
        "the resource option envVarMappings",
    ],
    "an archive": [{ resource: { inputs: { value: "$archive" } } }, "archives"],
    "a remote asset": [{ resource: { inputs: { value: "$remote" } } }, "remote assets"],
};

describe("what the embedded engine does not do, it refuses in its own name", function () {
    this.timeout(patience);
    let stack: RecorderStack;
    before(() => (stack = new RecorderStack("embedded")));
    after(() => stack.dispose());

    for (const [title, [plan, name]] of Object.entries(refused)) {
        it(title, async () => {
            const { result, diagnostics, asked } = await stack.up(plan);
            assert.equal(result, "failed");
            const said = diagnostics.map(({ message }) => message).join("\n");
            assert.ok(said.includes(`The sandbox's embedded engine does not support ${name}`), said);
            assert.match(said, /Use --engine pulumi for it\./);
            assert.deepEqual(
                asked.filter((line) => line === "create resource"),
                [],
            );
        });
    }

    for (const [name, setting] of Object.entries({
        "options.refresh": "options: { refresh: always }",
        requiredPulumiVersion: 'requiredPulumiVersion: ">=4.0.0"',
        plugins: "plugins: { providers: [{ name: other, path: ./other }] }",
    })) {
        it(`${name} in Pulumi.yaml`, async () => {
            const folder = mkdtempSync(join(tmpdir(), "settings-"));
            writeFileSync(join(folder, "Pulumi.yaml"), `name: settings\nruntime: yaml\n${setting}\n`);
            const opening = openStack({ engine: "embedded", program: folder, state: join(folder, "state") });
            await assert.rejects(opening, new RegExp(`embedded engine does not support ${name} in Pulumi.yaml`));
            rmSync(folder, { recursive: true });
        });
    }
});
