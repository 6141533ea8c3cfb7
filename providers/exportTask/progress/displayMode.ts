import { closeSync, openSync } from "node:fs";

/**
 * How progress is shown: live at a terminal, where each line replaces the last; sparse in a log, where all lines stay; or
 * as JSON for a program that reads the engine's events.
 */
export type DisplayMode = "live" | "sparse" | "json";

/** Sets it for a run, if this process cannot see it. */
export const DISPLAY_MODE_VARIABLE = "CLOUDWATCH_LOGS_EXPORT_PROGRESS";

/**
 * A provider is a child of a child of the Pulumi CLI and sees neither its output nor its options. The CLI shows one line
 * per resource if its input and output are a terminal, TERM is not "dumb" and it runs in no CI system
 * (sdk/go/common/util/cmdutil/console.go); otherwise every line is printed and stays. From here it looks like this:
 *
 * | seen | display mode |
 * |------|----------|
 * | the variable says live, sparse or json | that one |
 * | the variable says anything else | sparse |
 * | CI is set, TERM is "dumb", or there is no controlling terminal (on Windows nobody can tell) | sparse |
 * | else | live; of `pulumi up \| tee` at a terminal too, which looks the same from here: set the variable there |
 */
export function chooseDisplayMode(
    env: Readonly<Record<string, string | undefined>> = process.env,
    hasTerminal: () => boolean = hasControllingTerminal,
): DisplayMode {
    const said = env[DISPLAY_MODE_VARIABLE];
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
