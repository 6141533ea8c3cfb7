import { type Command } from "commander";
import { realClock } from "../../providers/clock";
import { formatLocation } from "../archive/location";
import { type AccessOptions } from "../archive/open";
import { archiveCommand, type Context, EXIT, onArchive } from "../context";
import { verificationLines } from "./report";
import { verify } from "./verify";

interface Options extends AccessOptions {
    readonly count?: boolean;
    readonly json?: boolean;
}

export function verifyCommand(context: Context): Command {
    const { terminal, end } = context;
    return archiveCommand("verify", "Compares every manifest with the bucket: missing, changed and additional objects.")
        .option("--count", "read all data, and count events and lines")
        .option("--json", "print JSON")
        .action((archive: string, options: Options) =>
            onArchive(context, archive, options, async (s3, location) => {
                const progress = terminal.progress("Exports verified");
                const onProgress = (exports: number) => progress.update(exports);
                const result = await verify(s3, realClock, location, { count: options.count, onProgress }).finally(() =>
                    progress.stop(),
                );
                const uri = formatLocation(location);
                if (options.json) terminal.print(JSON.stringify({ archive: uri, ...result }, undefined, 2));
                else verificationLines(result, uri, terminal.colours).forEach((line) => terminal.print(line));
                end(result.findings.length > 0 ? EXIT.found : EXIT.ok);
            }),
        );
}
