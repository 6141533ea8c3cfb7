import { closeSync, openSync } from "node:fs";

/**
 * For whom the lines of progress are: somebody at a terminal, where each replaces the last; a log, where all stay; or
 * a program that reads the engine's events.
 */
export type Audience = "live" | "sparse" | "json";

/** Says it for a run, where this process cannot see it. */
export const AUDIENCE_VARIABLE = "CLOUDWATCH_LOGS_EXPORT_PROGRESS";

/**
 * A provider is a child of a child of the Pulumi CLI and sees neither its output nor its options. The CLI shows one line
 * per resource if its input and output are a terminal, TERM is not "dumb" and it runs in no CI system
 * (sdk/go/common/util/cmdutil/console.go); otherwise every line is printed and stays. From here it looks like this:
 *
 * | seen | audience |
 * |------|----------|
 * | the variable says live, sparse or json | that one |
 * | the variable says anything else | sparse |
 * | CI is set, TERM is "dumb", or there is no controlling terminal (on Windows nobody can tell) | sparse |
 * | else | live; of `pulumi up \| tee` at a terminal too, which cannot be told apart: set the variable there |
 */
export function audienceOf(
    env: Readonly<Record<string, string | undefined>> = process.env,
    hasTerminal: () => boolean = hasControllingTerminal,
): Audience {
    const said = env[AUDIENCE_VARIABLE];
    if (said) return said === "live" || said === "json" ? said : "sparse";
    const isPipeline = (env.CI && env.CI !== "false") || env.TERM === "dumb" || !hasTerminal();
    return isPipeline ? "sparse" : "live";
}

function hasControllingTerminal(): boolean {
    if (process.platform === "win32") return false;
    try {
        closeSync(openSync("/dev/tty", "r"));
        return true;
    } catch {
        return false;
    }
}
