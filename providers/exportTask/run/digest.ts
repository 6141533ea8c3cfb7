import { createHash } from "node:crypto";

export interface ExportedObject {
    readonly key: string;
    readonly bytes: number;
    readonly etag: string;
}

/** Of an export's objects, as manifest.schema.json defines it. */
export class Digest {
    private readonly hash = createHash("sha256");

    /** @param folder the part of all keys that does not count. */
    constructor(private readonly folder: string) {}

    /** Adds an object; they come in the order of their keys. */
    add({ key, bytes, etag }: ExportedObject): void {
        this.hash.update(`${key.slice(this.folder.length)}\n${bytes}\n${etag}\n`);
    }

    /** Ends it. */
    value(): string {
        return `sha256:${this.hash.digest("hex")}`;
    }
}
