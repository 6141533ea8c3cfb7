import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { ROOT } from "./project";

interface Manifest {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly peerDependencies: Readonly<Record<string, string>>;
    readonly scripts: Readonly<Record<string, string>>;
}

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;

/** The packages that a module of dist/ imports. */
function requiredBy(path: string): string[] {
    const names = [...read(path).matchAll(/(?:require\(|from |import\()"([@\w./:-]+)"/g)].map(([, name]) => name);
    const isPackage = (name: string) => !name.startsWith(".") && !name.startsWith("node:");
    return names.filter(isPackage).map((name) =>
        name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/"),
    );
}

const shipped = readdirSync(join(ROOT, "dist"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(js|d\.ts)$/.test(path) && !/^plugin[\\/](?!main)/.test(path)) // the plugin runs from a checkout
    .map((path) => join("dist", path));

describe("run-time dependencies", () => {
    const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
    const own = "pulumi-cloudwatch-logs-export";

    it("are declared, whatever a shipped module asks for", () => {
        const missing = shipped.flatMap((path) =>
            requiredBy(path)
                .filter((name) => !declared.includes(name) && name !== own && !builtinModules.includes(name))
                .map((name) => `${path}: ${name}`),
        );
        assert.ok(shipped.length > 20, "dist/ is built");
        assert.deepEqual(missing, []);
    });

    it("are all used, or are the types of one that is", () => {
        const used = new Set(shipped.flatMap(requiredBy));
        assert.deepEqual(
            Object.keys(manifest.dependencies).filter((name) => !used.has(name.replace(/^@types\//, ""))),
            [],
        );
    });

    it("have types, without which the plugin could not be built where Pulumi installs it", () => {
        const hasTypes = (name: string) => {
            const text = read(`node_modules/${name}/package.json`);
            const { types, typings } = JSON.parse(text) as { readonly types?: string; readonly typings?: string };
            return Boolean(types ?? typings) || text.includes(".d.ts") || text.includes(".d.mts");
        };
        const untyped = Object.keys(manifest.dependencies).filter(
            (name) => !name.startsWith("@types/") && !hasTypes(name),
        );
        assert.deepEqual(
            untyped.filter((name) => !(`@types/${name}` in manifest.dependencies)),
            [],
        );
    });

    it("have a reason each, in the decision record, which names no others", () => {
        const rows = read("docs/decisions/0008-run-time-dependencies.md")
            .split("\n")
            .filter((line) => line.startsWith("| `"));
        const reasons = rows.flatMap((row) => {
            const [, names, reason] = row.split("|");
            assert.ok(reason.trim().length > 10, row);
            return [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
        });
        assert.deepEqual(reasons.sort(), Object.keys(manifest.dependencies).sort());
    });

    it("come without a script of ours that runs at install", () => {
        const atInstall = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"];
        assert.deepEqual(
            Object.keys(manifest.scripts).filter((name) => atInstall.includes(name)),
            [],
        );
    });
});

/** Permissive: use, change and pass on, at most with a notice. */
const PERMISSIVE = new Set(["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "Python-2.0"]); // prettier-ignore

/** Packages whose license the checker cannot detect, or that are no programs. */
const LOOKED_AT: Readonly<Record<string, string>> = {
    "@logdna/tail-file": "MIT, by its LICENSE file; its package.json says to see that. Of @pulumi/pulumi.",
    "google-protobuf": "(BSD-3-Clause AND Apache-2.0). Of @pulumi/pulumi.",
    "spdx-exceptions": "CC-BY-3.0: a list of names. Of @pulumi/pulumi.",
    "spdx-license-ids": "CC0-1.0: a list of names. Of @pulumi/pulumi.",
};

describe("licences", () => {
    it("of all that the package and its peers bring are permissive", async function () {
        this.timeout(60_000);
        const options = { start: ROOT, production: true, excludePrivatePackages: true };
        const { init } = await import("license-checker-rseidelsohn"); // an ES module
        const found = await new Promise<Parameters<Parameters<typeof init>[1]>[1]>((resolve, reject) =>
            init(options, (error, infos) => (error ? reject(error) : resolve(infos))),
        );
        const names = Object.keys(found).map((key) => key.replace(/@[^@]+$/, ""));
        for (const name of Object.keys(manifest.dependencies)) assert.ok(names.includes(name), `${name} is looked at`);
        const others = Object.entries(found)
            .filter(([, { licenses }]) => ![licenses].flat().every((one) => PERMISSIVE.has(one ?? "")))
            .map(([key, { licenses }]) => `${key}: ${String(licenses)}`)
            .filter((line) => !Object.keys(LOOKED_AT).some((name) => line.startsWith(`${name}@`)));
        assert.deepEqual(others, []);
    });
});

describe("the lock file", () => {
    it("pins every package of the registry by its hash", () => {
        const { packages } = JSON.parse(read("package-lock.json")) as {
            packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }>;
        };
        const fromRegistry = Object.entries(packages).filter(
            ([path, { link, inBundle }]) => path.includes("node_modules/") && !link && !inBundle,
        );
        assert.ok(fromRegistry.length > 100);
        const loose = fromRegistry.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
        assert.deepEqual(
            loose.map(([path]) => path),
            [],
        );
    });
});
