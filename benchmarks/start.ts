import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EngineName, openStack } from "../sandbox/engine";
import { type Row, show, spreadOf } from "./statistics";

const RUNS = 21;
const PACKAGES = ["pulumi-cloudwatch-logs-export", "@pulumi/aws"] as const;

/** How long a `preview` takes of a program that imports a package and declares nothing. */
export async function startRows(engine: EngineName): Promise<Row[]> {
    const state = mkdtempSync(join(tmpdir(), "bench-"));
    try {
        const stacks = await Promise.all(
            PACKAGES.map((name, index) =>
                openStack({
                    engine,
                    program: join(__dirname, "programs", "imports"),
                    state: join(state, String(index)),
                    config: { "aws:region": "eu-central-1", package: name },
                }),
            ),
        );
        for (const stack of stacks) await stack.preview(); // makes the stack
        const seconds: number[][] = stacks.map(() => []);
        for (let run = 0; run < RUNS; run++) {
            for (const [index, stack] of stacks.entries()) {
                const began = performance.now();
                const { result, error } = await stack.preview();
                if (result !== "succeeded") throw new Error(`preview failed: ${error}`);
                seconds[index].push((performance.now() - began) / 1000);
            }
        }
        const [here, aws] = seconds;
        const ratios = here.map((taken, run) => taken / aws[run]);
        return [
            {
                what: `preview of a program that imports it and declares nothing (engine: ${engine})`,
                here: show(spreadOf(here), "s"),
                peer: "@pulumi/aws alone",
                there: show(spreadOf(aws), "s"),
            },
            {
                what: "the same, beside each other",
                here: show(spreadOf(ratios), ""),
                limit: "1.05",
                peer: "@pulumi/aws alone",
                there: "",
            },
        ];
    } finally {
        rmSync(state, { recursive: true, force: true });
    }
}
