import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "../providers/aws/access";

/** A Pulumi provider that can make the resources of a component. */
export type ProviderPackage = "aws" | "aws-native";

/** Where a component's exports run, as far as the program can tell. */
export interface AwsSettings {
    readonly region: pulumi.Output<string | undefined>;
    readonly profile: pulumi.Output<string | undefined>;
}

type Provider = pulumi.ProviderResource & Partial<Record<"region" | "profile", pulumi.Output<string | undefined>>>;

/**
 * Region and profile of a component's explicit provider, or of stack config and environment where it has none. The
 * provider itself is never handed on to an export: Pulumi would send that to the provider's plugin.
 *
 * @param first the provider that decides where both are given: the one that makes the bucket.
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
