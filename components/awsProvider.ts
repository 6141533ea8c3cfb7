import * as pulumi from "@pulumi/pulumi";

/** Where a component's exports run, as far as the program can tell. */
export interface AwsSettings {
    readonly region: pulumi.Output<string | undefined>;
    readonly profile: pulumi.Output<string | undefined>;
}

/**
 * Region and profile of the explicit aws provider of a component, or of stack config and environment where it has none.
 * The provider itself is never handed on to an export: Pulumi would send that to the aws plugin.
 */
export function awsSettings(component: pulumi.Resource): AwsSettings {
    const provider = component.getProvider("aws:index:any") as
        | (pulumi.ProviderResource & Partial<Record<"region" | "profile", pulumi.Output<string | undefined>>>)
        | undefined;
    if (provider) {
        const none = pulumi.output<string | undefined>(undefined);
        return { region: provider.region ?? none, profile: provider.profile ?? none };
    }
    const config = new pulumi.Config("aws");
    const region = config.get("region") ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    return { region: pulumi.output(region), profile: pulumi.output(config.get("profile")) };
}
