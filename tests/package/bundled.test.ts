import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { ROOT } from "./project";

const PROGRAM = `
import { ExportBucket, LogExport } from "pulumi-cloudwatch-logs-export";
const bucket = new ExportBucket("archive");
const range = { from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z" };
export const { tasks } = new LogExport("audit", { logGroups: ["/a"], ...range, bucket });
`;

/** Runs the bundle, and prints the types that it registers and the methods of the provider in an export's record. */
const RUN = `
const pulumi = require("@pulumi/pulumi");
const seen = [];
let provider;
const newResource = ({ type, name, inputs }) => {
    seen.push(type);
    provider = inputs.__provider ?? provider;
    return { id: name, state: inputs };
};
(async () => {
    await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs });
    const { tasks } = require("./bundle.js");
    await new Promise((resolve) => tasks[0].urn.apply(resolve));
    const host = { exports: {} };
    new Function("module", "require", provider)(host, require);
    const methods = host.exports.handler();
    methods.configure({ config: { get: () => undefined } });
    console.log(JSON.stringify({ seen, methods: Object.keys(methods) }));
    process.exit(0);
})();
`;

describe("a program that esbuild bundles", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "bundled-"));
        symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
        writeFileSync(join(folder, "index.ts"), PROGRAM);
        writeFileSync(join(folder, "run.cjs"), RUN);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const WAYS: Record<string, BuildOptions> = {
        "with this package inside": { external: ["@pulumi/*"] },
        "with this package inside, minified": { external: ["@pulumi/*"], minify: true },
        "with every package outside": { packages: "external" },
    };
    for (const [way, options] of Object.entries(WAYS)) {
        it(`runs ${way}`, () => {
            const { warnings } = buildSync({
                entryPoints: [join(folder, "index.ts")],
                outfile: join(folder, "bundle.js"),
                bundle: true,
                platform: "node",
                logLevel: "silent",
                ...options,
            });
            assert.deepEqual(warnings, []);
            // Pulumi fails a program that ends with pending promises, like this one.
            const { stdout, stderr } = spawnSync(process.execPath, ["run.cjs"], { cwd: folder, encoding: "utf8" });
            assert.match(stdout, /^\{/, stderr);
            const { seen, methods } = JSON.parse(stdout) as { seen: string[]; methods: string[] };
            assert.ok(seen.includes("pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask"), seen.join());
            for (const method of ["check", "create", "delete"]) assert.ok(methods.includes(method), methods.join());
        });
    }
});
