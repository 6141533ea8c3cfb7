import { delimiter, join, resolve } from "node:path";
import { formatClock, type ClockSettings } from "../clock/clock";
import type { Config } from "./config";

const pluginFolder = resolve(__dirname, "..", "plugins", "bin");
const clockPreload = resolve(__dirname, "..", "clock", "preload.cjs");
const compileCache = resolve(__dirname, "..", "..", "node_modules", ".cache", "sandbox-compile");
const errorsPreload = resolve(__dirname, "plainErrors.cjs");
const embeddedPreloads = ["endWithParent.cjs", "lazyModules.cjs"].map((file) => resolve(__dirname, "embedded", file));

export interface EnvironmentOptions {
    readonly base: NodeJS.ProcessEnv;
    readonly config: Config;
    readonly awsEndpoint?: string;
    readonly clock?: ClockSettings;
    /** A folder of plugins that take precedence over the stand-ins. */
    readonly plugins?: string;
    /** Children of the embedded engine start faster, and end when the engine ends, even if it is killed. */
    readonly embedded: boolean;
}

/**
 * The environment for programs and plugins. With an `awsEndpoint` they can reach no other AWS: the credentials are
 * invalid elsewhere, and there is no metadata service, profile or proxy.
 */
export function childEnvironment({
    base,
    config,
    awsEndpoint,
    clock,
    plugins,
    embedded,
}: EnvironmentOptions): NodeJS.ProcessEnv {
    const path = [...(plugins ? [plugins] : []), pluginFolder, base.PATH ?? base.Path ?? ""].join(delimiter);
    return {
        ...base,
        ...(awsEndpoint === undefined ? {} : sandboxedAws(base, config, awsEndpoint)),
        PATH: path,
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        // From Node 22 on, compiled code is cached between starts.
        NODE_COMPILE_CACHE: base.NODE_COMPILE_CACHE ?? compileCache,
        ...(clock ? { SANDBOX_CLOCK: formatClock(clock) } : {}),
        NODE_OPTIONS: [
            base.NODE_OPTIONS ?? "",
            requireOption(errorsPreload),
            ...(clock || base.SANDBOX_CLOCK ? [requireOption(clockPreload)] : []),
            ...(embedded ? embeddedPreloads.map(requireOption) : []),
        ]
            .filter((option) => option !== "")
            .join(" "),
    };
}

function sandboxedAws(base: NodeJS.ProcessEnv, config: Config, endpoint: string): NodeJS.ProcessEnv {
    const region = config["aws:region"] ?? base.AWS_REGION ?? base.AWS_DEFAULT_REGION ?? "us-east-1";
    return {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: "sandbox",
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_SESSION_TOKEN: undefined,
        AWS_PROFILE: undefined,
        AWS_CONFIG_FILE: join(pluginFolder, "no-such-aws-config"),
        AWS_SHARED_CREDENTIALS_FILE: join(pluginFolder, "no-such-aws-credentials"),
        AWS_REGION: config["aws:region"] === undefined ? region : undefined,
        AWS_DEFAULT_REGION: undefined,
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_MAX_ATTEMPTS: base.AWS_MAX_ATTEMPTS,
        HTTP_PROXY: undefined,
        HTTPS_PROXY: undefined,
        http_proxy: undefined,
        https_proxy: undefined,
        NO_PROXY: "*",
    };
}

/** NODE_OPTIONS splits at spaces, unless quoted. */
function requireOption(file: string): string {
    return `--require=${/\s/.test(file) ? JSON.stringify(file) : file}`;
}
