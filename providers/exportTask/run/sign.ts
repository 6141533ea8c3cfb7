import { remedyFor } from "../../aws/denial";
import { said } from "../../aws/errors";
import { type Task } from "../../aws/task";
import { formatTimestamp } from "../../validation/timestamp";
import { isSecretInput, MASK } from "../secrets";
import { projectAndStackOf, resourceNameOf } from "../urn";
import { type Contents } from "./contents";
import { type ExportContext } from "./context";
import { type Manifest } from "./manifest";
import { manifestKey } from "./marks";
import { type Place, uriOf } from "./objects";

type Seen = Pick<Contents, "objectCount" | "byteCount" | "digest" | "objects">;

const NOTHING_SEEN: Partial<Seen> & Pick<Seen, "objectCount" | "byteCount"> = { objectCount: 0, byteCount: 0 };

type Signer = Pick<ExportContext, "inputs" | "aws" | "account" | "owner" | "progress" | "logGroupCreationTime">;

/**
 * Writes this resource's manifest beside the objects of a task, which makes it an owner of them: nobody cancels the task
 * or deletes what it wrote while this resource relies on it.
 * @param seen what was verified; without it the manifest is a mark only, for example of a task that still runs.
 * @returns whether it could be written: a caller who may not, or an Object Lock of somebody else, fails no export.
 */
export async function sign(context: Signer, place: Place, task: Task, seen?: Seen): Promise<boolean> {
    const { aws, owner, progress } = context;
    const manifest = manifestOf(context, place, task, seen);
    try {
        await aws.s3.write(place.destination, manifestKey(place, owner), JSON.stringify(manifest));
        return true;
    } catch (error) {
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === undefined) throw error;
        progress.warn(
            `The manifest of ${uriOf(place)} could not be written: ${said(error)}. Without it other exports cannot see that ` +
                'this one relies on the objects, and removalPolicy: "delete" refuses to delete them. ' +
                (remedyFor(error) ??
                    `Grant the caller s3:PutObject on ${place.destination}/${place.destinationPrefix}/*.`),
        );
        return false;
    }
}

function manifestOf(
    { inputs, account, owner, aws, logGroupCreationTime }: Signer,
    place: Place,
    task: Task,
    seen: Seen | undefined,
): Manifest {
    const { objectCount, byteCount, digest, objects } = seen ?? NOTHING_SEEN;
    const { taskId, creationTime, completionTime } = task;
    const { destination, destinationPrefix } = place;
    return {
        version: 1,
        owner,
        // The bucket shows a secret to everybody who may read it. The prefix is in every key anyway.
        logGroupName: isSecretInput(inputs, "logGroupName") ? undefined : (task.logGroupName ?? inputs.logGroupName),
        logGroupCreationTime,
        logStreamNamePrefix: isSecretInput(inputs, "logStreamNamePrefix") ? MASK : inputs.logStreamNamePrefix,
        from: task.from ?? inputs.from,
        to: task.to ?? inputs.to,
        account,
        region: inputs.region,
        destination,
        destinationPrefix,
        task: { taskId, creationTime, completionTime },
        objectCount,
        byteCount,
        digest,
        objects,
        verifiedAt: seen ? formatTimestamp(Math.floor(aws.time())) : undefined,
        verifiedBy: { ...projectAndStackOf(inputs.shortUrn), resource: resourceNameOf(inputs.shortUrn) },
    };
}
