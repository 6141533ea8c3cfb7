import * as pulumi from "@pulumi/pulumi";
import { awsSettings, type ProviderPackage } from "../components/awsSettings";
import { selectLogGroups } from "../components/logGroups/selectLogGroups";
import { isKnown, resolvedValue } from "../providers/outputs";
import { refuse } from "../providers/validation/failure";
import { assertInputs } from "../providers/validation/inputError";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The log groups of a LogExport's `select`, where its exports run and as whom: by its arguments, else by its provider. Both may
 * be Outputs; what is not known yet cannot be asked.
 */
export async function selectedLogGroups(
    what: string,
    select: object,
    args: Arguments,
    providers: pulumi.ComponentResourceOptions["providers"],
): Promise<string[]> {
    const ofProvider = awsSettings(withProviders(providers), providerPackage(args.bucket as Arguments | undefined));
    const region = pulumi.output((args.region ?? ofProvider.region) as pulumi.Input<string | undefined>);
    const profile = pulumi.output((args.profile ?? ofProvider.profile) as pulumi.Input<string | undefined>);
    const assumeRoleArn = pulumi.output(args.assumeRoleArn as pulumi.Input<string | undefined>);
    const isUnknown = async (name: string, value: pulumi.Output<unknown>) => ((await isKnown(value)) ? [] : [name]);
    const unknown = [
        ...(await isUnknown("region", region)),
        // A provider's profile is unknown in a preview where it has none.
        ...(args.profile === undefined ? [] : await isUnknown("profile", profile)),
        ...(await isUnknown("assumeRoleArn", assumeRoleArn)),
    ];
    const next =
        "Log groups are selected while the program is previewed. Give it as a text, for example of stack config.";
    assertInputs(
        what,
        unknown.map((name) => refuse(name, undefined, "known if select is given", next)),
    );
    return selectLogGroups({
        ...select,
        region: await resolvedValue(region),
        profile: (await isKnown(profile)) ? await resolvedValue(profile) : undefined,
        assumeRoleArn: await resolvedValue(assumeRoleArn),
    });
}

/** What a component that has these providers answers. */
function withProviders(providers: pulumi.ComponentResourceOptions["providers"]): Pick<pulumi.Resource, "getProvider"> {
    const byPackage = (Array.isArray(providers) ? {} : (providers ?? {})) as Readonly<
        Record<string, pulumi.ProviderResource>
    >;
    return { getProvider: (token) => byPackage[token.split(":")[0]] };
}

const providerPackage = (bucket: Arguments | undefined) =>
    bucket?.providerPackage === "aws-native" ? "aws-native" : ("aws" satisfies ProviderPackage);
