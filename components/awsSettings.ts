import * as pulumi from "@pulumi/pulumi";
import { awsConfig, type ReadConfig } from "../providers/aws/configuration";
import { environmentRegion } from "../providers/aws/region";

/** A Pulumi provider that can create the bucket of a component. */
export type ProviderPackage = "aws" | "aws-native";

/** The Region that a component's exports use, and the profile that they are given. */
export interface AwsSettings {
    readonly region: pulumi.Output<string | undefined>;
    /**
     * That of an explicit provider. Who calls AWS reads the profile of stack config with the roles beside it, which a profile
     * that is given as an argument would replace. Absent without such a provider.
     */
    readonly profile?: pulumi.Output<string | undefined>;
}

type Provider = pulumi.ProviderResource & Partial<Record<"region" | "profile", pulumi.Output<string | undefined>>>;

/**
 * Region and profile of a component's explicit provider or, if it has none, the Region of stack config and environment. The provider
 * itself is never passed to an export: Pulumi would send the export to the provider's plugin.
 *
 * A Region that stands in neither is read from the profile in the AWS configuration files, as the provider reads it.
 *
 * @param first the provider that decides if the component has both: the one that creates the bucket.
 */
export function awsSettings(
    component: Pick<pulumi.Resource, "getProvider">,
    first: ProviderPackage = "aws",
): AwsSettings {
    const provider = explicitProvider(component, first);
    const none = pulumi.output<string | undefined>(undefined);
    const config = stackConfig();
    const profile = provider?.profile;
    const given = provider ? (provider.region ?? none) : pulumi.output(config("aws:region"));
    // In a preview a provider's profile is not known where it has none, and must not make its Region unknown.
    const ofProfile = () => (profile ?? none).apply((name) => environmentRegion(config, name));
    const region = given.apply((known) => (known === undefined ? ofProfile() : pulumi.output(known)));
    return { region, profile };
}

/** The Region of `awsSettings` if it is known when the program declares the component: without an explicit provider. */
export function plainRegion(component: pulumi.Resource, first: ProviderPackage = "aws"): string | undefined {
    if (explicitProvider(component, first)) return undefined;
    return stackConfig()("aws:region") ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

function explicitProvider(
    component: Pick<pulumi.Resource, "getProvider">,
    first: ProviderPackage,
): Provider | undefined {
    const [one, other] = first === "aws" ? ["aws", "aws-native"] : ["aws-native", "aws"];
    return (component.getProvider(`${one}:index:any`) ?? component.getProvider(`${other}:index:any`)) as
        Provider | undefined;
}

/** Stack config of the program, of whichever AWS provider it configures. */
export function stackConfig(): ReadConfig {
    return awsConfig((key) => {
        const [namespace, name] = key.split(":");
        return new pulumi.Config(namespace).get(name);
    });
}
