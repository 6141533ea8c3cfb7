import * as pulumi from "@pulumi/pulumi";
import { withoutDependencies } from "../outputs";
import { refuse } from "../validation/failure";
import { assertInputs } from "../validation/inputError";

type AwsProvider = pulumi.ProviderResource & Partial<Record<"region" | "profile", pulumi.Output<string | undefined>>>;

/** The function of a provider's package that tells its account. */
const ACCOUNT_OF: Readonly<Record<string, string>> = {
    aws: "aws:index/getCallerIdentity:getCallerIdentity",
    "aws-native": "aws-native:index:getAccountId",
};

/** An export's arguments as far as an explicit provider decides them. */
interface Placed {
    readonly region?: pulumi.Input<string>;
    readonly profile?: pulumi.Input<string>;
    readonly assumeRoleArn?: pulumi.Input<string>;
    readonly accounts?: pulumi.Input<string[] | undefined>;
}

/**
 * Arguments and options of an export that was given an explicit aws provider, or whose parent was: they take its Region and
 * profile, as the components do, and must run in its account, because its roles cannot be read. The provider itself is not passed
 * on: Pulumi would send the export to the provider's plugin, which does not know it.
 *
 * @throws {InputError} if it is a provider of another package.
 */
export function withExplicitProvider<Args extends Placed>(
    what: string,
    args: Args,
    opts: pulumi.CustomResourceOptions | undefined,
): [Args, pulumi.CustomResourceOptions | undefined] {
    const { provider: explicit, ...rest }: pulumi.CustomResourceOptions = opts ?? {};
    const provider = (explicit ?? providerOfParent(rest.parent)) as AwsProvider | undefined;
    if (!provider) return [args, opts];
    const name = (provider as { getPackage?: () => string }).getPackage?.() ?? "";
    if (name === "pulumi-nodejs") return [args, opts]; // its own plugin
    if (!(name in ACCOUNT_OF)) {
        const next = "Leave it out; region, profile and assumeRoleArn say where the export runs and as whom.";
        assertInputs(what, [refuse("provider", provider, "an aws.Provider or an awsNative.Provider", next)]);
    }
    // The values alone: a dependency on the provider would be written into the state.
    const region = args.region ?? (provider.region && withoutDependencies(provider.region));
    const profile = args.profile ?? (provider.profile && withoutDependencies(provider.profile));
    const isAsSomebodyElse = args.profile !== undefined || args.assumeRoleArn !== undefined;
    const accounts = args.accounts ?? (isAsSomebodyElse ? undefined : accountsOf(provider, name));
    return [{ ...args, region, profile, accounts }, rest];
}

/** A resource of the aws package would inherit it; Pulumi lets an export inherit none, because it is of another package. */
function providerOfParent(parent: pulumi.Resource | undefined): pulumi.ProviderResource | undefined {
    const packages = Object.keys(ACCOUNT_OF);
    return packages.map((name) => parent?.getProvider(`${name}:index:any`)).find((one) => one !== undefined);
}

const KNOWN = new WeakMap<pulumi.ProviderResource, Promise<string[] | undefined>>();

function accountsOf(provider: pulumi.ProviderResource, name: string): Promise<string[] | undefined> {
    const known =
        KNOWN.get(provider) ??
        pulumi.runtime
            .invoke(ACCOUNT_OF[name], {}, { provider })
            .then(({ accountId }: { accountId?: string }) => (accountId === undefined ? undefined : [accountId]));
    KNOWN.set(provider, known);
    return known;
}
