import * as assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { load } from "js-yaml";
import * as ts from "typescript";
import { DEFAULT_SETTLE_HOURS } from "../../providers/exportTask/inputs";
import { ROOT } from "../package/project";
import { type Mocked, PROJECT, promiseOf, setMocks } from "../support/mocks";
import { blocksOf, textOf } from "./markdown";

type Outputs = Record<string, unknown>;

/** The configuration that the `pulumi config set` commands of a block set, as the program receives it. */
function configOf(commands: string): Record<string, string> {
    const set: Record<string, string | string[]> = {};
    for (const [, path, key, value] of commands.matchAll(/^pulumi config set (--path )?(\S+) (\S+)/gm)) {
        const list = path && /^'(\w+)\[(\d+)\]'$/.exec(key);
        if (list) ((set[list[1]] ??= []) as string[])[Number(list[2])] = value;
        else set[key] = value;
    }
    return Object.fromEntries(
        Object.entries(set).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

/** The configuration from Pulumi.yaml alone. */
function defaults(): Record<string, string> {
    const { config } = load(textOf("Pulumi.yaml")) as { config: Record<string, { default?: unknown }> };
    return Object.fromEntries(
        Object.entries(config).flatMap(([key, { default: value }]) =>
            value === undefined ? [] : [[key, typeof value === "string" ? value : JSON.stringify(value)]],
        ),
    );
}

/** Pulumi.yaml states some of the package's own defaults. */
const withoutDefaults = ({ removalPolicy, settleHours, ...inputs }: Outputs): Outputs => ({
    ...inputs,
    removalPolicy: removalPolicy ?? "retain",
    settleHours: settleHours ?? DEFAULT_SETTLE_HOURS,
});

/** The resources that a program registers, and its outputs. */
async function run(program: () => Outputs | Promise<Outputs>, config: Record<string, string> = {}) {
    const named = Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${PROJECT}:${key}`, value]);
    const mocked: Mocked = await setMocks({ config: Object.fromEntries(named) as Record<string, string> });
    const outputs = await program();
    await mocked.settle();
    const registered = mocked.registrations.map(({ type, name, inputs, retainOnDelete }) => ({
        type,
        name,
        inputs: withoutDefaults(inputs),
        retainOnDelete,
    }));
    const values = await Promise.all(
        Object.entries(outputs).map(async ([name, output]) => [
            name,
            await (Array.isArray(output) ? Promise.all(output.map(promiseOf)) : promiseOf(output as never)),
        ]),
    );
    return { registered, outputs: Object.fromEntries(values) as Outputs };
}

const requireReadyMade = createRequire(join(ROOT, "program", "index.ts"));

/** A new copy of it, which reads the config again. */
async function runReadyMade(config: Record<string, string>) {
    delete require.cache[requireReadyMade.resolve("./index.ts")];
    return run(() => (requireReadyMade("./index.ts") as () => Promise<Outputs>)(), config);
}

describe("the ready-made stack in the README", () => {
    const [first, readyMade] = ["export const bucket", "pulumi config set from"].map((line) => {
        const block = blocksOf("README.md").find(({ text }) => text.includes(line));
        assert.ok(block, `README.md has no block with ${line}`);
        return block.text;
    });

    it("does what the first program does, from config alone", async () => {
        const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
        const { outputText } = ts.transpileModule(first, { compilerOptions });
        const byProgram = await run(
            () => {
                const exports: Outputs = {};

                new Function("require", "exports", outputText)(requireReadyMade, exports);
                return exports;
            },
            configOf(
                readyMade
                    .split("\n")
                    .filter((line) => line.includes("aws:region"))
                    .join("\n"),
            ),
        );
        const byConfig = await runReadyMade({ ...defaults(), ...configOf(readyMade) });
        assert.ok(byProgram.registered.length > 62);
        assert.deepEqual(byConfig, byProgram);
    });

    it("reads each key of Pulumi.yaml, and refuses another, which it would ignore", async () => {
        const { config } = load(textOf("Pulumi.yaml")) as { config: Record<string, unknown> };
        const given = { ...defaults(), ...configOf(readyMade) };
        for (const key of ["expirationsDays", "region", "__proto__x"]) {
            const refusal = await runReadyMade({ ...given, [key]: "365" }).then(
                () => assert.fail(key),
                (error: Error) => error.message,
            );
            const [, allowed] = /Allowed are (.*?)\./.exec(refusal) ?? [];
            assert.ok(refusal.startsWith(`The config has ${key}, which nothing reads.`));
            assert.deepEqual(allowed.split(", "), Object.keys(config));
            assert.equal(refusal.includes("aws:region"), key === "region");
        }
    });

    it("refuses a storage class that nothing would move to", async () => {
        const given = { ...defaults(), ...configOf(readyMade), archiveClass: "DEEP_ARCHIVE" };
        await assert.rejects(runReadyMade(given), /archiveClass \(DEEP_ARCHIVE\) without archiveAfterDays/);
    });
});
