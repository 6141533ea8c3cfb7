import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { aliasUrns } from "../../../sandbox/engine/aliases";
import { resolveConfig } from "../../../sandbox/engine/config";
import { deletionOrder, dependentsOf } from "../../../sandbox/engine/dependencies";
import { applyReplaceOnChanges, decide, noDiff, resolveDiff, type ProviderDiff } from "../../../sandbox/engine/diff";
import { defaultParallel } from "../../../sandbox/engine/embedded/parallelism";
import { parseDuration } from "../../../sandbox/engine/goal";
import { readProject } from "../../../sandbox/engine/project";
import { covers, parsePath, restorePaths } from "../../../sandbox/engine/propertyPath";
import type { ResourceState } from "../../../sandbox/engine/state";
import { makeUrn, nameOf, packageOf, parseReference, typeOf } from "../../../sandbox/engine/urn";
import {
    copySecretMarks,
    downgradeOutputs,
    hideSecrets,
    makeSecret,
    outputDependencies,
    revealSecrets,
    unknownValue,
    type PropertyMap,
} from "../../../sandbox/engine/values";
import { program } from "./support";

const stack = { project: "shop", stack: "dev" };
const output = (value: PropertyMap): PropertyMap => ({
    "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
    ...value,
});

describe("what the embedded engine decides", () => {
    describe("URNs", () => {
        const component = makeUrn(stack, makeUrn(stack, "", "pulumi:pulumi:Stack", "shop-dev"), "my:index:App", "app");
        it("leave out the stack and name the parents' types", () => {
            assert.equal(component, "urn:pulumi:dev::shop::my:index:App::app");
            const child = makeUrn(stack, component, "aws:s3/bucket:Bucket", "app-bucket");
            assert.equal(child, "urn:pulumi:dev::shop::my:index:App$aws:s3/bucket:Bucket::app-bucket");
            assert.deepEqual([typeOf(child), nameOf(child)], ["aws:s3/bucket:Bucket", "app-bucket"]);
        });
        it("allow colons in names", () => assert.equal(nameOf(makeUrn(stack, "", "a:b:C", "x::y")), "x::y"));
        it("and an id make a reference to a provider", () => {
            const urn = makeUrn(stack, "", "pulumi:providers:aws", "default");
            assert.deepEqual(parseReference(`${urn}::1-2`), { urn, id: "1-2" });
            assert.equal(packageOf("pulumi:providers:aws"), "aws");
        });
    });

    describe("aliases", () => {
        const none = { name: "", type: "", stack: "", project: "", parent: "", noParent: false };
        const resource = { name: "app-bucket", type: "a:b:C", parent: "urn:pulumi:dev::shop::my:index:App::app" };
        it("stand for the whole name, or for one part of it", () => {
            const urns = aliasUrns(stack, resource, [{ urn: "urn:x" }, { ...none, name: "old" }], new Map());
            assert.deepEqual(urns, ["urn:x", "urn:pulumi:dev::shop::my:index:App$a:b:C::old"]);
        });
        it("come down from a renamed parent, its name at the front of the child's included", () => {
            const used = new Map([[resource.parent, "urn:pulumi:dev::shop::my:index:App::web"]]);
            assert.deepEqual(aliasUrns(stack, resource, [], used), [
                "urn:pulumi:dev::shop::my:index:App$a:b:C::web-bucket",
            ]);
        });
        it("find what used to be at the top", () => {
            const urns = aliasUrns(stack, resource, [{ ...none, noParent: true }], new Map());
            assert.deepEqual(urns, ["urn:pulumi:dev::shop::a:b:C::app-bucket"]);
        });
    });

    describe("a difference", () => {
        const unknown: ProviderDiff = { ...noDiff, changes: "unknown" };
        const changed = { ...noDiff, changes: true, changedKeys: ["tags.team"] };
        const cases: [string, ReturnType<typeof decide>, ReturnType<typeof decide>][] = [
            ["is none", decide(noDiff, {}), "same"],
            ["updates", decide(changed, {}), "update"],
            [
                "replaces where the provider names what forces it",
                decide({ ...changed, replaceKeys: ["a"] }, {}),
                "replace",
            ],
            ["updates after a failed start, even without a change", decide(noDiff, { initErrors: ["x"] }), "update"],
            ["replaces what was deleted for its replacement", decide(noDiff, { pendingReplacement: true }), "replace"],
        ];
        for (const [title, actual, expected] of cases) {
            it(title, () => assert.equal(actual, expected));
        }
        it("is looked for in the inputs where the provider does not know", () => {
            assert.deepEqual(resolveDiff(unknown, { a: 1, b: 1 }, { a: 2, b: 1 }, []).changedKeys, ["a"]);
            assert.equal(resolveDiff(unknown, { a: 1 }, { a: 2 }, ["a"]).changes, false);
            assert.equal(resolveDiff(unknown, { a: makeSecret(1) }, { a: 1 }, []).changes, false);
        });
        it("replaces where the program says so", () => {
            assert.deepEqual(applyReplaceOnChanges(changed, ["tags"], false).replaceKeys, ["tags.team"]);
            assert.deepEqual(applyReplaceOnChanges(changed, ["name"], false).replaceKeys, []);
            assert.deepEqual(applyReplaceOnChanges(noDiff, ["#initerror"], true).replaceKeys, ["#initerror"]);
        });
    });

    describe("property paths", () => {
        it("go through lists, quoted keys and wildcards", () => {
            assert.deepEqual(parsePath('a[0]["b.c"].*'), ["a", 0, "b.c", "*"]);
            assert.ok(covers(parsePath("a[*].b"), parsePath("a[3].b.c")));
            assert.throws(() => parsePath("a[x]"), /is not a property path/);
        });
        it("put old values back, added and removed ones too", () => {
            assert.deepEqual(restorePaths({ a: { b: 2, c: 2 } }, { a: { b: 1 } }, ["a.b"]).inputs, {
                a: { b: 1, c: 2 },
            });
            assert.deepEqual(restorePaths({ a: 2, d: 1 }, { a: 1 }, ["d"]).inputs, { a: 2 });
            assert.deepEqual(restorePaths({ l: [{ x: 2 }, { x: 3 }] }, { l: [{ x: 1 }] }, ["l[*].x"]).inputs.l, [
                { x: 1 },
                { x: 3 },
            ]);
        });
    });

    describe("values", () => {
        it("lose their secret marks, or their content", () => {
            const map = { a: makeSecret({ b: makeSecret("x") }), c: [makeSecret(1)] };
            assert.deepEqual(revealSecrets(map), { a: { b: "x" }, c: [1] });
            assert.deepEqual(hideSecrets(map), { a: "[secret]", c: ["[secret]"] });
        });
        it("keep a secret mark through a provider that drops it", () => {
            assert.deepEqual(copySecretMarks({ a: 1, b: { c: 2 } }, { a: makeSecret(0), b: { c: makeSecret(0) } }), {
                a: makeSecret(1),
                b: { c: makeSecret(2) },
            });
        });
        it("come out of outputs, with what they depend on", () => {
            const map = {
                known: output({ value: 1 }),
                hidden: output({ value: 1, secret: true }),
                open: output({ dependencies: ["urn:a"] }),
            };
            assert.deepEqual(downgradeOutputs(map), { known: 1, hidden: makeSecret(1), open: unknownValue });
            assert.deepEqual(outputDependencies(map), ["urn:a"]);
        });
    });

    describe("the order of deletion", () => {
        const state = (urn: string, more: Partial<ResourceState> = {}): ResourceState => ({
            urn,
            custom: true,
            type: "a:b:C",
            ...more,
        });
        const a = state("a");
        const b = state("b", { dependencies: ["a"] });
        const c = state("c", { parent: "b" });
        const d = state("d", { propertyDependencies: { x: ["a"] } });
        const e = state("e");
        const all = [a, b, c, d, e];
        it("is dependents first, the rest at once", () => {
            assert.deepEqual(deletionOrder(all, all), [[c], [b, d], [a, e]]);
            assert.deepEqual(deletionOrder([a, c], all), [[a, c]]);
        });
        it("knows what depends on something, directly or not", () => {
            assert.deepEqual(dependentsOf(a, all), [b, d]);
        });
    });

    describe("how much is done at a time", () => {
        it("is said by PULUMI_PARALLEL, or four times the number of CPUs", () => {
            assert.equal(defaultParallel({ PULUMI_PARALLEL: "3" }), 3);
            for (const env of [{}, { PULUMI_PARALLEL: "" }, { PULUMI_PARALLEL: "0" }]) {
                assert.equal(defaultParallel(env), 4 * availableParallelism());
            }
        });
    });

    describe("projects and their configuration", () => {
        const project = readProject(program("archive"));
        it("has a name, a place and typed defaults", () => {
            assert.deepEqual([project.name, project.entryPoint], ["archive", "."]);
            assert.deepEqual(resolveConfig(project, { "aws:region": "x" }), {
                "aws:region": "x",
                "archive:secondGroup": "false",
            });
        });
        it("refuses another type, and a missing value", () => {
            assert.throws(() => resolveConfig(project, { secondGroup: "2" }), /secondGroup is "2".*boolean/);
            assert.throws(() => resolveConfig(readProject(program("recorder")), {}), /lacks recorder:plan/);
        });
        it("needs a package of its own, in which Pulumi is installed", () => {
            const inside = mkdtempSync(join(__dirname, "programs", "bare-"));
            const outside = mkdtempSync(join(tmpdir(), "bare-"));
            try {
                for (const folder of [inside, outside])
                    writeFileSync(join(folder, "Pulumi.yaml"), "{ name: bare, runtime: nodejs }");
                assert.throws(() => readProject(inside), /no package.json in .*bare-.*npm init/);
                writeFileSync(join(outside, "package.json"), "{}");
                assert.throws(() => readProject(outside), /@pulumi\/pulumi is not installed .*bare-.*npm install/);
            } finally {
                for (const folder of [inside, outside]) rmSync(folder, { recursive: true });
            }
        });
        it("needs a Pulumi.yaml", () => assert.throws(() => readProject("/nowhere"), /no Pulumi.yaml in .*nowhere/));
    });

    it("reads durations", () => {
        assert.deepEqual([parseDuration("1h30m"), parseDuration("90s"), parseDuration("")], [5400, 90, undefined]);
        const unusual = ["1.5h", "-.5m", "100ms", "2us", "0", "+1h0m1s"].map(parseDuration);
        assert.deepEqual(unusual, [5400, -30, 0.1, 0.000002, undefined, 3601]);
        for (const text of ["soon", "5", "5 m", "1d", "-", "."]) {
            assert.throws(() => parseDuration(text), { message: `unable to parse customTimeout Value ${text}` });
        }
    });
});
