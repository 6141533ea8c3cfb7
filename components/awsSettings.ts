import * as pulumi from "@pulumi/pulumi";
import { awsConfig, type ReadConfig } from "../providers/aws/access";

/** A Pulumi provider that can create the bucket of a component. */
export type ProviderPackage = "aws" | "aws-native";

/** The Region and profile that a component's exports use. */
export interface AwsSettings {
    readonly region: pulumi.Output<string | undefined>;
    readonly profile: pulumi.Output<string | undefined>;
}

type Provider = pulumi.ProviderResource & Partial<Record<"region" | "profile", pulumi.Output<string | undefined>>>;

/**
 * Region and profile of a component's explicit provider or, if it has none, of stack config and environment. The provider
 * itself is never passed to an export: Pulumi would send the export to the provider's plugin.
 *
 * @param first the provider that decides if the component has both: the one that creates the bucket.
 */
export function awsSettings(component: pulumi.Resource, first: ProviderPackage = "aws"): AwsSettings {
    const provider = explicitProvider(component, first);
    if (provider) {
        const none = pulumi.output<string | undefined>(undefined);
        return { region: provider.region ?? none, profile: provider.profile ?? none };
    }
    return { region: pulumi.output(stackRegion()), profile: pulumi.output(stackConfig()("aws:profile")) };
}

/** The Region of `awsSettings` if it is known when the program declares the component: without an explicit provider. */
export function plainRegion(component: pulumi.Resource, first: ProviderPackage = "aws"): string | undefined {
    return explicitProvider(component, first) ? undefined : stackRegion();
}

function explicitProvider(component: pulumi.Resource, first: ProviderPackage): Provider | undefined {
    const [one, other] = first === "aws" ? ["aws", "aws-native"] : ["aws-native", "aws"];
    return (component.getProvider(`${one}:index:any`) ?? component.getProvider(`${other}:index:any`)) as
        Provider | undefined;
}

function stackRegion(): string | undefined {
    return stackConfig()("aws:region") ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

function stackConfig(): ReadConfig {
    return awsConfig((key) => new pulumi.Config(key.split(":")[0]).get(key.split(":")[1]));
}
