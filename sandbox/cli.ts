import { runCommand } from "./cli/runCommand";
import { UsageError } from "./cli/usage";

runCommand(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
        console.error(error instanceof UsageError ? error.message : error);
        process.exit(1);
    },
);
