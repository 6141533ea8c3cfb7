import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "../providers/aws/access";

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
    const [one, other] = first === "aws" ? ["aws", "aws-native"] : ["aws-native", "aws"];
    const provider = (component.getProvider(`${one}:index:any`) ?? component.getProvider(`${other}:index:any`)) as
        Provider | undefined;
    if (provider) {
        const none = pulumi.output<string | undefined>(undefined);
        return { region: provider.region ?? none, profile: provider.profile ?? none };
    }
    const config = awsConfig((key) => new pulumi.Config(key.split(":")[0]).get(key.split(":")[1]));
    const region = config("aws:region") ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    return { region: pulumi.output(region), profile: pulumi.output(config("aws:profile")) };
}
