import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { providerText } from "../../providers/providerText";

const PACKAGE = "pulumi-cloudwatch-logs-export";
/** The function with which the host of dynamic providers loads a text as a module. */
const LOADER = createRequire(require.resolve("@pulumi/pulumi")).resolve("require-from-string");

describe("the provider's text in a state", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "text-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const write = (path: string, text: string) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
    };
    const addPackage = (path: string, dependencies: readonly string[] = []) =>
        write(
            `${path}/package.json`,
            JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, "*"])) }),
        );
    const LIFECYCLE = `exports.handler = () => ({
        configure({ config }) { this.create = () => __filename + " with " + config.name },
    });`;
    /** A minimal copy of this package. */
    const install = (path: string, code = LIFECYCLE) => {
        addPackage(`${path}/${PACKAGE}`);
        write(`${path}/${PACKAGE}/exportTask.js`, code);
    };
    /** The text for a program in that folder. */
    const textFor = (from = ".") => providerText(`${PACKAGE}/exportTask`, join(folder, from));
    /** Loads and configures the provider like Pulumi's host, from a folder. Returns the result of `create`, or the error. */
    const create = (from = ".", text = textFor(from)): string => {
        const script = `const provider = require(${JSON.stringify(LOADER)})(${JSON.stringify(text)}).handler();
            provider.configure({ config: { name: "config" } });
            process.stdout.write(require("node:path").relative(${JSON.stringify(folder)}, provider.create()));`;
        const cwd = join(folder, from);
        const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { cwd, encoding: "utf8" });
        return stdout.replace(/\\/g, "/") || (/^Error: (.*)$/m.exec(stderr)?.[1] ?? stderr);
    };
    const at = (path: string) => `${path}/${PACKAGE}/exportTask.js with config`;

    it("finds the package that the program depends on", () => {
        addPackage(".", [PACKAGE]);
        install("node_modules");
        assert.equal(create(), at("node_modules"));
        assert.ok(textFor().length <= 75, `${textFor().length} bytes`);
    });

    it("finds it from a folder of the program's without a package.json", () => {
        addPackage(".", ["wrapper"]);
        addPackage("node_modules/wrapper", [PACKAGE]);
        install("node_modules/wrapper/node_modules");
        mkdirSync(join(folder, "deploy/production"), { recursive: true });
        assert.equal(create("deploy/production"), at("node_modules/wrapper/node_modules"));
    });

    it("finds it inside of packages that wrap it, one in the other, among others that do not", () => {
        addPackage(".", ["absent", "events", "@acme/audit"]);
        addPackage("node_modules/events", ["@acme/audit"]);
        addPackage("node_modules/@acme/audit", ["events", "@acme/exports"]);
        addPackage("node_modules/@acme/exports", [PACKAGE]);
        install("node_modules/@acme/exports/node_modules");
        assert.equal(create(), at("node_modules/@acme/exports/node_modules"));
    });

    it("finds it where pnpm keeps it, whatever the folders there are called", () => {
        const store = "node_modules/.pnpm";
        const link = (target: string, path: string) => {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            rmSync(join(folder, path), { force: true });
            symlinkSync(join(folder, target), join(folder, path), "junction");
        };
        addPackage(".", ["wrapper"]);
        addPackage(`${store}/wrapper@1.0.0/node_modules/wrapper`, [PACKAGE]);
        install(`${store}/${PACKAGE}@0.1.0/node_modules`);
        link(`${store}/${PACKAGE}@0.1.0/node_modules/${PACKAGE}`, `${store}/wrapper@1.0.0/node_modules/${PACKAGE}`);
        link(`${store}/wrapper@1.0.0/node_modules/wrapper`, "node_modules/wrapper");
        const text = textFor();
        assert.equal(create(), at(`${store}/${PACKAGE}@0.1.0/node_modules`));

        renameSync(join(folder, store, "wrapper@1.0.0"), join(folder, store, "wrapper@1.1.0_peers"));
        link(`${store}/wrapper@1.1.0_peers/node_modules/wrapper`, "node_modules/wrapper");
        assert.equal(create(".", text), at(`${store}/${PACKAGE}@0.1.0/node_modules`));
    });

    it("finds it through another package of a workspace", () => {
        addPackage("programs/audit", ["wrapper"]);
        addPackage("packages/wrapper", [PACKAGE]);
        install("packages/wrapper/node_modules");
        mkdirSync(join(folder, "node_modules"));
        symlinkSync(join(folder, "packages/wrapper"), join(folder, "node_modules/wrapper"), "junction");
        assert.equal(create("programs/audit"), at("packages/wrapper/node_modules"));
    });

    const MISSING = /^Cannot find module '?pulumi-cloudwatch-logs-export\/exportTask'?$/;

    it("says what to do where there is none, and does not end in a circle of packages", () => {
        addPackage(".", ["one"]);
        addPackage("node_modules/one", ["two"]);
        addPackage("node_modules/two", ["one"]);
        assert.match(create(), MISSING);
    });

    it("says what to do where there is none any more", () => {
        install("node_modules");
        const text = textFor();
        rmSync(join(folder, "node_modules"), { recursive: true });
        assert.match(create(".", text), MISSING);
    });

    // Otherwise the host continues with a provider without methods, whose delete does nothing.
    it("makes no provider of a package that does not load", () => {
        install("node_modules", `throw new Error("a dependency is missing");`);
        const script = `require(${JSON.stringify(LOADER)})(${JSON.stringify(textFor())}).handler()`;
        const { stderr } = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
        assert.match(stderr, /Error: a dependency is missing/);
    });
});
