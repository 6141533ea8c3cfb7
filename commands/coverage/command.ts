import { writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { realClock } from "../../providers/clock";
import { formatLocation } from "../archive/location";
import { type AccessOptions } from "../archive/open";
import { archiveCommand, type Context, EXIT, onArchive } from "../context";
import { parseWindow } from "../times";
import { UsageError } from "../usageError";
import { coverage } from "./coverage";
import { type Unit, UNITS } from "./grid";
import { heatMapLines } from "./heatMap";
import { coveragePage } from "./html";
import { coverageJson } from "./json";
import { gapsOf } from "./summary";

interface Options extends AccessOptions {
    readonly from?: string;
    readonly to?: string;
    readonly by: Unit;
    readonly json?: boolean;
    readonly html?: string;
}

export function coverageCommand(context: Context): Command {
    const { terminal, end, surroundings } = context;
    return archiveCommand("coverage", "Shows which log groups are exported for which days, and lists the gaps.")
        .option("--from <time>", "a day (2026-10-01) or ISO 8601 with an offset (default: where the archive begins)")
        .option("--to <time>", "likewise, exclusive (default: where the archive ends)")
        .addOption(new Option("--by <unit>", "of the picture").choices(UNITS).default("day"))
        .option("--json", "print JSON")
        .option("--html <file>", "also write a page for the browser")
        .action((archive: string, options: Options) =>
            onArchive(context, archive, options, async (s3, location) => {
                const window = parseWindow(options);
                const progress = terminal.progress("Exports checked");
                const onProgress = (exports: number) => progress.update(exports);
                const found = await coverage(s3, realClock, location, {
                    ...window,
                    by: options.by,
                    onProgress,
                }).finally(() => progress.stop());
                const uri = formatLocation(location);
                if (options.html !== undefined) writePage(options.html, coveragePage(found, uri, surroundings.now()));
                if (options.json) terminal.print(JSON.stringify(coverageJson(found, uri), undefined, 2));
                else
                    heatMapLines(found, uri, terminal.colours, terminal.columns).forEach((line) =>
                        terminal.print(line),
                    );
                end(gapsOf(found).length > 0 ? EXIT.found : EXIT.ok);
            }),
        );
}

function writePage(file: string, page: string): void {
    try {
        writeFileSync(file, page);
    } catch (error) {
        throw new UsageError(`--html is ${file}, but must be a file that can be written: ${(error as Error).message}.`);
    }
}
