import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { EngineName, Operation } from "../engine";
import { UsageError } from "./usage";

const operations = ["up", "preview", "refresh", "destroy"] as const;

/** The parsed command line. Paths are absolute. */
export type CommandLine =
    | { readonly command: "help" }
    | ({ readonly command: "aws"; readonly port: number } & AwsSettings)
    | ({
          readonly command: Operation;
          readonly program: string;
          readonly state: string;
          readonly stack: string;
          readonly engine: EngineName;
          readonly config: Readonly<Record<string, string>>;
          readonly secretKeys: readonly string[];
          readonly json: boolean;
          readonly continueOnError: boolean;
          readonly replace: readonly string[];
          readonly parallel: number | undefined;
      } & AwsSettings);

export interface AwsSettings {
    readonly seed: string | undefined;
    readonly speed: number | undefined;
    readonly account: string | undefined;
}

/** Paths are relative to the folder where npm was called, which is not where npm runs the script. */
export function parseCommandLine(args: readonly string[], cwd: string): CommandLine {
    const { values, positionals } = parse(args);
    const [command, ...more] = positionals;
    if (values.help || command === "help") {
        return { command: "help" };
    }
    if (command === undefined || more.length > 0) {
        throw new UsageError(
            command === undefined ? "A command is missing." : `Unexpected argument ${JSON.stringify(more[0])}.`,
        );
    }
    const aws: AwsSettings = {
        seed: values.seed && resolve(cwd, values.seed),
        speed: positive("--clock", values.clock),
        account: values.account,
    };
    if (command === "aws") {
        const port = positive("--port", values.port);
        if (port === undefined) {
            throw new UsageError("The command aws needs --port N.");
        }
        return { command, port, ...aws };
    }
    const operation = operations.find((name) => name === command);
    if (!operation) {
        throw new UsageError(`Unknown command ${JSON.stringify(command)}.`);
    }
    if (values.program === undefined || values.state === undefined) {
        throw new UsageError(`The command ${command} needs --program DIR and --state DIR.`);
    }
    const secrets = pairs("--secret", values.secret ?? []);
    return {
        command: operation,
        program: resolve(cwd, values.program),
        state: resolve(cwd, values.state),
        stack: values.stack ?? "sandbox",
        engine: engineName(values.engine ?? "embedded"),
        config: { ...pairs("--config", values.config ?? []), ...secrets },
        secretKeys: Object.keys(secrets),
        json: values.json === true,
        continueOnError: values["continue-on-error"] === true,
        replace: values.replace ?? [],
        parallel: positive("--parallel", values.parallel),
        ...aws,
    };
}

function parse(args: readonly string[]) {
    try {
        return parseArgs({
            args: [...args],
            allowPositionals: true,
            options: {
                program: { type: "string" },
                state: { type: "string" },
                stack: { type: "string" },
                engine: { type: "string" },
                config: { type: "string", multiple: true },
                secret: { type: "string", multiple: true },
                replace: { type: "string", multiple: true },
                parallel: { type: "string" },
                clock: { type: "string" },
                seed: { type: "string" },
                port: { type: "string" },
                account: { type: "string" },
                json: { type: "boolean" },
                "continue-on-error": { type: "boolean" },
                help: { type: "boolean", short: "h" },
            },
        });
    } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : String(error));
    }
}

function engineName(name: string): EngineName {
    if (name !== "embedded" && name !== "pulumi") {
        throw new UsageError(`--engine is ${JSON.stringify(name)}; there are embedded and pulumi.`);
    }
    return name;
}

function pairs(option: string, texts: readonly string[]): Record<string, string> {
    return Object.fromEntries(
        texts.map((text) => {
            const at = text.indexOf("=");
            if (at <= 0) {
                throw new UsageError(`${option} is ${JSON.stringify(text)}; expected key=value.`);
            }
            return [text.slice(0, at), text.slice(at + 1)];
        }),
    );
}

function positive(option: string, text: string | undefined): number | undefined {
    if (text === undefined) {
        return undefined;
    }
    const value = Number(text);
    if (!(value > 0)) {
        throw new UsageError(`${option} is ${JSON.stringify(text)}; expected a number above 0.`);
    }
    return value;
}
