import * as pulumi from "@pulumi/pulumi";
import { said } from "../../providers/aws/errors";
import { refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { showSome } from "../showSome";
import { type ExistingPolicy, existingPolicy, keptNames } from "./existingPolicy";
import { type BucketProvider } from "./resources/bucketProvider";

/** The bucket whose policy is written. */
interface Bucket {
    readonly region: pulumi.Input<string> | undefined;
    readonly bucketName: pulumi.Output<string>;
}

/**
 * The policy that an existing bucket has, before this package writes it. A preview says which statements stay.
 * @throws {InputError} in the Output, if it cannot be read or contains a Sid that this package needs.
 */
export function readExistingPolicy(
    { region, bucketName }: Bucket,
    provider: BucketProvider,
    parent: pulumi.Resource,
): pulumi.Output<ExistingPolicy> {
    return pulumi.all([region, bucketName]).apply(async ([of, name]) => {
        const found = existingPolicy(
            name ? await readOrRefuse({ region: of, bucketName: name }, provider, parent) : undefined,
        );
        refuseConflicts(found);
        for (const warning of takeOverWarnings(found, provider)) void pulumi.log.warn(warning, parent);
        if (found.kept.length > 0 && pulumi.runtime.isDryRun()) void pulumi.log.info(keptMessage(found), parent);
        return found;
    });
}

async function readOrRefuse(
    bucket: { region: string | undefined; bucketName: string },
    provider: BucketProvider,
    parent: pulumi.Resource,
): Promise<unknown> {
    try {
        return await provider.readPolicy(bucket, parent);
    } catch (error) {
        const next =
            `Reading it failed: ${said(error)}. Grant s3:GetBucketPolicy, or leave policy out and merge exportStatements ` +
            "into the bucket's policy.";
        const allowed = "absent for a bucket whose policy cannot be read: statements of others would be lost";
        assertInputs("ExportBucket", [refuse("policy", "managed", allowed, next)]);
    }
}

/** Two statements of one Sid are no policy, and to replace a statement that somebody else wrote is not for us. */
function refuseConflicts({ conflicts }: ExistingPolicy): void {
    const next =
        "Give that statement another Sid in the bucket's policy, or leave policy out and merge exportStatements into it.";
    assertInputs(
        "ExportBucket",
        conflicts.map((sid) =>
            refuse("policy", "managed", `a bucket policy without a statement ${sid} that does something else`, next),
        ),
    );
}

function takeOverWarnings(found: ExistingPolicy, { takesOverPolicies }: BucketProvider): string[] {
    if (takesOverPolicies || found.hasOwn || found.kept.length === 0) return [];
    return [
        "policy: the bucket has a policy, and the aws-native provider does not take over one that it did not create: up fails unless " +
            'this stack wrote it. Give providerPackage: "aws", or leave policy out and merge exportStatements into it.',
    ];
}

const keptMessage = (found: ExistingPolicy) =>
    `policy: the statements that the bucket's policy has from others stay: ${showSome(keptNames(found))}.`;
