import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { openStack, type OperationResult } from "../../sandbox/engine";
import { type ClockSettings } from "../../sandbox/clock/clock";
import { environmentOf } from "./nodes";
import { type Kind, writeProgram } from "./programs";
import { warningsIn } from "./warnings";

export interface Surroundings {
    readonly node: string;
    /** The folder with node_modules. */
    readonly folder: string;
    readonly awsEndpoint: string;
    readonly clock: ClockSettings;
    readonly region: string;
}

/** Writes, checks and runs one program: up, nothing to do, destroy. Returns the problems. */
export async function tryProgram(kind: Kind, surroundings: Surroundings): Promise<string[]> {
    const { node, folder, awsEndpoint, clock, region } = surroundings;
    const program = writeProgram(kind, folder);
    if (kind.tsc) {
        const tsc = createRequire(join(folder, "index.js")).resolve("typescript/bin/tsc");
        const { status, stdout } = spawnSync(node, [tsc], { cwd: program, env: environmentOf(node), encoding: "utf8" });
        if (status !== 0) return [`tsc: ${stdout}`];
    }
    const state = join(program, "state");
    rmSync(state, { recursive: true, force: true });
    const stack = await openStack({
        engine: "embedded",
        program,
        state,
        config: { "aws:region": region },
        awsEndpoint,
        clock,
        node,
    });
    const wrong: string[] = [];
    const up = await stack.up();
    const exported = JSON.stringify(up.outputs.exported ?? null);
    if (!/^\["s3:\/\/[^"]+\/audit\/log_group=[^"]+"\]$/.test(exported)) wrong.push(`up exported ${exported}`);
    const again = await stack.up();
    if (Object.keys(again.changes).some((op) => op !== "same")) {
        wrong.push(`a second up changed something: ${JSON.stringify(again.changes)}`);
    }
    const destroy = await stack.destroy();
    if (destroy.resources.length > 0) wrong.push(`destroy left ${destroy.resources.map(({ urn }) => urn).join()}`);
    return [...wrong, ...[up, again, destroy].flatMap(troubleIn)];
}

/** Failures, and all lines that look like warnings. */
function troubleIn({ operation, result, error, diagnostics }: OperationResult): string[] {
    const failed = result === "succeeded" ? [] : [`${operation} failed: ${error}`];
    const said = diagnostics.filter(({ severity, message }) => severity !== "info" || warningsIn(message).length > 0);
    return [...failed, ...said.map(({ severity, message }) => `${operation}: ${severity}: ${message}`)];
}
