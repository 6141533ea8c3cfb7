import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import {
    compact,
    type ExportedState,
    type PendingOperation,
    type PendingOperationType,
    type ResourceState,
} from "./state";

/**
 * The stack's state during a run: what this run registered, then what is left of the state before. Written after
 * every change, as a whole, so that whatever kills the engine leaves a state that was true a moment ago.
 */
export class Snapshot {
    readonly previous: readonly ResourceState[];
    private readonly pendingBefore: readonly PendingOperation[];
    private readonly current: ResourceState[] = [];
    private readonly gone = new Set<ResourceState>();
    private readonly pending = new Set<PendingOperation>();

    private constructor(
        private readonly file: string | undefined,
        before: ExportedState | undefined,
    ) {
        this.previous = before?.deployment.resources ?? [];
        this.pendingBefore = before?.deployment.pending_operations ?? [];
    }

    /** A snapshot that is not written is a preview's. */
    static open(file: string, write: boolean): Snapshot {
        const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ExportedState) : undefined;
        return new Snapshot(write ? file : undefined, before);
    }

    get pendingOperations(): readonly PendingOperation[] {
        return this.pendingBefore;
    }

    /** Noted before the provider is asked; the returned function takes the note away. */
    begin(type: PendingOperationType, resource: ResourceState): () => void {
        const operation = { type, resource };
        this.pending.add(operation);
        this.write();
        return () => this.pending.delete(operation);
    }

    /** Puts `next` in the place of `old`; without one of them this adds or removes. */
    record(old: ResourceState | undefined, next: ResourceState | undefined): void {
        if (old) {
            this.remove(old);
        }
        if (next) {
            this.current.push(next);
        }
        this.write();
    }

    /** A resource of this run that the same run replaces or deletes is gone just like an older one. */
    private remove(old: ResourceState): void {
        const at = this.current.indexOf(old);
        if (at >= 0) {
            this.current.splice(at, 1);
        }
        this.gone.add(old);
    }

    /** A refresh rewrites resources in their places. */
    replaceAll(refreshed: ReadonlyMap<ResourceState, ResourceState | undefined>): void {
        const resources = this.previous.map((state) => (refreshed.has(state) ? refreshed.get(state) : state));
        const kept = resources.filter((state) => state !== undefined);
        const referable = new Set<string>();
        this.previous.forEach((state) => this.gone.add(state));
        this.current.splice(0, this.current.length);
        for (const state of kept) {
            this.current.push({
                ...state,
                dependencies: state.dependencies?.filter((urn) => referable.has(urn)),
                propertyDependencies: onlyReferable(state.propertyDependencies, referable),
            });
            referable.add(state.urn);
        }
        this.write();
    }

    get resources(): ResourceState[] {
        return [...this.current, ...this.previous.filter((state) => !this.gone.has(state))];
    }

    export(): ExportedState {
        // Interrupted creates stay until somebody looks after them; everything else is settled by the next run.
        const interrupted = this.pendingBefore.filter((operation) => operation.type === "creating");
        const pending = [...this.pending, ...interrupted];
        return {
            version: 3,
            deployment: {
                manifest: { time: new Date().toISOString(), magic: "", version: "embedded" },
                ...(this.resources.length > 0 ? { resources: this.resources.map(compact) } : {}),
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
    }
}

function onlyReferable(
    dependencies: Record<string, string[]> | undefined,
    referable: ReadonlySet<string>,
): Record<string, string[]> | undefined {
    return (
        dependencies &&
        Object.fromEntries(
            Object.entries(dependencies).map(([key, urns]) => [key, urns.filter((urn) => referable.has(urn))]),
        )
    );
}
