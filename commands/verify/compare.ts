import { formatCount } from "../../providers/formatCount";
import { Digest } from "../../providers/exportTask/run/digest";
import { type Manifest } from "../../providers/exportTask/run/manifest";
import { type ArchivedExport } from "../archive/exports";
import { bytesIn, type ExportFolder, keyOfFolder, uriOfFolder } from "../archive/folders";

/** Something in the bucket that is not as the manifests say. */
export interface Finding {
    readonly kind: FindingKind;
    /** Of an object, or of an export's folder. */
    readonly uri: string;
    readonly logGroupName?: string;
    readonly detail: string;
}

export type FindingKind =
    "missing" | "changed" | "additional" | "unproven" | "invalid manifest" | "being deleted" | "unreadable";

/**
 * An export's manifests against its objects.
 *
 * | in the bucket                                              | is         |
 * |------------------------------------------------------------|------------|
 * | not there, but in a manifest                               | missing    |
 * | there with another size or ETag                            | changed    |
 * | there, but in no manifest that names its objects           | additional |
 * | objects without a manifest, or one that says unverified    | unproven   |
 * | `_deleting`                                                | being deleted |
 */
export function compare(found: ArchivedExport): Finding[] {
    const { folder, manifests, logGroupName } = found;
    const findings = new Map<string, Finding>();
    const report = (kind: FindingKind, uri: string, detail: string) =>
        findings.set(`${kind} ${uri}`, { kind, uri, logGroupName, detail });
    if (folder.isDeleting) {
        report("being deleted", uriOfFolder(folder), "somebody began to delete its objects, and has not ended");
    }
    for (const one of manifests) {
        if ("problem" in one)
            report("invalid manifest", `${uriOfFolder(folder)}_export-${one.owner}.json`, one.problem);
        else if (one.manifest.verifiedAt !== undefined) compareWith(one.manifest, folder, report);
    }
    if (!found.manifest && !manifests.some((one) => "problem" in one)) {
        const what = manifests.length === 0 ? "no manifest is there" : "its manifest says that it is not verified yet";
        report(
            "unproven",
            uriOfFolder(folder),
            `${what}: an interrupted, failed or running export, or one of another tool`,
        );
    }
    return [...findings.values()];
}

type Report = (kind: FindingKind, uri: string, detail: string) => void;

function compareWith(manifest: Manifest, folder: ExportFolder, report: Report): void {
    const uri = (key: string) => `s3://${folder.bucket}/${key}`;
    if (!manifest.objects) return compareCounts(manifest, folder, report);
    const there = new Map(folder.objects.map((object) => [object.key, object]));
    for (const { key, bytes, etag } of manifest.objects) {
        const object = there.get(key);
        there.delete(key);
        if (!object) report("missing", uri(key), `${bytes} bytes in the manifest`);
        else if (object.bytes !== bytes) report("changed", uri(key), `${object.bytes} bytes, ${bytes} in the manifest`);
        else if (object.etag !== etag) report("changed", uri(key), `ETag ${object.etag}, ${etag} in the manifest`);
    }
    for (const { key, bytes } of there.values()) report("additional", uri(key), `${bytes} bytes`);
}

/** A manifest of many objects names none of them. */
function compareCounts(manifest: Manifest, folder: ExportFolder, report: Report): void {
    const [count, bytes] = [folder.objects.length, bytesIn(folder)];
    const here = `${formatCount(count, "object")} of ${bytes} bytes, ${manifest.objectCount} of ${manifest.byteCount} in the manifest`;
    if (count < manifest.objectCount) report("missing", uriOfFolder(folder), here);
    else if (count > manifest.objectCount) report("additional", uriOfFolder(folder), here);
    else if (bytes !== manifest.byteCount) report("changed", uriOfFolder(folder), here);
    else if (manifest.digest !== undefined && manifest.digest !== digestOf(folder)) {
        report("changed", uriOfFolder(folder), "the digest over all keys, sizes and ETags differs");
    }
}

function digestOf(folder: ExportFolder): string {
    const digest = new Digest(keyOfFolder(folder));
    for (const object of folder.objects) digest.add(object);
    return digest.value();
}
