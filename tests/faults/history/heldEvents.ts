import type { StateRecord } from "../stateRecord";
import { exportOf } from "./recordedExport";

/** The events that verified exports contained, by program, resource and range. */
export class HeldEvents {
    private readonly byExport = new Map<string, Set<string>>();

    of(key: string): ReadonlySet<string> {
        return this.byExport.get(key) ?? new Set();
    }

    add(key: string, messages: readonly string[]): void {
        this.byExport.set(key, new Set([...this.of(key), ...messages]));
    }

    /** A user deleted these events, so exports need not contain them any more. */
    drop(messages: readonly string[]): void {
        for (const held of this.byExport.values()) messages.forEach((message) => held.delete(message));
    }

    release(key: string): void {
        this.byExport.delete(key);
    }

    /** Releases all events of a program's resource, for any range. */
    releaseResource(program: number, urn: string, except: ReadonlySet<string> = new Set()): void {
        for (const key of [...this.byExport.keys()]) {
            if (key.startsWith(resourceKey(program, urn)) && !except.has(key)) this.byExport.delete(key);
        }
    }
}

/** Another range is another export, which contains nothing yet. */
export function exportKey(program: number, record: StateRecord): string {
    const { logGroupName, logStreamNamePrefix = "", from, to } = exportOf(record);
    return `${resourceKey(program, record.urn)}${logGroupName} ${logStreamNamePrefix} ${from} ${to}`;
}

const resourceKey = (program: number, urn: string) => `${program} ${urn} `;
