"use strict";
// Lets require() load TypeScript without type checks, like ts-node, and caches the result: plugins start with every run.
// Sucrase takes a seventh of the compiler's time, and leaves each line where it was: errors show the source's lines without
// source maps, which cost time in every stack trace, and Pulumi takes one for each promise.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(module.path, "..", "node_modules", ".cache", "sandbox");
const versions = ["sucrase", "typescript"].map((name) => require(`${name}/package.json`).version);

/** Of Sucrase. */
const options = { transforms: ["typescript", "imports"], disableESTransforms: true, preserveDynamicImport: true };

require.extensions[".ts"] = (target, filename) => {
    const source = readFileSync(filename, "utf8");
    const key = createHash("sha1")
        .update(JSON.stringify([versions, options, source]))
        .digest("hex");
    target._compile(
        cached(join(folder, `${key}.js`), () => transpile(source, filename)),
        filename,
    );
};

function cached(file, make) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        const made = make();
        try {
            mkdirSync(folder, { recursive: true });
            writeFileSync(`${file}.${process.pid}`, made);
            renameSync(`${file}.${process.pid}`, file);
        } catch {
            // Not cached: the folder may be read-only.
        }
        return made;
    }
}

/** `export const exports`, which Sucrase takes for the module's own. Programs like to call their exports so. */
const EXPORTS = /^export\s+(?:const|let|var|function|class)\s+exports\b/m;

function transpile(source, fileName) {
    if (EXPORTS.test(source)) {
        const { ModuleKind, ScriptTarget, transpileModule } = require("typescript");
        const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
        return transpileModule(source, { fileName, compilerOptions }).outputText;
    }
    const { transform } = require("sucrase");
    return transform(source, { ...options, filePath: fileName }).code;
}
