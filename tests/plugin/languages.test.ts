import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { parityTable } from "../../plugin/schema/parity";
import { blocksOf, textOf } from "../docs/markdown";

const PAGE = "docs/languages.md";

describe("docs/languages.md", () => {
    it("has a row for every argument that is different in the plugin, as plugin/schema/parity.ts writes them", () => {
        assert.ok(textOf(PAGE).includes(parityTable()));
    });

    it("has the YAML program that tests/plugin/acceptance.test.ts runs, but for its name and the plugin's place", () => {
        const [block] = blocksOf(PAGE).filter(({ language }) => language === "yaml");
        const tested = readFileSync(join(__dirname, "programs", "audit-yaml", "Pulumi.yaml"), "utf8");
        const partsOf = (text: string) => {
            const { runtime, resources, outputs } = load(text) as Record<string, unknown>;
            return { runtime, resources, outputs };
        };
        assert.deepEqual(partsOf(block.text), partsOf(tested));
    });

    for (const [language, file] of [
        ["python", "audit-python/__main__.py"],
        ["go", "audit-go/main.go"],
    ]) {
        it(`has the program in ${language} that tests/plugin/acceptance.test.ts runs`, () => {
            const [block] = blocksOf(PAGE).filter((one) => one.language === language);
            assert.equal(block.text.trim(), readFileSync(join(__dirname, "programs", file), "utf8").trim());
        });
    }

    it("says in YAML and Python what the Registry's index page says", () => {
        for (const language of ["yaml", "python"]) {
            const [ours, index] = [PAGE, "docs/_index.md"].map((page) =>
                blocksOf(page).find((one) => one.language === language),
            );
            assert.equal(index?.text, ours?.text);
        }
    });
});

describe("docs/installation-configuration.md", () => {
    it("has every key of the provider's configuration, as the schema describes it", () => {
        const { config } = JSON.parse(textOf("plugin/schema.json")) as {
            readonly config: { readonly variables: Readonly<Record<string, { readonly description: string }>> };
        };
        const rows = textOf("docs/installation-configuration.md")
            .split("\n")
            .filter((line) => line.startsWith("| `"));
        const keys = Object.entries(config.variables);
        assert.ok(keys.length > 20);
        assert.equal(rows.length, keys.length);
        for (const [index, [key, { description }]] of keys.entries()) {
            assert.ok(rows[index].startsWith(`| \`${key}\` | ${description.replace(/\s*\n\s*/g, " ")}`), rows[index]);
        }
    });
});
