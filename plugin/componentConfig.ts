import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "../providers/aws/configuration";
import { environmentRegion } from "../providers/aws/region";
import { refuse } from "../providers/validation/failure";
import { assertInputs } from "../providers/validation/inputError";
import { componentConfig, hasOwnConfig, ownConfig } from "./config";

type Config = Readonly<Record<string, string>>;

/**
 * Has the component see this provider's own config, if it has any, where it looks for that of the aws provider.
 * @returns the whole config of the stack, which Pulumi's runtime holds while a component is made.
 */
export function useOwnConfig(): Config {
    const ofStack = { ...pulumi.runtime.allConfig() };
    pulumi.runtime.setAllConfig({ ...componentConfig(ofStack) });
    return ofStack;
}

/**
 * Pulumi's aws provider makes the resources of a component, and knows nothing of this provider's own config.
 * @throws InputError if it would make them in another Region than that of the exports.
 */
export async function assertOneRegion(
    what: string,
    ofStack: Config,
    { region, bucket }: Readonly<Record<string, unknown>>,
    providers: pulumi.ComponentResourceOptions["providers"],
): Promise<void> {
    const own = ownConfig("aws:region");
    const isTold = region !== undefined || Object.keys(providers ?? {}).length > 0;
    if (own === undefined || isTold || (bucket as { existing?: unknown } | undefined)?.existing !== undefined) return;
    const config = awsConfig((key) => ofStack[key]);
    const ofResources = config("aws:region") ?? (await environmentRegion(config));
    if (ofResources === undefined || ofResources === own) return;
    const allowed = `${ofResources}, the Region of Pulumi's aws provider, which makes the resources of the component`;
    const next = "Set aws:region to the same, or give the component an aws provider of that Region (providers).";
    assertInputs(what, [refuse("cloudwatch-logs-export:region", own, allowed, next)]);
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
