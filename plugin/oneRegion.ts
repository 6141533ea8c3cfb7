import type * as pulumi from "@pulumi/pulumi";
import { ARCHIVE_TABLE_TYPE, EXPORT_BUCKET_TYPE, LOG_EXPORT_TYPE } from "../components/resourceTypes";
import { awsConfig } from "../providers/aws/configuration";
import { environmentRegion } from "../providers/aws/region";
import { refuse } from "../providers/validation/failure";
import { assertInputs } from "../providers/validation/inputError";
import { ownConfig } from "./config";
import { givenProviders } from "./givenProviders";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Pulumi's aws provider makes the resources of a component, and knows nothing of this provider's own config.
 * @param ofStack the config of the whole stack.
 * @throws InputError if it would make them in another Region than that of the exports.
 */
export async function assertOneRegion(
    what: string,
    type: string,
    ofStack: Readonly<Record<string, string>>,
    args: Arguments,
    providers: pulumi.ComponentResourceOptions["providers"],
): Promise<void> {
    const own = ownConfig("aws:region");
    const given = givenProviders(providers);
    const isGiven = ["aws:index:any", "aws-native:index:any"].some((token) => given.getProvider(token));
    if (own === undefined || isGiven || args.region !== undefined || !makesResources(type, args)) return;
    const config = awsConfig((key) => ofStack[key]);
    const ofResources = config("aws:region") ?? (await environmentRegion(config));
    if (ofResources === undefined || ofResources === own) return;
    const allowed = `${ofResources}, the Region of Pulumi's aws provider, which makes the resources of the component`;
    const next = "Set aws:region to the same, or give the component an aws provider of that Region (providers).";
    assertInputs(what, [refuse("cloudwatch-logs-export:region", own, allowed, next)]);
}

/** Whether a component makes resources that must be where the exports run. */
function makesResources(type: string, { existing, bucket, sharedBucket }: Arguments): boolean {
    switch (type) {
        case ARCHIVE_TABLE_TYPE:
            return false;
        case EXPORT_BUCKET_TYPE:
            return existing === undefined;
        case LOG_EXPORT_TYPE:
            return sharedBucket === undefined && (bucket as Arguments | undefined)?.existing === undefined;
        default:
            return true; // a ScheduledLogExport has its state machine there
    }
}
