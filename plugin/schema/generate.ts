import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { generateSchema } from "./packageSchema";

// node run.cjs plugin/schema/generate.ts: writes plugin/schema.json, which a test compares.
const ROOT = join(__dirname, "..", "..");
const FILE = join(ROOT, "plugin", "schema.json");

export async function schemaText(): Promise<string> {
    const options = await resolveConfig(FILE);
    const { repository } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { repository?: string };
    return format(JSON.stringify(generateSchema(ROOT, repository)), { ...options, filepath: FILE });
}

if (require.main === module) void schemaText().then((text) => writeFileSync(FILE, text));
