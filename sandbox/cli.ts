import { runCommand } from "./cli/runCommand";
import { UsageError } from "./cli/usage";

process.stdout.on("error", () => process.exit(1)); // the reader of a pipe has exited

runCommand(process.argv.slice(2)).then(
    // A pipe takes 64 kB at once: exit only after the reader has taken the rest.
    (code) => process.stdout.write("", () => process.exit(code)),
    (error: unknown) => {
        console.error(error instanceof UsageError ? error.message : error);
        process.exit(1);
    },
);
