import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { normalizeUrns } from "./normalizeUrns";
import { withoutDanglingReferences } from "./danglingReferences";
import {
    compact,
    type ExportedState,
    type PendingOperation,
    type PendingOperationType,
    type ResourceState,
} from "./state";

/**
 * The stack's state during a run: the resources that this run registered, then the remaining resources of the previous
 * state. It is written completely after every change, so a killed engine leaves a recent state. Steps that change nothing
 * are written with the next change or at the end (pkg/backend/snapshot.go, mustWrite).
 */
export class Snapshot {
    readonly previous: readonly ResourceState[];
    private readonly pendingBefore: readonly PendingOperation[];
    private readonly current: ResourceState[] = [];
    private readonly gone = new Set<ResourceState>();
    private readonly pending = new Set<PendingOperation>();
    private isWritten = true;

    private constructor(
        private readonly file: string | undefined,
        before: ExportedState | undefined,
    ) {
        this.previous = before?.deployment.resources ?? [];
        this.pendingBefore = before?.deployment.pending_operations ?? [];
    }

    /** A preview's snapshot is not written. */
    static open(file: string, write: boolean): Snapshot {
        const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ExportedState) : undefined;
        return new Snapshot(write ? file : undefined, before);
    }

    get pendingOperations(): readonly PendingOperation[] {
        return this.pendingBefore;
    }

    /** Records a pending operation before the provider is called. The returned function removes it. */
    begin(type: PendingOperationType, resource: ResourceState): () => void {
        const operation = { type, resource };
        this.pending.add(operation);
        this.write();
        return () => this.pending.delete(operation);
    }

    /** Replaces `old` with `next`. Without `old` it adds, without `next` it removes. */
    record(old: ResourceState | undefined, next: ResourceState | undefined): void {
        if (old) {
            this.remove(old);
        }
        if (next) {
            this.current.push(next);
        }
        if (old && next && isDeepStrictEqual(asRead(old), asRead(next))) {
            this.isWritten = false;
        } else {
            this.write();
        }
    }

    /** Writes what was left for the end of the run. */
    close(): void {
        if (!this.isWritten) this.write();
    }

    /** Also removes resources that this run registered. */
    private remove(old: ResourceState): void {
        const at = this.current.indexOf(old);
        if (at >= 0) {
            this.current.splice(at, 1);
        }
        this.gone.add(old);
    }

    /** Replaces resources in place, for a refresh. */
    replaceAll(refreshed: ReadonlyMap<ResourceState, ResourceState | undefined>): void {
        const resources = this.previous.map((state) => (refreshed.has(state) ? refreshed.get(state) : state));
        this.previous.forEach((state) => this.gone.add(state));
        const kept = withoutDanglingReferences(resources.filter((state) => state !== undefined));
        this.current.splice(0, this.current.length, ...kept);
        this.write();
    }

    get resources(): ResourceState[] {
        return [...this.current, ...this.previous.filter((state) => !this.gone.has(state))];
    }

    export(): ExportedState {
        // Interrupted creates stay until the user resolves them. The next run resolves everything else.
        const interrupted = this.pendingBefore.filter((operation) => operation.type === "creating");
        const pending = [...this.pending, ...interrupted];
        const resources = normalizeUrns(this.resources);
        return {
            version: 3,
            deployment: {
                manifest: { time: new Date().toISOString(), magic: "", version: "embedded" },
                ...(resources.length > 0 ? { resources: resources.map(compact) } : {}),
                ...(pending.length > 0
                    ? { pending_operations: pending.map((p) => ({ ...p, resource: compact(p.resource) })) }
                    : {}),
            },
        };
    }

    write(): void {
        if (this.file === undefined) {
            return;
        }
        mkdirSync(dirname(this.file), { recursive: true });
        const temporary = `${this.file}.${process.pid}.tmp`;
        writeFileSync(temporary, JSON.stringify(this.export(), undefined, 2));
        renameSync(temporary, this.file);
        this.isWritten = true;
    }
}

/** A resource as the next run reads it. */
function asRead(state: ResourceState): ResourceState {
    return compact(JSON.parse(JSON.stringify(state)) as ResourceState);
}
