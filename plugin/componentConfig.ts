import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "../providers/aws/configuration";
import { componentConfig, hasOwnConfig } from "./config";

/**
 * Has the component see this provider's own config, if it has any, where it looks for that of the aws provider.
 * @returns the whole config of the stack, which Pulumi's runtime holds while a component is made.
 */
export function useOwnConfig(): Readonly<Record<string, string>> {
    const ofStack = { ...pulumi.runtime.allConfig() };
    pulumi.runtime.setAllConfig({ ...componentConfig(ofStack) });
    return ofStack;
}

/**
 * Pulumi tells a component the config of the stack, and its exports only that of this package. Roles are handed down; keys are
 * not, because they would be in the state of every export.
 * @throws if the exports would run without the keys that stack config has for the aws provider.
 */
export function assertKeysAreTold(): void {
    const key = awsConfig((name) => pulumi.runtime.getConfig(name))("aws:accessKey");
    if (key === undefined || hasOwnConfig()) return;
    throw new pulumi.RunError(
        "Stack config has an access key for the aws provider (aws:accessKey), which Pulumi does not tell the plugin of this " +
            "package. Set cloudwatch-logs-export:region, cloudwatch-logs-export:accessKey and cloudwatch-logs-export:secretKey " +
            "(with --secret) too, or use a profile: pulumi config set aws:profile ….",
    );
}
