import Ajv, { type ValidateFunction } from "ajv";
import { nameOf, said } from "../../providers/aws/errors";
import { type S3Api } from "../../providers/aws/s3";
import { type Manifest } from "../../providers/exportTask/run/manifest";
import * as schema from "../../providers/exportTask/run/manifest.schema.json";
import { manifestKey } from "../../providers/exportTask/run/marks";
import { type ExportFolder } from "./folders";

/** A manifest as it was found, or why it is none that can be relied on. */
export type FoundManifest =
    { readonly owner: string; readonly manifest: Manifest } | { readonly owner: string; readonly problem: string };

let compiled: ValidateFunction<Manifest> | undefined;

function validator(): ValidateFunction<Manifest> {
    return (compiled ??= new Ajv().compile<Manifest>(schema));
}

/** The manifests of a folder, in the order of their owners. */
export async function manifestsOf(s3: S3Api, folder: ExportFolder): Promise<FoundManifest[]> {
    const found: FoundManifest[] = [];
    for (const owner of folder.owners) found.push({ owner, ...(await readManifest(s3, folder, owner)) });
    return found;
}

async function readManifest(
    s3: S3Api,
    folder: ExportFolder,
    owner: string,
): Promise<{ manifest: Manifest } | { problem: string }> {
    const place = { ...folder, destination: folder.bucket };
    let text: string | undefined;
    try {
        text = await s3.read(folder.bucket, manifestKey(place, owner));
    } catch (error) {
        if (nameOf(error) === "InvalidObjectState") {
            return { problem: "is in an archive storage class: restore it, then run the command again" };
        }
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403) {
            return { problem: `could not be read: ${said(error)}` };
        }
        throw error;
    }
    return parse(text, folder, owner);
}

function parse(
    text: string | undefined,
    folder: ExportFolder,
    owner: string,
): { manifest: Manifest } | { problem: string } {
    let value: unknown;
    try {
        value = JSON.parse(text ?? "");
    } catch (error) {
        return { problem: `is no JSON: ${(error as Error).message}` };
    }
    const validate = validator();
    if (!validate(value)) {
        const [{ instancePath, message } = { instancePath: "", message: "" }] = validate.errors ?? [];
        return { problem: `does not fit the schema of manifests: ${instancePath.slice(1) || "it"} ${message}` };
    }
    // Copied from elsewhere, it would vouch for other objects.
    const isOfHere =
        value.owner === owner &&
        value.task.taskId === folder.taskId &&
        value.destinationPrefix === folder.destinationPrefix;
    if (!isOfHere) return { problem: "is that of another export: owner, task or prefix differ from its key" };
    return { manifest: value };
}
