import * as pulumi from "@pulumi/pulumi";
import { awsConfig, HONOURED_KEYS } from "./aws/configuration";
import { pluginHere } from "./host";

/** Handed down by the component as inputs of their own, or never, because they would be in the state of every export. */
const NOT_HERE: readonly string[] = ["region", "profile", "accessKey", "secretKey", "token"];

/**
 * What stack config says for the aws provider, as an input of a component's resources. Only in the plugin, where a component
 * is told the stack's config and its resources are not; in a program Pulumi tells it to both.
 */
export function handedDownConfig(): { readonly awsConfig?: pulumi.Output<string> } {
    if (!pluginHere() || pluginHere()?.hasOwnConfig()) return {};
    const read = awsConfig((key) => pulumi.runtime.getConfig(key));
    const values = HONOURED_KEYS.filter((key) => !NOT_HERE.includes(key))
        .map((key) => [key, read(`aws:${key}`)] as const)
        .filter(([, value]) => value !== undefined && value !== "");
    if (values.length === 0) return {};
    // A role's external ID and a proxy's password may be among them.
    return { awsConfig: pulumi.secret(JSON.stringify(Object.fromEntries(values))) };
}
