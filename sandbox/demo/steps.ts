import type { SeedLogGroup } from "../aws";
import type { Account } from "./account";
import { eventsIn, readArchive } from "./archive";
import { compare, countOf } from "./counting";
import type { DemoStack } from "./demoStack";
import { formatCount, formatNumber, showComparison, showExcerpt, showObjects, summary, verification } from "./report";
import type { Screen } from "./screen";
import { eventsOf, REGION } from "./seeding";

/** What the demo's steps share. */
export interface DemoContext {
    readonly screen: Screen;
    readonly account: Account;
    readonly stack: DemoStack;
    readonly groups: readonly SeedLogGroup[];
    readonly days: readonly [first: string, second: string];
}

export function fillLogGroups({ screen, account, groups, days }: DemoContext): void {
    screen.heading("The log data");
    account.aws.seed({ logGroups: groups });
    for (const group of groups) {
        const { lines, events } = countOf(eventsOf([group]));
        const streams = formatCount(group.streams?.length ?? 0, "stream");
        const sizes = `${formatCount(lines, "line").padStart(13)}, ${formatCount(events, "event").padStart(13)} in ${streams}`;
        screen.shortLine(`  ${group.name.padEnd(24)} ${sizes}`);
    }
    screen.line(`  of ${days.join(" and ")}, in CloudWatch Logs, ${REGION}`);
}

export async function preview({ screen, stack, days: [first] }: DemoContext): Promise<void> {
    screen.heading(`Preview: what exporting ${first} would do`);
    screen.line(`  ${summary(await stack.preview([first]))}`);
}

/** Returns the bucket's name. */
export async function firstUp({ screen, stack, days: [first] }: DemoContext): Promise<string> {
    screen.heading("Up: an audit-ready bucket, and each export run and verified");
    const result = await stack.up([first]);
    screen.line(`  ${summary(result)}`);
    screen.line(`  ${verification(result)}`);
    return String(result.outputs.bucketName);
}

export async function showBucket({ screen, account }: DemoContext, bucket: string): Promise<void> {
    screen.heading("The objects in the bucket");
    const objects = await readArchive(account.s3, bucket);
    showObjects(screen, bucket, objects);
    if (objects[0]) {
        screen.line("  the first object, decompressed:");
        showExcerpt(screen, objects[0], 8);
    }
}

/** Returns the problems found. */
export async function upAgain({ screen, account, stack, days: [first] }: DemoContext): Promise<string[]> {
    screen.heading("Up again: nothing changes");
    const before = account.exportsStarted();
    const result = await stack.up([first]);
    const started = account.exportsStarted() - before;
    screen.line(`  ${summary(result)} Export tasks started: ${started}.`);
    const isIdle = started === 0 && Object.keys(result.changes).every((op) => op === "same");
    return isIdle ? [] : ["The second up changed resources, although nothing had changed."];
}

/** Returns the problems found. */
export async function addDay({ screen, account, stack, groups, days }: DemoContext): Promise<string[]> {
    screen.heading(`Another day: with ${days[1]} added, only the new day is exported`);
    const before = account.exportsStarted();
    const result = await stack.up(days);
    const started = account.exportsStarted() - before;
    screen.line(`  ${summary(result)} Export tasks started: ${started}.`);
    screen.line(`  ${verification(result)}`);
    return started === groups.length ? [] : [`Expected ${groups.length} new exports, but ${started} were started.`];
}

export async function destroy({ screen, account, stack }: DemoContext, bucket: string): Promise<void> {
    screen.heading("Destroy: the stack is removed, the archive stays");
    screen.line(`  ${summary(await stack.destroy())}`);
    const objects = await readArchive(account.s3, bucket);
    const bytes = objects.reduce((sum, { size }) => sum + size, 0);
    screen.line(
        `  s3://${bucket}/ still holds ${formatCount(objects.length, "object")} of ${formatNumber(bytes)} bytes.`,
    );
}

/** Returns the problems found. */
export async function count({ screen, account, groups }: DemoContext, bucket: string): Promise<string[]> {
    screen.heading("The count: what went into the log groups, and what is in the bucket");
    const objects = await readArchive(account.s3, bucket);
    const comparison = compare(eventsOf(groups), objects.flatMap(eventsIn));
    showComparison(screen, comparison);
    const isSame = comparison.missing.length === 0 && comparison.surplus.length === 0;
    screen.line();
    const numbers = `${formatCount(comparison.in.lines, "line")} went in, ${formatNumber(comparison.out.lines)} came out`;
    screen.title(isSame ? `${numbers}, each once.` : `${numbers}: NOT THE SAME.`);
    return isSame ? [] : ["What came out is not what went in."];
}
