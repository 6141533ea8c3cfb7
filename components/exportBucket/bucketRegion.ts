import { type InputFailure, refuse } from "../../providers/validation/failure";

/** The error if exports would run in another Region than that of their bucket; none as long as one of them is not known. */
export function refuseRegion(region: string | undefined, ofBucket: string | undefined): InputFailure[] {
    if (region === undefined || ofBucket === undefined || region === ofBucket) return [];
    const next =
        "CloudWatch Logs exports into a bucket of the same Region: give the component a provider of that Region " +
        "instead of region, or give it another bucket.";
    return [refuse("region", region, `${ofBucket}, where the bucket is`, next)];
}
