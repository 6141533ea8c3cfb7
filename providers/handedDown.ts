import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "./aws/access";
import { isPluginProcess } from "./host";

/**
 * What stack config says of the roles of a component's resources, as an input of theirs. Only in the plugin, where a component
 * is told the stack's config and its resources are not; in a program Pulumi tells it to both. As there, a profile or a role of
 * the resource's own goes first.
 */
export function handedDownRoles(own: {
    readonly profile?: pulumi.Input<string | undefined>;
    readonly assumeRoleArn?: pulumi.Input<string | undefined>;
}): { readonly assumeRoles?: pulumi.Output<string | undefined> } {
    const roles = isPluginProcess() ? configuredRoles() : undefined;
    if (roles === undefined) return {};
    const named = pulumi.all([own.profile, own.assumeRoleArn]);
    // They may hold an external ID.
    const secret = pulumi.secret<string | undefined>(roles);
    return {
        assumeRoles: pulumi.all([named, secret]).apply(([names, known]) => (names.some(Boolean) ? undefined : known)),
    };
}

function configuredRoles(): string | undefined {
    const read = awsConfig((key) => pulumi.runtime.getConfig(key));
    return read("aws:assumeRoles") ?? read("aws:assumeRole");
}
