"use strict";
// Lets require() load TypeScript without type checks, like ts-node, and caches the result. Plugins start with every run, and
// loading TypeScript itself takes longer than everything else together.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(module.path, "..", "node_modules", ".cache", "sandbox");
const compiler = require.resolve("typescript/package.json");
const { version } = JSON.parse(readFileSync(compiler, "utf8"));

const compilerOptions = {
    module: "CommonJS",
    target: "ES2022",
    esModuleInterop: true,
    inlineSourceMap: true, // errors show the source's lines
    inlineSources: true,
};

process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (target, filename) => {
    const source = readFileSync(filename, "utf8");
    const key = createHash("sha1")
        .update(JSON.stringify([version, compilerOptions, source]))
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

function transpile(source, fileName) {
    const { transpileModule } = require("typescript");
    return transpileModule(source, { fileName, compilerOptions }).outputText;
}
