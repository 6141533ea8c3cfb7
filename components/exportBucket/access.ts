import * as pulumi from "@pulumi/pulumi";
import { MOCK_ACCOUNT, MOCK_ORGANIZATION, MOCK_ROLE_ARN, standInEach, standInForMocks } from "../../providers/outputs";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { checkGrant } from "../../providers/policies/grantChecks";
import { bucketPolicy, type ExportGrant } from "../../providers/policies/bucketPolicy";
import { bytesKept, type ExistingPolicy } from "./existingPolicy";
import { bytesTooMany, narrowGrant, wideGrantWarning } from "./grant";

type InputList = pulumi.Input<pulumi.Input<string>[]>;

/** Who may export into a bucket whose policy this package manages. */
export interface BucketAccessArgs {
    /**
     * The IDs of the accounts whose log groups may be exported into the bucket.
     * @default the account of the provider
     */
    readonly sourceAccounts?: InputList;
    /**
     * The ID of an AWS organisation, every account of which may export; instead of `sourceAccounts`. The policy matches
     * CloudWatch Logs by `aws:SourceOrgID`, which AWS sends for accounts in an organisation, though the guide to exports
     * mentions only `aws:SourceAccount`. If an export is refused because of it, name the accounts.
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
     * @example "o-a1b2c3d4e5"
     */
    readonly sourceOrganizationId?: pulumi.Input<string>;
    /**
     * The log groups that may be exported; a name that ends in `*` stands for all that begin with it. If they do not all fit
     * into a policy, it contains their common beginnings.
     * @default all
     * @example ["/aws/lambda/*", "/shop/payments"]
     */
    readonly sourceLogGroups?: InputList;
    /**
     * The destination prefixes that exports may write to, each with everything below it.
     * @default the whole bucket
     */
    readonly destinationPrefixes?: InputList;
    /**
     * The ARNs of the roles that export from other accounts than the bucket's. The bucket policy allows them to write too,
     * as CloudWatch Logs requires.
     * @default none
     * @example ["arn:aws:iam::222222222222:role/log-exporter"]
     */
    readonly callerRoleArns?: InputList;
}

/** What a grant needs besides its source; known once the bucket or its provider is. */
export interface GrantPlace {
    readonly region: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    readonly accountId: () => pulumi.Output<string>;
    /** The policy that the bucket has, whose other statements take room. */
    readonly existing?: pulumi.Output<ExistingPolicy>;
}

/** The grant of a bucket, as narrow as fits into its policy, and the accounts in it. */
export function bucketGrant(args: BucketAccessArgs, { region, bucketArn, accountId, existing }: GrantPlace) {
    const sourceAccounts: pulumi.Output<string[] | undefined> =
        args.sourceAccounts === undefined && args.sourceOrganizationId === undefined
            ? accountId().apply((account) => [account])
            : listOf(args.sourceAccounts, MOCK_ACCOUNT);
    const sourceOrganizationId =
        args.sourceOrganizationId && standInForMocks(pulumi.output(args.sourceOrganizationId), MOCK_ORGANIZATION);
    const sourceLogGroups = listOf(args.sourceLogGroups, "log-group");
    const destinationPrefixes = listOf(args.destinationPrefixes, "prefix");
    const callerRoleArns = listOf(args.callerRoleArns, MOCK_ROLE_ARN);
    const declared = pulumi
        .all([
            pulumi.output({ sourceOrganizationId, sourceLogGroups, destinationPrefixes, callerRoleArns }),
            pulumi.output({ region, bucketArn, sourceAccounts }),
        ])
        .apply(([given, place]): ExportGrant => ({ ...given, ...place }));
    const narrowed = pulumi.all([declared, existing]).apply(([grant, found]) => {
        const taken = found ? bytesKept(found, bucketPolicy({ ...grant, sourceLogGroups: undefined })) : 0;
        assertInputs("The grant of the bucket", checkResolved(grant, taken));
        return narrowGrant(grant, taken);
    });
    return {
        grant: narrowed.apply(({ grant }) => grant),
        warning: pulumi
            .all([declared, narrowed])
            .apply(([{ sourceLogGroups = [] }, grant]) => wideGrantWarning(sourceLogGroups, grant)),
        sourceAccounts,
    };
}

/** A list of the program, in which mocks of a unit test may leave entries without a value. */
function listOf(list: InputList | undefined, standIn: string): pulumi.Output<string[] | undefined> {
    return list === undefined ? pulumi.output(undefined) : standInEach(pulumi.output(list), standIn);
}

/** Checks the values that were Outputs in the program. */
function checkResolved(grant: ExportGrant, taken: number): InputFailure[] {
    const failures = checkGrant(grant);
    if (failures.length > 0) return failures;
    const tooMany = bytesTooMany(narrowGrant(grant, taken).grant, taken);
    if (tooMany === 0) return [];
    const next =
        "Name fewer accounts, prefixes and callers, or an organisation." +
        (taken > 0 ? ` The statements of others take ${taken} bytes.` : "");
    return [refuse("policy", `${tooMany} bytes too long`, "at most 20 KB, the limit of S3", next)];
}
