import { join } from "node:path";
import { clockFromEnvironment, parseClock } from "../clock/clock";
import { openStack, type OperationResult } from "../engine";
import { parseCommandLine, type CommandLine } from "./commandLine";
import { startPersistentAws, type PersistentAws } from "./persistentAws";
import { Printer } from "./printer";
import { usage } from "./usage";

type StackCommand = Extract<CommandLine, { program: string }>;

/** Runs one command and returns its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
    const command = parseCommandLine(args, process.env.INIT_CWD ?? process.cwd());
    if (command.command === "help") {
        console.log(usage);
        return 0;
    }
    if (command.command === "aws") {
        const aws = await startPersistentAws(command, { port: command.port });
        console.log(aws.endpoint);
        await terminated();
        await aws.close();
        return 0;
    }
    return runStackCommand(command);
}

async function runStackCommand(command: StackCommand): Promise<number> {
    const { AWS_ENDPOINT_URL: given, SANDBOX_CLOCK: time } = process.env;
    clockFromEnvironment();
    const own = given ? undefined : await startPersistentAws(command, { file: join(command.state, "aws.json") });
    const printer = new Printer((line) => console.error(line));
    try {
        const stack = await openStack({
            engine: command.engine,
            program: command.program,
            state: command.state,
            stack: command.stack,
            config: command.config,
            secretKeys: command.secretKeys,
            awsEndpoint: given || own?.endpoint,
            clock: own?.clock ?? (time ? parseClock(time) : undefined),
            onEvent: printer.onEvent,
        });
        const stop = onSignals(() => stack.cancel());
        const { continueOnError, replace, parallel } = command;
        const result = await stack[command.command]({ continueOnError, replace, parallel });
        stop();
        return report(result, command.json);
    } catch (error) {
        return fail(command, error);
    } finally {
        await (own as PersistentAws | undefined)?.close();
    }
}

function report(result: OperationResult, json: boolean): number {
    if (json) {
        console.log(JSON.stringify(result));
    } else if (Object.keys(result.outputs).length > 0) {
        console.log(JSON.stringify(result.outputs, undefined, 2));
    }
    return result.result === "succeeded" ? 0 : 1;
}

/** An error before the engine ran is reported as a failed result, too. */
function fail(command: StackCommand, error: unknown): number {
    const message = error instanceof Error ? error.message : String(error);
    console.error(message);
    if (command.json) {
        const { engine, command: operation } = command;
        const nothing = { changes: {}, outputs: {}, resources: [], steps: [], diagnostics: [] };
        console.log(JSON.stringify({ engine, operation, result: "failed", ...nothing, error: message }));
    }
    return 1;
}

/** The first Ctrl-C waits for running operations to end. The second ends this process and its children. */
function onSignals(cancel: () => Promise<void>): () => void {
    let asked = false;
    const listener = (): void => {
        if (asked) {
            process.exit(130);
        }
        asked = true;
        console.error("Waiting for running operations to end. Press Ctrl-C again to end them now.");
        cancel().catch((error: unknown) => console.error(error));
    };
    process.on("SIGINT", listener).on("SIGTERM", listener);
    return () => process.off("SIGINT", listener).off("SIGTERM", listener);
}

function terminated(): Promise<void> {
    return new Promise((resolve) => {
        process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
    });
}
