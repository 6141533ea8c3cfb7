import { profileFiles } from "./access";
import { type ReadConfig, textOf } from "./configuration";

/**
 * The profile that the environment names, as the aws provider and the AWS CLI find it. The AWS SDK for JavaScript reads the first
 * variable alone.
 */
export function environmentProfile(): string | undefined {
    const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = process.env;
    return AWS_PROFILE || AWS_DEFAULT_PROFILE || undefined;
}

/**
 * The Region that environment and AWS configuration files name, as the aws provider finds it: AWS_REGION, AWS_DEFAULT_REGION,
 * the profile. Asks nothing over the network.
 * @param profile the default is that of stack config, then that of the environment.
 */
export async function environmentRegion(config: ReadConfig, profile?: string): Promise<string | undefined> {
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    if (AWS_REGION || AWS_DEFAULT_REGION) return AWS_REGION || AWS_DEFAULT_REGION;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    const { loadConfig } = require("@smithy/core/config") as typeof import("@smithy/core/config");
    const selectors = {
        environmentVariableSelector: () => undefined,
        configFileSelector: (section: Record<string, string | undefined>) => section.region,
        default: () => Promise.resolve(undefined),
    };
    const files = profileFiles(config);
    const from = profile ?? textOf(config, "profile") ?? environmentProfile();
    return loadConfig<string | undefined>(selectors, { profile: from, ...files })();
}
