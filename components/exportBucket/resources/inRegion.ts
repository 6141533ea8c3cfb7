import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../../providers/validation/failure";
import { assertInputs } from "../../../providers/validation/inputError";
import { type ProviderPackage } from "../../awsSettings";
import { type ResourceTransform } from "../../transform";
import { type BucketProvider } from "./bucketProvider";
import { type AwsBucketTransforms, type ExportBucketTransforms } from "./innerResources";

/** The same provider, creating in another Region than its own: each resource of @pulumi/aws takes a `region`. */
export function inRegion(
    provider: BucketProvider,
    name: ProviderPackage,
    region: pulumi.Input<string>,
): BucketProvider {
    return name === "aws" ? awsInRegion(provider, region) : awsNativeInRegion(provider, region);
}

function awsInRegion(provider: BucketProvider, region: pulumi.Input<string>): BucketProvider {
    return {
        accountId: (parent) => provider.accountId(parent),
        region: () => pulumi.output(region),
        makeKey: (name, settings, transform, parent) =>
            provider.makeKey(name, settings, placed(transform, region), parent),
        makeKeyAlias: (name, alias, transform, opts) =>
            provider.makeKeyAlias(name, alias, placed(transform, region), opts),
        makeBucket: (name, settings, transform, parent) =>
            provider.makeBucket(name, settings, placed(transform, region), parent),
        makePolicy: (name, policy, transform, opts) =>
            provider.makePolicy(name, policy, placed(transform, region), opts),
    };
}

/** The resources of @pulumi/aws-native have no `region`, so it must be the provider's. */
function awsNativeInRegion(provider: BucketProvider, region: pulumi.Input<string>): BucketProvider {
    const checked = (parent: pulumi.Resource) =>
        pulumi.all([region, provider.region(parent)]).apply(([given, its]) => {
            const next =
                "Its resources cannot be created elsewhere: give a provider with that Region (opts.providers), or leave " +
                'out providerPackage: "aws-native".';
            const failure = refuse("region", given, `${its}, the Region of the aws-native provider`, next);
            assertInputs("The Region of the bucket", given === its ? [] : [failure]);
            return its;
        });
    return {
        ...provider,
        region: checked,
        makeBucket: (name, settings, transform, parent) => ({
            ...provider.makeBucket(name, settings, transform, parent),
            region: checked(parent),
        }),
    };
}

const AWS_RESOURCES = [
    "bucket",
    "publicAccessBlock",
    "ownershipControls",
    "versioning",
    "encryption",
    "lifecycle",
    "objectLock",
    "key",
    "keyAlias",
    "policy",
] as const satisfies readonly (keyof AwsBucketTransforms)[];

/** The transforms of the user, of arguments that have the Region already. */
function placed(transforms: ExportBucketTransforms, region: pulumi.Input<string>): ExportBucketTransforms {
    const place = (transform: ResourceTransform<object> | undefined): ResourceTransform<object> =>
        typeof transform === "function"
            ? (args, opts, name) => {
                  const withRegion = { ...args, region };
                  return transform(withRegion, opts, name) ?? withRegion;
              }
            : { region, ...transform };
    return Object.fromEntries(
        AWS_RESOURCES.map((one) => [one, place(transforms[one] as ResourceTransform<object> | undefined)]),
    );
}
