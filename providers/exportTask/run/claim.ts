import { type S3Api } from "../../aws/s3";
import { CLAIM_FILE, folderOf, type Place } from "./objects";

/**
 * `up --replace` and taint create before they delete, so a create may adopt the very task whose old resource is deleted
 * right after. The adopting resource leaves its claim beside the data; whoever finds somebody else's claim there leaves
 * task and objects alone. A claim is durable, because create and delete may run in different processes.
 */
export async function leaveClaim(s3: S3Api, place: Place, claim: string): Promise<void> {
    await s3.write(place.destination, folderOf(place) + CLAIM_FILE, claim);
}

/** Whether a live export other than the holder of `claim` relies on the task and its objects. */
export async function isClaimedByOther(s3: S3Api, place: Place, claim: string | undefined): Promise<boolean> {
    const found = await s3.read(place.destination, folderOf(place) + CLAIM_FILE);
    return found !== undefined && found !== claim;
}
