"use strict";
// Lets require() load the repository's own TypeScript without type checks, and caches the result: plugins start with every
// run. Sucrase takes a seventh of the compiler's time, and leaves each line where it was: errors show the source's lines
// without source maps, which cost time in every stack trace, and Pulumi takes one for each promise. It does not know the whole
// language (namespaces, a variable called `exports`), so users' programs go through ts-node, as Pulumi runs them.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(module.path, "..", "node_modules", ".cache", "sandbox");
const { version } = JSON.parse(readFileSync(require.resolve("sucrase/package.json"), "utf8"));
const options = { transforms: ["typescript", "imports"], disableESTransforms: true, preserveDynamicImport: true };

require.extensions[".ts"] = (target, filename) => {
    const source = readFileSync(filename, "utf8");
    const key = createHash("sha1")
        .update(JSON.stringify([version, options, source]))
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

function transpile(source, filePath) {
    const { transform } = require("sucrase");
    return transform(source, { ...options, filePath }).code;
}
