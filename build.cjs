"use strict";
// Writes the package's JavaScript beside the declarations that tsc has put into dist. Each file by itself: tsc would read
// the declarations of @pulumi/aws again, which takes as long as checking the types. Comments stay in the declarations alone.
const { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { readConfigFile, sys, convertCompilerOptionsFromJson, transpileModule } = require("typescript");

const { config } = readConfigFile("tsconfig.json", (file) => sys.readFile(file));
const { options } = convertCompilerOptionsFromJson(config.compilerOptions, ".");
const compilerOptions = { ...options, removeComments: true };

for (const declaration of readdirSync("dist", { recursive: true }).filter((file) => file.endsWith(".d.ts"))) {
    const source = declaration.replace(/\.d\.ts$/, ".ts");
    if (!existsSync(source)) continue; // of an earlier build
    const { outputText } = transpileModule(readFileSync(source, "utf8"), { fileName: source, compilerOptions });
    writeFileSync(join("dist", source.replace(/\.ts$/, ".js")), outputText);
    for (const [, json] of outputText.matchAll(/require\("(\.[^"]+\.json)"\)/g)) {
        copyFileSync(join(source, "..", json), join("dist", source, "..", json));
    }
}
