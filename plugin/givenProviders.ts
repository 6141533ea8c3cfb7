import type * as pulumi from "@pulumi/pulumi";

/** The providers that a component is given, as it answers for them once it is made. */
export function givenProviders(
    providers: pulumi.ComponentResourceOptions["providers"],
): Pick<pulumi.Resource, "getProvider"> {
    // In the construction of a remote component they are always by package.
    const byPackage = (providers ?? {}) as Readonly<Record<string, pulumi.ProviderResource>>;
    return { getProvider: (token) => byPackage[token.split(":")[0]] };
}
