import { type Command } from "commander";
import { realClock } from "../../providers/clock";
import { type AccessOptions } from "../archive/open";
import { archiveCommand, type Context, onArchive } from "../context";
import { parseWindow } from "../times";
import { UsageError } from "../usageError";
import { type Filter } from "./collect";
import { gapWarnings } from "./gapWarnings";
import { readEvents, toFile } from "./read";
import { selectExports } from "./select";
import { TIMESTAMP_BYTES } from "../archive/timestamp";

interface Options extends AccessOptions {
    readonly logGroup: string;
    readonly from: string;
    readonly to: string;
    readonly stream?: readonly string[];
    readonly grep?: string;
    readonly output?: string;
}

export function readCommand(context: Context): Command {
    const { terminal, surroundings } = context;
    return archiveCommand("read", "Prints the events of a log group in the order of their times.")
        .requiredOption("--log-group <name>", "the log group's name")
        .requiredOption("--from <time>", "a day (2026-10-01, which begins at 00:00 UTC) or ISO 8601 with an offset")
        .requiredOption("--to <time>", "likewise, exclusive")
        .option("--stream <names...>", "only these log streams; a * at the end stands for anything")
        .option("--grep <pattern>", "only events whose message matches this regular expression")
        .option("--output <file>", "write to a file, which is there only once it is complete")
        .action((archive: string, options: Options) =>
            onArchive(context, archive, options, async (s3, location) => {
                const window = parseWindow(options);
                const [from, to] = [window.from!, window.to!];
                const filter: Filter = { from, to, ...streamFilter(options.stream), ...messageFilter(options.grep) };
                const found = terminal.progress("Exports found");
                const wanted = { logGroupName: options.logGroup, from, to };
                const exports = await selectExports(s3, location, wanted, (count) => found.update(count)).finally(() =>
                    found.stop(),
                );
                const bar = terminal.progress("Bytes read", 1);
                const onProgress = (bytes: number, total: number) => bar.update(bytes, total);
                const read = (output: typeof surroundings.stdout) =>
                    readEvents(s3, realClock, exports, { filter, output, onProgress }).finally(() => bar.stop());
                const events = await (options.output === undefined
                    ? read(surroundings.stdout)
                    : toFile(options.output, read));
                if (events === 0) terminal.note(`No event of ${options.logGroup} in this time matches.`);
                for (const gap of gapWarnings(exports, { from, to })) {
                    terminal.note(`${terminal.colours.yellow("warning:")} ${gap}`);
                }
            }),
        );
}

/** In a stream's folder every / of its name is a -. */
function streamFilter(names: readonly string[] | undefined): Pick<Filter, "hasStream"> {
    if (names === undefined) return { hasStream: () => true };
    const folders = names.map((name) => name.replace(/\//g, "-"));
    return {
        hasStream: (folder) =>
            folders.some((name) => (name.endsWith("*") ? folder.startsWith(name.slice(0, -1)) : folder === name)),
    };
}

function messageFilter(pattern: string | undefined): Pick<Filter, "hasMessage"> {
    if (pattern === undefined) return {};
    let expression: RegExp;
    try {
        expression = new RegExp(pattern, "mu");
    } catch (error) {
        throw new UsageError(`--grep is "${pattern}", but must be a regular expression: ${(error as Error).message}.`);
    }
    return { hasMessage: (text) => expression.test(text.toString("utf8", TIMESTAMP_BYTES).replace(/\n$/, "")) };
}
