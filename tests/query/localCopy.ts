import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Archive, PREFIX } from "../commands/archive";

/** Copies an archive into `archive/` of a temporary folder, as `aws s3 sync` does. @returns that folder */
export function localCopy(archive: Archive, keys = archive.keys()): string {
    const folder = mkdtempSync(join(tmpdir(), "archive-"));
    for (const key of keys) {
        const path = join(folder, "archive", key.slice(PREFIX.length + 1));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, archive.body(key));
    }
    return folder;
}
