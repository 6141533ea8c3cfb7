import { parseCommandLine, UsageError } from "./commandLine";
import { isCliOnPath } from "../engine/pulumi/cliOnPath";
import { RunFailed } from "./demoStack";
import { runDemo } from "./runDemo";
import { Screen } from "./screen";

const started = Date.now();
// Suppresses the S3 client's warning about Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// The screen decides which lines are shown.
process.env.CLOUDWATCH_LOGS_EXPORT_PROGRESS ??= "live";
process.on("SIGINT", () => process.exit(130)).on("SIGTERM", () => process.exit(143));
process.stdout.on("error", () => process.exit(1)); // the reader of a pipe has exited

async function main(): Promise<number> {
    const options = parseCommandLine(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
    if (options.engine === "pulumi" && !isCliOnPath()) {
        throw new UsageError("There is no Pulumi CLI on PATH (https://www.pulumi.com/docs/install/).");
    }
    const screen = new Screen(process.stdout);
    const problems = await runDemo(options, screen);
    for (const line of problems) screen.line(line);
    const seconds = Math.round((Date.now() - started) / 1000);
    screen.line(`Took ${seconds} s. With your own logs: npm run demo -- --logs FILE…`);
    return problems.length === 0 ? 0 : 1;
}

main().then(
    (code) => process.stdout.write("", () => process.exit(code)), // flushes a pipe on Windows
    (error: unknown) => {
        console.error(error instanceof UsageError || error instanceof RunFailed ? error.message : error);
        process.exit(1);
    },
);
