import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaText } from "../../plugin/schema/generate";
import { whereabouts } from "../../plugin/schema/packageInfo";
import { HONOURED_KEYS } from "../../providers/aws/configuration";

const ROOT = join(__dirname, "..", "..");

describe("plugin/schema.json", () => {
    it("is what `node run.cjs plugin/schema/generate.ts` makes of the types and doc comments", async () => {
        const committed = readFileSync(join(ROOT, "plugin", "schema.json"), "utf8");
        assert.ok(committed === (await schemaText()), "run: node run.cjs plugin/schema/generate.ts");
    });

    it("describes every type, value, property, resource and function", () => {
        const schema = JSON.parse(readFileSync(join(ROOT, "plugin", "schema.json"), "utf8")) as Schema;
        const missing: string[] = [];
        const see = (path: string, described: Described) => {
            if (!described.description) missing.push(path);
            described.enum?.forEach((value) => see(`${path}.${value.value}`, value));
            const { properties, inputProperties, inputs, outputs } = described;
            for (const some of [properties, inputProperties, inputs?.properties, outputs?.properties]) {
                Object.entries(some ?? {}).forEach(([name, one]) => see(`${path}.${name}`, one));
            }
        };
        for (const part of [schema.types, schema.resources, schema.functions, schema.config.variables]) {
            assert.ok(Object.keys(part).length > 0);
            Object.entries(part).forEach(([name, one]) => see(name, one));
        }
        assert.deepEqual(missing, []);
    });

    it("speaks of nothing that only TypeScript has", () => {
        const schema = readFileSync(join(ROOT, "plugin", "schema.json"), "utf8");
        const found = schema.match(
            /.*(?:\bnew aws|pulumi\.interpolate|layout function|, or milliseconds since 1970|aws\.Provider|JSONata|\{@link).*/g,
        );
        assert.deepEqual(found, null);
    });

    it("names the repository, its logo and the Go module by what package.json says", () => {
        const { meta, goModule } = whereabouts("github:acme/pulumi-cloudwatch-logs-export");
        const page = "https://github.com/acme/pulumi-cloudwatch-logs-export";
        const [, path] =
            /^https:\/\/raw\.githubusercontent\.com\/acme\/pulumi-cloudwatch-logs-export\/main\/(.*)$/.exec(
                (meta as { logoUrl: string }).logoUrl,
            )!;
        assert.deepEqual(meta, { homepage: page, repository: page, logoUrl: (meta as { logoUrl: string }).logoUrl });
        assert.ok(existsSync(join(ROOT, path)), path);
        assert.equal(goModule, "github.com/acme/pulumi-cloudwatch-logs-export/sdk/go/cloudwatchlogsexport");
        assert.deepEqual(whereabouts(undefined).meta, {});
        assert.throws(() => whereabouts("acme"), /repository is "acme", but must be "github:owner\/name"/);
    });

    it("offers every key of the aws provider that exports honour, but for those that say what stands for them", () => {
        const { config } = JSON.parse(readFileSync(join(ROOT, "plugin", "schema.json"), "utf8")) as Schema;
        const missing = HONOURED_KEYS.filter((key) => !(key in config.variables));
        assert.deepEqual(missing, [
            "assumeRole",
            "ec2MetadataServiceEndpoint",
            "ec2MetadataServiceEndpointMode",
            "sharedCredentialsFile",
        ]);
    });
});

interface Described {
    readonly description?: string;
    readonly enum?: readonly (Described & { readonly value: string })[];
    readonly properties?: Readonly<Record<string, Described>>;
    readonly inputProperties?: Readonly<Record<string, Described>>;
    readonly inputs?: { readonly properties: Readonly<Record<string, Described>> };
    readonly outputs?: { readonly properties: Readonly<Record<string, Described>> };
}

type Parts = "types" | "resources" | "functions";
type Schema = Readonly<Record<Parts, Readonly<Record<string, Described>>>> & {
    readonly config: { readonly variables: Readonly<Record<string, Described>> };
};
