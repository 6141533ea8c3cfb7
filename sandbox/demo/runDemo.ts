import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineName } from "../engine";
import { openAccount } from "./account";
import type { DemoOptions } from "./commandLine";
import { isCliOnPath } from "../engine/pulumi/cliOnPath";
import { DemoStack } from "./demoStack";
import { readLogFile } from "./logFile";
import type { Screen } from "./screen";
import { logGroupsOf, settledDays } from "./seeding";
import {
    addDay,
    count,
    destroy,
    fillLogGroups,
    firstUp,
    preview,
    showBucket,
    upAgain,
    type DemoContext,
} from "./steps";

/** Runs the demo. Returns the problems found; there should be none. */
export async function runDemo({ engine, logs }: DemoOptions, screen: Screen): Promise<string[]> {
    const files = logs.map(readLogFile);
    const account = await openAccount();
    const state = mkdtempSync(join(tmpdir(), "demo-"));
    process.once("exit", () => rmSync(state, { recursive: true, force: true, maxRetries: 3 }));
    const days = settledDays(account.clock.start);
    const groups = logGroupsOf(files, days);
    const names = groups.map(({ name }) => name);
    const context: DemoContext = {
        screen,
        account,
        groups,
        days,
        stack: new DemoStack(engine, account, screen, state, names),
    };
    try {
        screen.title("pulumi-cloudwatch-logs-export: log data to S3, as code");
        screen.line("  program  examples/first-export, as it is");
        screen.line(`  engine   ${describe(engine)}`);
        screen.line("  AWS      emulated in this process; its time runs ten times as fast");
        return await runSteps(context);
    } finally {
        await account.close();
    }
}

async function runSteps(context: DemoContext): Promise<string[]> {
    fillLogGroups(context);
    await preview(context);
    const bucket = await firstUp(context);
    await showBucket(context, bucket);
    const whenUnchanged = await upAgain(context);
    const withSecondDay = await addDay(context);
    await destroy(context, bucket);
    return [...whenUnchanged, ...withSecondDay, ...(await count(context, bucket))];
}

function describe(engine: EngineName): string {
    if (engine === "pulumi") return "pulumi (the Pulumi CLI on PATH)";
    const cli = isCliOnPath() ? "the Pulumi CLI is on PATH, too: --engine pulumi" : "the Pulumi CLI is not needed";
    return `embedded (runs programs with Pulumi's own SDK; ${cli})`;
}
