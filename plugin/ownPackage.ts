import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The package's folder: two above this file in `dist/`, one above in a checkout. */
const FOLDER = dirname(createRequire(__filename).resolve("pulumi-cloudwatch-logs-export/package.json"));

const read = (path: string) => JSON.parse(readFileSync(join(FOLDER, path), "utf8")) as Record<string, unknown>;

export const VERSION = String(read("package.json").version);

/** What a property of the schema accepts. */
export interface TypeSpec {
    readonly type?: string;
    readonly $ref?: string;
    readonly items?: TypeSpec;
    readonly additionalProperties?: TypeSpec;
    /** The value is needed while the component is made, so it cannot be an Output that is not known yet. */
    readonly plain?: boolean;
}

export interface ObjectSpec {
    readonly properties?: Readonly<Record<string, TypeSpec>>;
    readonly inputProperties?: Readonly<Record<string, TypeSpec>>;
}

/** The part of a Pulumi schema that the plugin itself reads. */
export interface Schema {
    readonly types: Readonly<Record<string, ObjectSpec>>;
    readonly resources: Readonly<Record<string, ObjectSpec>>;
}

/** The schema with the package's version; see schema/generate.ts. */
export const readSchema = () => ({ ...read("plugin/schema.json"), version: VERSION }) as unknown as Schema;
