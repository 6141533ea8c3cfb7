import { Command, CommanderError, Option } from "commander";
import { realClock } from "../providers/clock";
import { explained, openS3, type AccessOptions } from "./archive/open";
import { formatLocation, type Location, parseLocation } from "./archive/location";
import { UnreadableObject } from "./archive/download";
import { type Surroundings } from "./surroundings";
import { terminalOf } from "./terminal";
import { UsageError } from "./usageError";
import { verificationLines } from "./verify/report";
import { verify } from "./verify/verify";

/** As of `diff` and `grep`: nothing to complain of, something found, the command could not do its work. */
export const EXIT = { ok: 0, found: 1, trouble: 2 } as const;

const NAME = "pulumi-cloudwatch-logs-export";

/** Runs a command line, given without the program's name. @returns the exit status. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
    const terminal = terminalOf(surroundings);
    let status: number = EXIT.ok;
    const program = programOf(surroundings, (result) => (status = result));
    try {
        await program.parseAsync([...args], { from: "user" });
        return status;
    } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.trouble; // it has said why
        const isPlain = error instanceof UsageError || error instanceof UnreadableObject;
        const text =
            isPlain || !(error instanceof Error) ? (error as Error).message : `${error.name}: ${error.message}`;
        terminal.note(`${terminal.colours.red("error:")} ${text}`);
        return EXIT.trouble;
    }
}

function programOf(surroundings: Surroundings, end: (status: number) => void): Command {
    const { stdout, stderr } = surroundings;
    const terminal = terminalOf(surroundings);
    const program = new Command(NAME)
        .description(
            "Works with archives of CloudWatch Logs in Amazon S3: what is there, whether it is whole, and what it says.",
        )
        .exitOverride()
        .configureOutput({
            writeOut: (text) => void stdout.write(text),
            writeErr: (text) => void stderr.write(text),
            getOutHelpWidth: () => terminal.columns,
            getErrHelpWidth: () => terminal.columns,
        })
        .showHelpAfterError(`(${NAME} --help shows the options)`);

    command(program, "verify", "Compares every manifest with the bucket: missing, changed and additional objects.")
        .option("--count", "read all data, and count events and lines")
        .option("--json", "print JSON")
        .action(async (archive: string, options: AccessOptions & { count?: boolean; json?: boolean }) => {
            await onArchive(archive, options, async (s3, location) => {
                const progress = terminal.progress("Exports verified");
                const onProgress = (exports: number) => progress.update(exports);
                const result = await verify(s3, realClock, location, { count: options.count, onProgress }).finally(() =>
                    progress.stop(),
                );
                const uri = formatLocation(location);
                if (options.json) terminal.print(JSON.stringify({ archive: uri, ...result }, undefined, 2));
                else verificationLines(result, uri, terminal.colours).forEach((line) => terminal.print(line));
                end(result.findings.length > 0 ? EXIT.found : EXIT.ok);
            });
        });

    async function onArchive(
        archive: string,
        options: AccessOptions,
        work: (s3: Awaited<ReturnType<typeof openS3>>, location: Location) => Promise<void>,
    ): Promise<void> {
        const location = parseLocation(archive);
        try {
            await work(await openS3(surroundings, options), location);
        } catch (error) {
            throw explained(error, location);
        }
    }
    return program;
}

function command(program: Command, name: string, description: string): Command {
    return program
        .command(name)
        .description(description)
        .argument("<archive>", "s3://bucket/prefix, the archiveUri of a LogExport or ScheduledLogExport")
        .addOption(new Option("--region <region>", "of the bucket").default(undefined, "as the AWS configuration says"))
        .addOption(new Option("--profile <profile>", "of the AWS configuration"));
}
