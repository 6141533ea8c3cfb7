import { explained } from "../../aws/denial";
import { isPassing } from "../../aws/errors";
import { type S3Api } from "../../aws/s3";
import { type Contents } from "./contents";
import { type Evidence, Unreadable } from "./judge";
import { parseManifest } from "./manifest";
import { manifestKey } from "./marks";
import { type Place } from "./objects";

/** What the manifests in a folder say; one is enough, this resource's own first. */
export async function evidenceIn(s3: S3Api, place: Place, contents: Contents, owner: string): Promise<Evidence> {
    let evidence: Evidence = "none";
    for (const name of [...contents.owners].sort((a, b) => Number(b === owner) - Number(a === owner))) {
        try {
            const manifest = parseManifest(await s3.read(place.destination, manifestKey(place, name)));
            if (manifest) return manifest;
        } catch (error) {
            if (isPassing(error) || !hasAnswer(error)) throw error;
            evidence = new Unreadable(explained(error));
        }
    }
    return evidence;
}

/** Whether S3 itself said no, for whatever reason. */
function hasAnswer(error: unknown): boolean {
    return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;
}
