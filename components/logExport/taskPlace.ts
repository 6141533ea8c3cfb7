import * as pulumi from "@pulumi/pulumi";
import { isKnown, resolvedValue, withoutDependencies } from "../../providers/outputs";
import { type InputFailure } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { awsSettings, plainRegion, stackConfig, type ProviderPackage } from "../awsSettings";
import { providerOf } from "../exportBucket/args";
import { refuseRegion } from "../exportBucket/bucketRegion";
import { ExportBucket } from "../exportBucket/exportBucket";
import { environmentRegion } from "../../providers/aws/region";
import { knownValue } from "../previewLog";
import { checkOrigins, type Origin, refuseOrigin } from "../logGroups/origin";
import { type LogExportArgs } from "./args";

/** Where a LogExport's tasks run, and as whom. */
export interface TaskPlace {
    readonly region: pulumi.Input<string | undefined>;
    readonly profile: pulumi.Input<string | undefined>;
    readonly assumeRoleArn: pulumi.Input<string | undefined>;
}

/** The place of the arguments, else that of the component's provider. */
export function taskPlace(args: LogExportArgs, component: Pick<pulumi.Resource, "getProvider">): TaskPlace {
    const aws = awsSettings(component, providerPackageOf(args));
    return {
        // The values alone: a dependency on the provider would be written into the state of every export.
        region: args.region ?? withoutDependencies(aws.region),
        profile: args.profile ?? (aws.profile && withoutDependencies(aws.profile)),
        assumeRoleArn: args.assumeRoleArn,
    };
}

/** The errors in the places of log groups and bucket that are known when the program declares them. */
export function checkPlace(args: LogExportArgs, component: pulumi.Resource): InputFailure[] {
    const ofProvider = plainRegion(component, providerPackageOf(args));
    const region = args.region === undefined ? ofProvider : plainText(args.region);
    return [
        ...checkOrigins(args.logGroups, region),
        ...(providerPackageOf(args) === "aws-native" && isMade(args) ? refuseRegion(region, ofProvider) : []),
    ];
}

/** What decides the Region of an export. */
type Place = Partial<Pick<TaskPlace, "region" | "profile">>;

/** Where a single export runs, once it is known that its log group and its bucket are there too. */
export interface CheckedPlace {
    readonly region: pulumi.Input<string | undefined>;
    /** The accounts in one of which it must run; absent where no policy and no log group names one. */
    readonly accounts?: pulumi.Input<string[] | undefined>;
}

/**
 * A check of where exports into a bucket run: in the Region of the bucket, and in the Region and account of the log group.
 * What is not known, be it in a preview, is not checked. An export waits for its Region, so none is registered before.
 */
export function placeCheck(what: string, bucket: ExportBucket) {
    const checked = new Map<unknown, Map<unknown, CheckedPlace>>();
    const bucketRegion = knownValue(pulumi.output(bucket.bucketRegion));
    const accountsOfBucket = resolvedValue(bucket.sourceAccounts);
    const ofPolicy = policyOf(bucket) && bucket.sourceAccounts;

    function check(place: Place, origin: Promise<Origin> | undefined): CheckedPlace {
        const passed = Promise.all([regionOf(place), bucketRegion, accountsOfBucket, origin]).then(
            ([region, ofBucket, named, known]) =>
                assertInputs(what, [
                    ...refuseRegion(region, ofBucket),
                    ...(known ? refuseOrigin(known, { region, accounts: named }) : []),
                ]),
        );
        passed.catch(() => undefined); // every export that waits for it reports it
        const account = origin?.then((known) => known.account);
        return {
            region: afterwards(place.region, passed),
            // The ARN's account alone: the provider compares it with the caller's before it starts anything.
            accounts: account ? account.then((own) => (own === undefined ? accountsOfBucket : [own])) : ofPolicy,
        };
    }

    return (place: Place, origin: Promise<Origin> | undefined): CheckedPlace => {
        // Once for each log group: a transform seldom gives an export a Region of its own.
        const ofGroup = checked.get(origin) ?? new Map<unknown, CheckedPlace>();
        checked.set(origin, ofGroup);
        const known = ofGroup.get(place.region) ?? check(place, origin);
        ofGroup.set(place.region, known);
        return known;
    };
}

/** The policy that an ExportBucket writes; undefined for a bucket that has its own. */
export const policyOf = ({ nodes }: ExportBucket) => nodes.policy ?? nodes.awsNativePolicy;

/** A value, as soon as something else has gone well. */
function afterwards<T>(value: pulumi.Input<T>, passed: Promise<void>): pulumi.Input<T> {
    if (pulumi.Output.isInstance(value)) return value.apply((known) => passed.then(() => known)) as pulumi.Input<T>;
    return passed.then(() => value as T);
}

/** As the provider finds it: what the declaration says, else what environment and profile say. */
async function regionOf({ region, profile }: Place): Promise<string | undefined> {
    const [declared, own] = [pulumi.output(region), pulumi.output(profile)];
    if (!(await isKnown(declared)) || !(await isKnown(own))) return undefined; // in a preview
    return (await resolvedValue(declared)) ?? environmentRegion(stackConfig(), await resolvedValue(own));
}

/** The provider that makes the bucket. */
function providerPackageOf({ bucket }: LogExportArgs): ProviderPackage {
    return bucket === undefined || ExportBucket.isInstance(bucket) ? "aws" : providerOf(bucket);
}

/** Whether the LogExport makes its bucket. */
const isMade = ({ bucket }: LogExportArgs) => !ExportBucket.isInstance(bucket) && !(bucket && "existing" in bucket);

const plainText = (value: unknown) => (typeof value === "string" ? value : undefined);
