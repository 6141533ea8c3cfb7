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
        ["csharp", "audit-csharp/Program.cs"],
        ["java", "audit-java/src/main/java/audit/App.java"],
    ]) {
        it(`has the program in ${language} that tests/plugin/acceptance.test.ts runs`, () => {
            const [block] = blocksOf(PAGE).filter((one) => one.language === language);
            assert.equal(block.text.trim(), readFileSync(join(__dirname, "programs", file), "utf8").trim());
        });
    }

    // Where there is no compiler of theirs, the schema is what tells whether the names are right.
    for (const [language, property] of [
        ["csharp", (name: string) => `${name[0].toUpperCase()}${name.slice(1)} = `],
        ["java", (name: string) => `.${name}(`],
    ] as const) {
        it(`gives the LogExport of the program in ${language} what the one in YAML gives it, by the schema's names`, () => {
            const { resources } = JSON.parse(textOf("plugin/schema.json")) as {
                readonly resources: Readonly<Record<string, Record<"inputProperties" | "properties", object>>>;
            };
            const { inputProperties, properties } = resources["cloudwatch-logs-export:index:LogExport"];
            const [ours, yaml] = [language, "yaml"].map((name) => blocksOf(PAGE).find((one) => one.language === name)!);
            const declared = load(yaml.text) as {
                readonly resources: {
                    readonly audit: { readonly properties: Readonly<Record<string, string | string[]>> };
                };
                readonly outputs: Readonly<Record<string, string>>;
            };
            for (const [name, value] of Object.entries(declared.resources.audit.properties)) {
                assert.ok(name in inputProperties, name);
                assert.ok(ours.text.includes(property(name)), `${name} in ${language}`);
                for (const text of [value].flat()) assert.ok(ours.text.includes(JSON.stringify(text)), text);
            }
            for (const output of Object.values(declared.outputs)) {
                const [, name] = /^\$\{audit\.(\w+)\}$/.exec(output)!;
                assert.ok(name in properties, name);
                const read = language === "java" ? `audit.${name}()` : `audit.${name[0].toUpperCase()}${name.slice(1)}`;
                assert.ok(ours.text.includes(read), `${read} in ${language}`);
            }
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
