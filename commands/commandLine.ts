import { Command, CommanderError } from "commander";
import { UnreadableObject } from "./archive/download";
import { type Context, EXIT } from "./context";
import { coverageCommand } from "./coverage/command";
import { readCommand } from "./read/command";
import { type Surroundings } from "./surroundings";
import { terminalOf } from "./terminal";
import { UsageError } from "./usageError";
import { verifyCommand } from "./verify/command";

const NAME = "pulumi-cloudwatch-logs-export";

/** Runs a command line, given without the program's name. @returns the exit status. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
    const terminal = terminalOf(surroundings);
    let status: number = EXIT.ok;
    const program = programOf({ surroundings, terminal, end: (result) => (status = result) });
    try {
        await program.parseAsync([...args], { from: "user" });
        return status;
    } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.trouble; // it has said why
        terminal.note(`${terminal.colours.red("error:")} ${textOf(error)}`);
        return EXIT.trouble;
    }
}

/** What is our own needs no name; of what is AWS's or a bug, the name helps. */
function textOf(error: unknown): string {
    if (error instanceof UsageError || error instanceof UnreadableObject) return error.message;
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function programOf(context: Context): Command {
    const { surroundings, terminal } = context;
    const program = new Command(NAME)
        .description(
            "Works with archives of CloudWatch Logs in Amazon S3: what is there, whether it is whole, what it says.",
        )
        .addHelpText(
            "after",
            "\nExit status: 0 if all is well, 1 if something was found, 2 if the command could not do its work.",
        );
    for (const command of [coverageCommand(context), verifyCommand(context), readCommand(context)])
        program.addCommand(command);
    for (const command of [program, ...program.commands]) {
        command
            .exitOverride()
            .showHelpAfterError("(--help shows the options)")
            .configureOutput({
                writeOut: (text) => void surroundings.stdout.write(text),
                writeErr: (text) => void surroundings.stderr.write(text),
                getOutHelpWidth: () => terminal.columns,
                getErrHelpWidth: () => terminal.columns,
            });
    }
    return program;
}
